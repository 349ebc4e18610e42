"""Spoken telephone audio: real length, real level, the same every time."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from local.audio import mulaw
from local.audio.speech import SpeechError, resample, speech

LINE = "I need to move my appointment to Friday."


def test_a_line_lasts_as_long_as_a_person_would_need():
    assert 1.8 < len(speech(LINE)) / mulaw.RATE_HZ < 3.2


def test_a_line_comes_in_whole_frames_of_twenty_milliseconds():
    assert len(speech(LINE)) % mulaw.FRAME_BYTES == 0


def test_a_line_has_a_comfortable_telephone_level():
    assert mulaw.loudness_dbfs(speech(LINE)) == pytest.approx(-20, abs=0.5)


def test_a_line_has_no_long_silence_at_either_end():
    audio = speech(LINE)
    assert mulaw.loudness_dbfs(audio[:480]) > -60
    assert mulaw.loudness_dbfs(audio[-480:]) > -60


def test_a_line_sounds_the_same_after_other_lines():
    afresh = speech.__wrapped__
    first = afresh(LINE)
    afresh("Something else altogether.", "en-gb+f3", 200)
    assert afresh(LINE) == first


def test_voices_and_lines_differ():
    assert len({speech(LINE, "en-us"), speech(LINE, "en-gb+f3"), speech("Yes please.", "en-us")}) == 3


def test_a_faster_speaker_is_done_sooner():
    assert len(speech(LINE, words_per_minute=240)) < len(speech(LINE, words_per_minute=140))


def test_the_energy_of_speech_lies_in_the_telephone_band():
    spectrum = np.abs(np.fft.rfft(mulaw.decode(speech(LINE)).astype(float))) ** 2
    frequencies_hz = np.fft.rfftfreq(len(speech(LINE)), 1 / mulaw.RATE_HZ)
    assert spectrum[(frequencies_hz > 80) & (frequencies_hz < 3400)].sum() > 0.95 * spectrum.sum()


def test_a_tone_above_the_band_does_not_fold_back_into_it():
    tone = 8000 * np.sin(2 * np.pi * 6000 * np.arange(22050) / 22050)
    heard = resample(tone, 22050, 8000)[100:-100]  # its ends are clicks, which hold every frequency
    assert np.abs(heard).max() < 1


def test_a_tone_inside_the_band_survives_both_ways():
    tone = 8000 * np.sin(2 * np.pi * 700 * np.arange(8000) / 8000)
    there_and_back = resample(resample(tone, 8000, 16000), 16000, 8000)
    assert np.abs(there_and_back[200:-200] - tone[200:-200]).max() < 400


def test_an_empty_text_is_no_audio():
    assert speech("") == b""


def test_an_unknown_voice_is_an_error():
    with pytest.raises(SpeechError, match="no-such-voice"):
        speech("Hello", "no-such-voice")


def test_several_threads_may_speak_at_once():
    afresh = speech.__wrapped__
    lines = [LINE, "Yes please.", "Friday at ten is free.", "Goodbye."] * 2
    with ThreadPoolExecutor(4) as pool:
        spoken = list(pool.map(afresh, lines))
    assert spoken == [speech(line) for line in lines]
