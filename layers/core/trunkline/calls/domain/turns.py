"""Turns of a live call, checkpointed so that another relay can resume it."""

from collections.abc import Sequence
from dataclasses import dataclass

TURNS_RETOLD = 40  # the newest; a model needs the thread, not the archive
LINE_WAS_CUT = "The line was cut and this call goes on."


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """One turn as it was checkpointed while the call ran. `number` counts within its stream."""

    number: int
    speaker: str  # "caller" or "agent"
    text: str


def replayed(turns: Sequence[SpokenTurn], reason: str = LINE_WAS_CUT) -> str:
    """The story as context for an agent that was not there, and why it is one."""
    lines = [f"{turn.speaker}: {turn.text}" for turn in turns[-TURNS_RETOLD:]]
    return f"{reason} What was said so far:\n" + "\n".join(lines)
