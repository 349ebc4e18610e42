"""A call, the states it moves through, and what may be said about it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from hashlib import sha256
from typing import NewType

from trunkline.domain.phone_numbers import showable

CallId = NewType("CallId", str)  # the carrier's id where one exists, else the voice provider's conversation id
ConversationId = NewType("ConversationId", str)
CARRIERS_ID = re.compile(r"[A-Z]{2}[0-9A-Za-z]{1,62}")  # Twilio's: two letters and 32 hexadecimal digits
PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")  # what may be a part of a key, of a path and of a log line


def is_carriers_id(text: str) -> bool:
    return CARRIERS_ID.fullmatch(text) is not None


def is_plain_id(text: str) -> bool:
    return PLAIN_ID.fullmatch(text) is not None


def conversation_id_of(text: str) -> ConversationId:
    """A provider's id as we file it. One that could be a path, or longer than a key may be, is filed under its hash."""
    if is_plain_id(text):
        return ConversationId(text)
    return ConversationId("sha256-" + sha256(text.encode(errors="surrogatepass")).hexdigest())


class Progress(IntEnum):
    """How far a call has come. Numbers only ever grow: a late callback cannot take a call back."""

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
    """How a relayed stream ended, as the relay saw it. No outcome on file means the relay itself was lost."""

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
        """Whether nothing more is owed to the caller."""
        return self in {self.CALLER_HUNG_UP, self.AGENT_ENDED, self.MAX_DURATION, self.CALLER_REFUSED}

    @property
    def is_dropped(self) -> bool:
        """Whether the caller was left without what they had, and something else has to take over."""
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
        """What another phone is shown: the caller's number; ours, where it is withheld or a SIP address."""
        return showable(self.from_number) or showable(self.our_number)


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened in a call. `key` names the happening: told twice, it is filed once."""

    key: str
    at: datetime
    kind: str
    detail: dict[str, str] = field(default_factory=dict)


def company_day(company_id: str, moment: datetime) -> str:
    """What a company's calls of one day are found under."""
    return f"{company_id}#{moment:%Y-%m-%d}"
