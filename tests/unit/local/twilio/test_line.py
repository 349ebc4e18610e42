"""What is said, placed on the clock, cut into frames and carried to the other side."""

import asyncio
import time

from local.twilio.media.line import AudioOutput, Line, bridge

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


async def test_after_a_pause_of_the_process_all_that_was_said_is_heard_at_once():
    left, right = Line(), Line()
    carrying = asyncio.create_task(bridge(left, right))
    await asyncio.sleep(0.03)
    left.output.begins("hello", LOUD, time.monotonic())
    asyncio.get_running_loop().call_soon(time.sleep, 0.2)
    for _ in range(100):
        await asyncio.sleep(0)
        if right.heard.segments:
            break  # the first look that finds anything finds all of it
    assert len(right.heard.tape.strip(b"\xff")) == len(LOUD)
    carrying.cancel()
