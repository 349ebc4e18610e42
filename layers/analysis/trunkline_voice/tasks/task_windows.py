"""Windows of a call in which the patient did a task: from the end of the agent's prompt to the agent's next turn.

They come from the events of the conversation and never from what the patient's audio sounds like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from trunkline_voice.timing.spans import Span


class Task(StrEnum):
    """What the patient was asked to do."""

    VOWEL = "vowel"  # "Ahh" for as long as is comfortable
    COUNT = "count"  # from one to twenty
    SPEECH = "speech"  # an answer in own words


@dataclass(frozen=True)
class AgentTurn:
    """What the agent said, when, which task it gave, and what the patient said after it by the transcript."""

    span: Span
    task: Task = Task.SPEECH
    reply: str = ""


@dataclass(frozen=True)
class Window:
    """Span in which the patient could be heard at a task, with the words of the transcript."""

    task: Task
    span: Span
    words: str


def task_windows(turns: Sequence[AgentTurn], seconds: float) -> list[Window]:
    """A window after each turn of the agent, in order. The last one ends with the recording, of so many seconds.

    A turn that begins before its predecessor has ended leaves no window between them.
    """
    ordered = sorted(turns, key=lambda turn: turn.span)
    begins = [*(turn.span.begin for turn in ordered), seconds]
    ends = (min(begin, seconds) for begin in begins[1:])
    windows = [Window(turn.task, Span(turn.span.end, end), turn.reply) for turn, end in zip(ordered, ends, strict=True)]
    return [window for window in windows if window.span.seconds > 0]
