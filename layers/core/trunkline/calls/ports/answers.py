"""Answering a call: the routing context, the answer as filed, and the registration with a voice provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from trunkline.calls.domain.agent_start import NOTHING_CHANGED, AgentStart
from trunkline.calls.domain.call_instructions import CallInstruction, RegisteredCall
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.routes import Route
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.ids import CallId, ConversationId


@dataclass(frozen=True, slots=True)
class RoutingContext:
    """All that is known when a call rings: the number's route, the answer if this call was answered before, and whether
    the relay takes calls."""

    route: Route | None
    earlier_document: str | None
    relay_is_awake: bool = True


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
    reason: str = "answered"
    detail: str = ""
    wakes_relay: bool = False  # filed with the answer, so that no answer without a relay leaves it asleep


@dataclass(frozen=True, slots=True)
class NewStream:
    """A further stream for a call whose relay was lost, or that no colleague took.

    `webhook` is the idempotency token of the request; `cuts` counts the streams of the call that were lost.
    """

    call_id: CallId
    instruction: CallInstruction
    webhook: str
    attempt: int
    token_fingerprint: str
    ticket: StreamTicket
    at: datetime
    cuts: int


class AnswerStore(Protocol):
    """The answering path's view of the tables: one request to look, one to commit."""

    def look_up(self, call: RingingCall) -> RoutingContext: ...

    def commit(self, answer: NewAnswer) -> str:
        """Files the answer and returns the rendered document that stands: an earlier one wins over a retry's."""
        ...

    def resume(self, stream: NewStream) -> str:
        """Files another stream for a known call, forgets how the last one ended; returns the document that stands."""
        ...


class AgentRegistrar(Protocol):
    """A voice provider that takes a call's media over itself."""

    has_socket: ClassVar[bool]  # its agents speak through our relay as well

    def register_call(
        self, call: RingingCall, agent_id: str, variables: Mapping[str, str], start: AgentStart = NOTHING_CHANGED
    ) -> RegisteredCall:
        """Raises ProviderError, after 8 s at the latest."""
        ...
