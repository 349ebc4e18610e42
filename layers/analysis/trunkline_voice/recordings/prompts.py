"""Words by which a turn of the agent is known to give a task."""

import re
from collections.abc import Mapping

from trunkline_voice.tasks.task_windows import Task

Prompts = Mapping[Task, re.Pattern[str]]

PROMPTS: Prompts = {
    Task.COUNT: re.compile(r"\bcount\b.{0,40}\b(?:1|one)\b.{0,20}\b(?:20|twenty)\b", re.IGNORECASE | re.DOTALL),
    Task.VOWEL: re.compile(r"\bsay\b.{0,20}\ba+h+\b", re.IGNORECASE | re.DOTALL),
}


def task_of(text: str, prompts: Prompts) -> Task:
    """The task that a text gives last; an answer in own words where it gives none."""
    found = [(match.end(), task) for task, pattern in prompts.items() for match in pattern.finditer(text)]
    return max(found, default=(0, Task.SPEECH))[1]
