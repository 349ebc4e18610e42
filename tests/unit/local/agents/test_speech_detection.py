"""Speech detection recognises what was said, and nothing else."""

import numpy as np
import pytest

from local.agents.speech_detection import UNINTELLIGIBLE, beginning, recognise
from local.audio import mulaw
from local.audio.speech import speech

VOICE = "en-gb+f3"
LINES = (
    "I need to move my appointment to Friday.",
    "I need to cancel my appointment.",
    "Yes please.",
    "No thank you.",
    "What are your opening hours?",
)
SILENCE = mulaw.SILENCE


def hear(audio, voices=(VOICE,)):
    return recognise(audio, LINES, voices)


def in_frames(audio):
    return [audio[i : i + mulaw.FRAME_BYTES] for i in range(0, len(audio), mulaw.FRAME_BYTES)]


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_recognised_byte_for_byte(line):
    assert hear(speech(line, VOICE)) == line


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_recognised_in_the_middle_of_silence_at_any_offset(line):
    assert hear(SILENCE * 3333 + speech(line, VOICE) + SILENCE * 4000) == line


@pytest.mark.parametrize("line", LINES)
def test_a_line_with_a_few_lost_frames_is_recognised(line):
    kept = [frame for number, frame in enumerate(in_frames(speech(line, VOICE))) if number % 14 != 7]
    assert hear(b"".join(kept)) == line


@pytest.mark.parametrize("line", LINES)
def test_a_quieter_line_is_recognised(line):
    assert hear(mulaw.encode(mulaw.decode(speech(line, VOICE)) * 0.4)) == line


def test_one_of_several_voices_is_recognised():
    assert hear(speech(LINES[0], "en-us"), voices=(VOICE, "en-us")) == LINES[0]


def test_a_voice_the_ears_do_not_know_is_not_understood():
    assert hear(speech(LINES[0], "en-us")) == UNINTELLIGIBLE


def test_a_line_that_is_cut_off_is_its_first_words():
    audio = speech(LINES[0], VOICE)
    heard = hear(audio[: int(len(audio) * 0.6)] + SILENCE * 4000)
    assert heard == "I need to move my—"


def test_a_line_that_misses_only_its_last_breath_is_whole():
    audio = speech(LINES[0], VOICE)
    assert hear(audio[: int(len(audio) * 0.9)]) == LINES[0]


@pytest.mark.parametrize("line", ["The weather is fine today.", "I need to buy a new car.", "Hello there."])
def test_an_unexpected_line_is_not_understood(line):
    assert hear(speech(line, VOICE)) == UNINTELLIGIBLE


@pytest.mark.parametrize("seconds", [0.5, 1.0, 2.2])
def test_noise_and_tones_and_silence_are_not_understood(seconds):
    time_s = np.arange(int(seconds * mulaw.RATE_HZ)) / mulaw.RATE_HZ
    noise = np.random.default_rng(7).normal(0, 3000, len(time_s))
    assert hear(mulaw.encode(noise)) == UNINTELLIGIBLE
    assert hear(mulaw.encode(6000 * np.sin(2 * np.pi * 440 * time_s))) == UNINTELLIGIBLE
    assert hear(SILENCE * len(time_s)) == UNINTELLIGIBLE


def garbled(audio):
    frames = in_frames(audio)
    yield "backwards", audio[::-1]
    yield "every frame twice", b"".join(frame * 2 for frame in frames)
    yield "bytes not complemented", bytes(byte ^ 0x7F for byte in audio)
    yield "linear samples taken for mu-law", mulaw.decode(audio).astype("<i2").tobytes()
    yield "frames out of order", b"".join(frames[i] for i in np.random.default_rng(3).permutation(len(frames)))


@pytest.mark.parametrize(("how", "audio"), list(garbled(speech(LINES[0], VOICE))))
def test_a_garbled_line_is_not_understood(how, audio):
    assert hear(audio) == UNINTELLIGIBLE


def test_no_audio_is_not_understood():
    assert hear(b"") == UNINTELLIGIBLE
    assert recognise(speech(LINES[0], VOICE), (), (VOICE,)) == UNINTELLIGIBLE


def test_the_beginning_of_a_line_ends_at_a_word():
    assert beginning("one two three", 0.6) == "one two"
    assert beginning("one two three", 0.1) == ""
