"""Pure: what is said, placed on the clock and cut into frames."""

from local.twilio.media.line import AudioOutput

LOUD = b"\x10" * 800  # 100 ms


def test_frames_cut_from_the_clock_join_without_a_seam():
    mouth = AudioOutput()
    mouth.begins("hi", bytes(range(200)) * 4, 1.0)
    frames = b"".join(mouth.audio(7990 + n * 160, 160) for n in range(6))
    assert frames == b"\xff" * 10 + bytes(range(200)) * 4 + b"\xff" * 150


def test_silence_is_sent_when_nothing_is_said():
    assert AudioOutput().audio(123456, 160) == b"\xff" * 160


def test_a_sentence_can_be_cut_short():
    mouth = AudioOutput()
    mouth.begins("hello", LOUD, 1.0)
    mouth.falls_silent(1.05)
    assert mouth.audio(8000, 800) == LOUD[:400] + b"\xff" * 400
    assert not mouth.is_talking(1.06)
    assert mouth.silent_since_s() == 1.05


def test_falling_silent_later_does_not_bring_audio_back():
    mouth = AudioOutput()
    mouth.begins("hello", LOUD, 1.0)
    mouth.falls_silent(5.0)
    assert mouth.silent_since_s() == 1.1


def test_the_words_since_a_moment_are_known():
    mouth = AudioOutput()
    mouth.begins("one", LOUD, 1.0)
    mouth.begins("two", LOUD, 2.0)
    assert mouth.words_after(1.5) == "two"
