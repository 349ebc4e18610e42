"""Events of a live agent's socket and the context sent to it, the same for every vendor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from trunkline.ids import ConversationId
from trunkline.json_frames import Ignored, InvalidFrame


@dataclass(frozen=True, slots=True)
class AgentReady:
    """The first frame of a conversation. Not yet proof that the agent will speak."""

    conversation_id: ConversationId
    speaks: str
    hears: str


@dataclass(frozen=True, slots=True)
class AgentAudio:
    payload: bytes  # base64, mu-law 8 kHz, any length, faster than real time
    event_id: int


@dataclass(frozen=True, slots=True)
class AgentSaid:
    text: str


@dataclass(frozen=True, slots=True)
class AgentCorrected:
    """The spoken part of an interrupted agent's turn."""

    text: str


@dataclass(frozen=True, slots=True)
class CallerSaid:
    text: str


@dataclass(frozen=True, slots=True)
class CallerInterrupted:
    """The caller spoke over the agent: audio up to and including `event_id` is void; None names no id that can be used.

    After a `user_message` the answer carries this id, too: only what has come before the interruption is void by it.
    """

    event_id: int | None


@dataclass(frozen=True, slots=True)
class AgentPinged:
    event_id: int


@dataclass(frozen=True, slots=True)
class ToolRequested:
    """A client tool call of the agent."""

    name: str
    tool_call_id: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolAnswered:
    """A tool on the agent's own side finished. `end_call` is how an agent says goodbye."""

    name: str


@dataclass(frozen=True, slots=True)
class VoiceScored:
    """The agent side's voice activity score, from 0 to 1. Many per second, if enabled."""

    score: float


@dataclass(frozen=True, slots=True)
class AgentFaulted:
    """An error frame; a close usually follows."""

    code: int
    kind: str


AgentEvent = (
    AgentReady
    | AgentAudio
    | AgentSaid
    | AgentCorrected
    | CallerSaid
    | CallerInterrupted
    | AgentPinged
    | ToolRequested
    | ToolAnswered
    | VoiceScored
    | AgentFaulted
    | Ignored
    | InvalidFrame
)


class AgentCodec(Protocol):
    """A vendor's agent socket: frames in, frames out. A module of pure functions fits."""

    IS_SCANNED: bool  # whether its audio frames have the shape that the relay's compiled scanner recognises
    CHUNK_HEAD: bytes  # around the caller's base64 in a frame of audio
    CHUNK_END: bytes

    def read(self, frame: bytes) -> AgentEvent:
        """Any frame. Never raises."""
        ...

    def initiation(self, user_id: str, variables: Mapping[str, str], overrides: Mapping[str, str]) -> bytes: ...

    def caller_audio(self, payload: bytes) -> bytes: ...

    def contextual_update(self, text: str) -> bytes:
        """A context message without an answer of the agent."""
        ...

    def user_message(self, text: str) -> bytes:
        """A message that the agent answers like the caller's words."""
        ...

    def tool_result(self, tool_call_id: str, result: str, *, is_error: bool) -> bytes: ...

    def pong(self, event_id: int) -> bytes: ...
