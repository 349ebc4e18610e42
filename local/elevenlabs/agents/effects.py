"""Effects of a conversation, in no protocol: each wire translates them into its own."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Audio:
    """Part of an utterance, as telephone audio. Late audio belongs to an utterance already interrupted."""

    audio: bytes
    event_id: int
    late: bool = False


@dataclass(frozen=True, slots=True)
class AgentSaid:
    text: str
    event_id: int


@dataclass(frozen=True, slots=True)
class CallerSaid:
    text: str
    event_id: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    event_id: int


@dataclass(frozen=True, slots=True)
class Corrected:
    original: str
    spoken: str
    event_id: int


@dataclass(frozen=True, slots=True)
class ToolCalled:
    """The client is asked to run a tool."""

    name: str
    call_id: str
    parameters: dict[str, Any]
    event_id: int


@dataclass(frozen=True, slots=True)
class ToolAnswered:
    """A tool, the client's or the vendor's own, has run."""

    name: str
    call_id: str
    kind: str  # "client" or "system"
    is_error: bool
    event_id: int


@dataclass(frozen=True, slots=True)
class VoiceScored:
    """The probability that the caller speaks; an event that has to be asked for."""

    score: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The vendor's side is done. An `error_type` asks for an error frame before the close."""

    code: int
    reason: str = ""
    error_type: str = ""


Effect = Audio | AgentSaid | CallerSaid | Interrupted | Corrected | ToolCalled | ToolAnswered | VoiceScored | Ended
