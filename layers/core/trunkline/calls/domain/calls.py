"""A call, the states it moves through, and what may be said about it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from trunkline.ids import CallId
from trunkline.numbering.e164 import showable


class Progress(IntEnum):
    """The progress of a call. It only grows: a late callback cannot move a call back."""

    QUEUED = 0
    INITIATED = 1
    RINGING = 2
    ANSWERED = 3
    OVER = 4


PROGRESS_OF_STATUS = {
    "queued": Progress.QUEUED,
    "initiated": Progress.INITIATED,
    "ringing": Progress.RINGING,
    "in-progress": Progress.ANSWERED,
    "completed": Progress.OVER,
    "busy": Progress.OVER,
    "no-answer": Progress.OVER,
    "failed": Progress.OVER,
    "canceled": Progress.OVER,
}


class StreamOutcome(StrEnum):
    """The outcome of a relayed stream. No outcome on file means that the relay was lost."""

    CALLER_HUNG_UP = "caller-hung-up"
    AGENT_ENDED = "agent-ended"
    MAX_DURATION = "max-duration"
    CALLER_REFUSED = "caller-refused"
    TRANSFERRED = "transferred"
    AGENT_UNREACHABLE = "agent-unreachable"
    AGENT_MISCONFIGURED = "agent-misconfigured"
    AGENT_REFUSED = "agent-refused"
    AGENT_LOST = "agent-lost"
    RELAY_STOPPED = "relay-stopped"

    @property
    def is_orderly(self) -> bool:
        """Whether the call ended as intended."""
        return self in {self.CALLER_HUNG_UP, self.AGENT_ENDED, self.MAX_DURATION, self.CALLER_REFUSED}

    @property
    def is_dropped(self) -> bool:
        """Whether the caller lost the agent or the voice, so that a fallback has to take over."""
        return not self.is_orderly and self is not StreamOutcome.TRANSFERRED

    @property
    def may_resume(self) -> bool:
        """Whether another relay may take the call up where this one left it."""
        return self is self.RELAY_STOPPED


@dataclass(frozen=True, slots=True)
class RingingCall:
    """A call that waits for an answer."""

    call_id: CallId
    from_number: str
    to_number: str
    direction: str = "inbound"
    plan_id: str = ""  # for a call we placed: which plan says how it is to be answered

    @property
    def our_number(self) -> str:
        """The number a route hangs on: the dialled one, or for calls we placed the one we called from."""
        return self.to_number if self.direction == "inbound" else self.from_number

    @property
    def caller_id(self) -> str:
        """The caller id for another phone: the caller's number; ours, where it is withheld or a SIP address."""
        return showable(self.from_number) or showable(self.our_number)


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event of a call. A repeated `key` is filed once."""

    key: str
    at: datetime
    kind: str
    detail: dict[str, str] = field(default_factory=dict)
