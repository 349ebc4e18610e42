"""Turns of the agent have the moments of its channel, and the words of the transcript."""

import numpy as np
import pytest

from tests.fakes.patients_voices import silence, steady
from trunkline_voice.recordings.agent_turns import agent_turns, runs_of_sound
from trunkline_voice.recordings.prompts import PROMPTS
from trunkline_voice.tasks.task_windows import Task
from trunkline_voice.timing.spans import Span

# Sound of the agent: 0.6 to 2.6 with a breath, 6.6 to 7.6 and 8.1 to 9.1 (one turn), 15.1 to 16.1.
CHANNEL = np.concatenate(
    [
        *(silence(0.6), steady(0.9), silence(0.2), steady(0.9)),
        *(silence(4), steady(1.0), silence(0.5), steady(1.0)),
        *(silence(6), steady(1.0), silence(1)),
    ]
).astype(np.float32)


def turn(speaker, at_s, text):
    return {"speaker": speaker, "text": text, "at_s": at_s}


TURNS = [
    turn("agent", 0, "How are you?"),
    turn("caller", 2, "Fine."),
    turn("caller", 4, "Thank you."),
    turn("agent", 5, ""),  # a tool
    turn("agent", 6, "Good. Please count from one to twenty."),
    turn("caller", 9, "One two"),
    turn("agent", 15, "Thanks."),
]


def near(span):
    return pytest.approx((span.begin, span.end), abs=0.05)


def spans(turns):
    return [(found.span.begin, found.span.end) for found in agent_turns(CHANNEL, turns, PROMPTS)]


def test_turns_with_moments_tasks_and_replies():
    found = agent_turns(CHANNEL, TURNS, PROMPTS)
    assert [(item.task, item.reply) for item in found] == [
        (Task.SPEECH, "Fine. Thank you."),
        (Task.COUNT, "One two"),
        (Task.SPEECH, ""),
    ]
    assert spans(TURNS) == [near(Span(0.6, 2.6)), near(Span(6.6, 9.1)), near(Span(15.1, 16.1))]


@pytest.mark.parametrize("off", [-1, 1])
def test_seconds_of_the_transcript_may_be_off_by_one(off):
    turns = [turn(item["speaker"], item["at_s"] + (off if item["at_s"] else 0), item["text"]) for item in TURNS]
    assert spans(turns) == [near(Span(0.6, 2.6)), near(Span(6.6, 9.1)), near(Span(15.1, 16.1))]


def test_a_turn_without_a_sound_is_left_out():
    assert len(spans([*TURNS, turn("agent", 17, "Goodbye.")])) == 3


def test_no_turns_without_sound_or_without_words():
    assert agent_turns(np.zeros(8000, np.float32), TURNS, PROMPTS) == []
    assert agent_turns(CHANNEL, [], PROMPTS) == []
    assert agent_turns(np.zeros(0, np.float32), TURNS, PROMPTS) == []
    assert runs_of_sound(np.zeros(0, np.float32)) == []
