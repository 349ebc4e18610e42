"""Prompts are known by their words, and no other sentence is."""

from pathlib import Path

import pytest
import yaml

from trunkline_voice.recordings.prompts import PROMPTS, task_of
from trunkline_voice.tasks.task_windows import Task


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Please count from 1 to 20 at a normal pace for our voice analysis.", Task.COUNT),
        ("Count aloud, from one to twenty.", Task.COUNT),
        ("Can you take a deep breath and say 'Ahhhh' for as long as comfortable?", Task.VOWEL),
        ("Say ah.", Task.VOWEL),
        ("You said ahh very well. Now please count from one to twenty.", Task.COUNT),
        ("After the count from one to twenty, please say ahh.", Task.VOWEL),
        ("How are you feeling today?", Task.SPEECH),
        ("You can count on us.", Task.SPEECH),
        ("Ah, I see. Did you say you have swelling?", Task.SPEECH),
        ("", Task.SPEECH),
    ],
)
def test_the_task_of_a_sentence(text, task):
    assert task_of(text, PROMPTS) is task


def test_the_agent_of_the_check_in_gives_each_task_in_words_that_are_known():
    agent = yaml.safe_load((Path(__file__).parents[4] / "agents/check-in.yaml").read_text())
    tasks = {name: task_of(text, PROMPTS) for name, text in agent["protected"].items()}
    assert {name for name, task in tasks.items() if task is Task.VOWEL} == {"tone", "tone_again"}
    assert {name for name, task in tasks.items() if task is Task.COUNT} == {"count"}
