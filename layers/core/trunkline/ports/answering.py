"""What answering a call needs: one look, one commit, and a line to an agent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from trunkline.domain.call_instructions import CallInstruction, RegisteredCall
from trunkline.domain.calls import CallId, ConversationId, RingingCall
from trunkline.domain.routes import Route
from trunkline.domain.streams import StreamTicket


@dataclass(frozen=True, slots=True)
class Situation:
    """All that is known when a call rings: the number's route, and the answer if this call was answered before."""

    route: Route | None
    earlier_document: str | None


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer about to be given, with everything that must be on file before it leaves."""

    call: RingingCall
    route: Route
    instruction: CallInstruction
    at: datetime
    token_fingerprint: str | None = None
    ticket: StreamTicket | None = None
    conversation_id: ConversationId | None = None
    because: str = "answered"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NewStream:
    """Another stream for a call whose relay was lost. `webhook` names who asked, so that a retry gets the same."""

    call_id: CallId
    instruction: CallInstruction
    webhook: str
    attempt: int
    token_fingerprint: str
    ticket: StreamTicket
    at: datetime


class Switchboard(Protocol):
    """The answering path's view of the tables: one request to look, one to commit."""

    def look_up(self, call: RingingCall) -> Situation: ...

    def commit(self, answer: NewAnswer) -> str:
        """Files the answer and returns the rendered document that stands: an earlier one wins over a retry's."""
        ...

    def resume(self, stream: NewStream) -> str:
        """Files another stream for a known call, forgets how the last one ended; returns the document that stands."""
        ...


class AgentRegistrar(Protocol):
    """A voice provider that takes a call's media over itself."""

    def register_call(self, call: RingingCall, agent_id: str, variables: Mapping[str, str]) -> RegisteredCall:
        """Raises ProviderError, after 8 s at the latest."""
        ...
