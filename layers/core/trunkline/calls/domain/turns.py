"""Turns of a live call, checkpointed so that another relay can resume it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TURNS_RETOLD = 40  # the newest; a model needs the thread, not the archive
LINE_WAS_CUT = "The line was cut and this call goes on."
SETTLES_IN = timedelta(seconds=10)  # longer than a checkpoint takes: a number still missing then was not written


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """One turn as it was checkpointed while the call ran. `number` counts within its stream."""

    number: int
    speaker: str  # "caller" or "agent"
    text: str


@dataclass(frozen=True, slots=True)
class CheckpointedTurn:
    """A turn on file, and the moment from which it counts."""

    at: datetime
    turn: SpokenTurn


def settled(turns: Sequence[CheckpointedTurn], now: datetime) -> list[CheckpointedTurn]:
    """The turns up to one that may still lack a predecessor. Checkpoints are written side by side: without this, a
    reader that goes on behind the last turn it saw would miss one that lands before it. A stream counts from 0; how far
    the stream before it came is certain only after a moment."""
    expected = 0
    for place, checkpoint in enumerate(turns):
        if checkpoint.turn.number != expected and now - checkpoint.at < SETTLES_IN:
            return list(turns[:place])
        expected = checkpoint.turn.number + 1
    return list(turns)


def replayed(turns: Sequence[SpokenTurn], reason: str = LINE_WAS_CUT) -> str:
    """The story as context for an agent that was not there, and why it is one."""
    lines = [f"{turn.speaker}: {turn.text}" for turn in turns[-TURNS_RETOLD:]]
    return f"{reason} What was said so far:\n" + "\n".join(lines)
