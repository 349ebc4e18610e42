"""A call's turns for a reader who follows it: the same turns under the same numbers, during the call and afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.routes import Mode
from trunkline.calls.domain.turns import SETTLES_IN, CheckpointedTurn, settled
from trunkline.conversations.domain.transcripts import story_of
from trunkline.ids import CallId

REPORT_WITHIN = timedelta(days=1)  # after that no report is waited for
SPOKEN_BY_PROGRAMS = {Mode.VOICE, Mode.FORWARD, Mode.VOICEMAIL, Mode.REJECT}

Checkpoints = Callable[[CallId], list[CheckpointedTurn]]
Transcripts = Callable[[str], dict[str, Any]]


class TurnsAvailable(StrEnum):
    """When the turns of a call can be read."""

    LIVE = "live"  # as they are spoken
    AFTER_CALL = "after_call"  # with the voice provider's report
    NEVER = "never"  # no agent speaks in this mode


@dataclass(frozen=True, slots=True)
class NumberedTurn:
    """A turn by its number in the call, from 1."""

    number: int
    speaker: str
    text: str
    at_s: float


@dataclass(frozen=True, slots=True)
class CallTurns:
    """All turns that can be read now. `is_complete`: no more will come."""

    turns: tuple[NumberedTurn, ...]
    available: TurnsAvailable
    is_complete: bool


def read_turns(call: CallSummary, checkpoints: Checkpoints, transcripts: Transcripts, now: datetime) -> CallTurns:
    """Checkpoints also after the call: the report may divide the same words into other turns. Where there are none,
    the transcript. A provider's own live turns stand until its transcript has them, under the same numbers."""
    available = _available(call)
    on_file = checkpoints(call.call_id) if available is TurnsAvailable.LIVE or _is_awaited(call, available) else []
    if on_file and available is TurnsAvailable.LIVE:
        return _of_checkpoints(call, on_file, now)
    if on_file:
        return _of_provider(call, on_file)
    return _of_transcripts(call, available, transcripts, now)


def _available(call: CallSummary) -> TurnsAvailable:
    mode = call.facts.get("mode")
    if mode in {Mode.RELAY, Mode.CONVERSE}:
        return TurnsAvailable.LIVE
    return TurnsAvailable.NEVER if mode in SPOKEN_BY_PROGRAMS else TurnsAvailable.AFTER_CALL


def _of_checkpoints(call: CallSummary, on_file: list[CheckpointedTurn], now: datetime) -> CallTurns:
    began = datetime.fromisoformat(call.started_at) if call.started_at else on_file[0].at
    shown = settled(on_file, now)
    turns = tuple(
        NumberedTurn(number, item.turn.speaker, item.turn.text, round((item.at - began).total_seconds(), 1))
        for number, item in enumerate(shown, start=1)
    )
    is_complete = call.is_over and len(shown) == len(on_file) and now - on_file[-1].at >= SETTLES_IN
    return CallTurns(turns, TurnsAvailable.LIVE, is_complete)


def _is_awaited(call: CallSummary, available: TurnsAvailable) -> bool:
    """A transcript of the voice provider's that is not there yet."""
    return available is TurnsAvailable.AFTER_CALL and not call.facts.get("transcript_keys")


def _of_provider(call: CallSummary, on_file: list[CheckpointedTurn]) -> CallTurns:
    began = datetime.fromisoformat(call.started_at) if call.started_at else on_file[0].at
    turns = {item.turn.number: item for item in on_file}  # the latest of a number: its time may have been corrected
    shown = tuple(
        NumberedTurn(n + 1, item.turn.speaker, item.turn.text, round((item.at - began).total_seconds(), 1))
        for n, item in sorted(turns.items())
    )
    return CallTurns(shown, TurnsAvailable.LIVE, is_complete=False)


def _of_transcripts(call: CallSummary, available: TurnsAvailable, transcripts: Transcripts, now: datetime) -> CallTurns:
    keys = call.facts.get("transcript_keys") or []
    spoken = story_of([transcripts(key) for key in keys])["turns"] if keys else []
    turns = tuple(
        NumberedTurn(number, turn["speaker"], turn["text"], turn["at_s"]) for number, turn in enumerate(spoken, start=1)
    )
    return CallTurns(turns, available, bool(keys) or _is_final(call, available, now))


def _is_final(call: CallSummary, available: TurnsAvailable, now: datetime) -> bool:
    """Whether a call without a report gets none any more."""
    if available is TurnsAvailable.NEVER or "never_started_because" in call.facts:
        return True
    return bool(call.started_at) and now - datetime.fromisoformat(call.started_at) > REPORT_WITHIN
