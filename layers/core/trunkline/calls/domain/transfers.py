"""Handing a call to a colleague: how it is offered, and what follows when nobody takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from trunkline.calls.domain.turns import SpokenTurn

BRIEFING_LIMIT = 600  # characters, about 45 s of speech: the caller is waiting
TURNS_TOLD = 3
DIAL_SUCCEEDED = {"completed", "answered"}
NOBODY_TOOK_IT = "The call was to be handed to a colleague, but nobody took it. Say so, and go on with the caller."


class TransferMode(StrEnum):
    """What the colleague meets when picking up."""

    COLD = "cold"  # the caller, at once
    WARM = "warm"  # first a whisper, heard by nobody else: what the call is about


class TransferAcceptance(StrEnum):
    """How a colleague who hears the whisper takes the call."""

    KEY = "key"  # by pressing 1: a mailbox or a child does not
    ANSWER = "answer"  # by staying on the line


class NoAnswerAction(StrEnum):
    """What the caller gets when no colleague takes the call."""

    FALLBACK = "fallback"  # voicemail where the route has it, else the apology
    AGENT = "agent"  # the agent again, told what happened
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class DialResult:
    """How ringing another phone went. A phone that answers is not yet a person who takes the call."""

    status: str
    was_bridged: bool = True

    @property
    def was_taken(self) -> bool:
        return self.status in DIAL_SUCCEEDED and self.was_bridged


def briefing(summary: str, turns: Sequence[SpokenTurn]) -> str:
    """What a colleague should know before taking the call: the agent's own summary, else the caller's last words."""
    if summary.strip():
        return _shortened(summary)
    said = [turn.text.strip() for turn in turns if turn.speaker == "caller" and turn.text.strip()]
    return _shortened("The caller said: " + " ".join(said[-TURNS_TOLD:])) if said else ""


def _shortened(text: str) -> str:
    """At a word's end; the beginning matters most."""
    whole = " ".join(text.split())
    return whole if len(whole) <= BRIEFING_LIMIT else whole[:BRIEFING_LIMIT].rsplit(" ", 1)[0] + " …"
