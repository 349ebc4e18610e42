"""Call transfers: how a call is offered to a colleague, and what follows when it is not taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from trunkline.calls.domain.turns import SpokenTurn

BRIEFING_LIMIT = 600  # characters, about 45 s of speech: the caller is waiting
WHISPERED_TURNS = 3
DIAL_SUCCEEDED = {"completed", "answered"}
NOT_TAKEN = "The call was to be handed to a colleague, but no colleague took it. Say so, and go on with the caller."


class TransferMode(StrEnum):
    """Whether the colleague hears a whisper first."""

    COLD = "cold"  # the caller, at once
    WARM = "warm"  # the colleague first hears a whisper: what the call is about


class TransferAcceptance(StrEnum):
    """The way a colleague accepts a call after the whisper."""

    KEY = "key"  # by pressing 1: a mailbox or a child does not
    ANSWER = "answer"  # by staying on the line


class NoAnswerAction(StrEnum):
    """The fallback when no colleague takes the call."""

    FALLBACK = "fallback"  # voicemail where the route has it, else the apology
    AGENT = "agent"  # back to the agent, with a note of what happened
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class DialResult:
    """The result of a dialled leg. An answered phone is not yet a person who takes the call."""

    status: str
    was_bridged: bool = True

    @property
    def was_taken(self) -> bool:
        return self.status in DIAL_SUCCEEDED and self.was_bridged


def briefing(summary: str, turns: Sequence[SpokenTurn]) -> str:
    """The whisper's text: the agent's own summary, else the caller's last words."""
    if summary.strip():
        return _shortened(summary)
    said = [turn.text.strip() for turn in turns if turn.speaker == "caller" and turn.text.strip()]
    return _shortened("The caller said: " + " ".join(said[-WHISPERED_TURNS:])) if said else ""


def _shortened(text: str) -> str:
    """At a word's end; the beginning matters most."""
    whole = " ".join(text.split())
    return whole if len(whole) <= BRIEFING_LIMIT else whole[:BRIEFING_LIMIT].rsplit(" ", 1)[0] + " …"
