"""Calls as they run: their records, who carries them, what is waiting to be said."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from trunkline.calls.domain.call_instructions import CallInstruction, Ending, RegisteredCall
from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.call_search import CallFilter, CallSummary, Page
from trunkline.calls.domain.calls import Progress, RingingCall, StreamOutcome, TimelineEvent
from trunkline.calls.domain.ended_calls import EndedPage
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.outbound_calls import OutboundCallRequest, PlacedCall
from trunkline.calls.domain.relay_fleet import Fleet, Scaling
from trunkline.calls.domain.routes import Route
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.calls.domain.waiting_calls import WaitingCall, WaitingState
from trunkline.ids import CallId, ConversationId


@dataclass(frozen=True, slots=True)
class CallState:
    """What the switchboard needs to know of a call that comes back to it."""

    call_id: CallId
    route: Route | None
    stream_outcome: StreamOutcome | None
    transfer_to: str = ""  # whom the agent or an operator handed the call to
    transfer_summary: str = ""  # … and what for, in their words
    resumes: int = 0
    resume_webhook: str = ""
    resume_document: str = ""
    started_at: datetime | None = None


class CallRecords(Protocol):
    """The Calls table: one record per call and its timeline. Every write may be repeated without harm."""

    def find(self, call_id: CallId) -> CallState | None: ...

    def open(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        """What is known of a call before it is answered. Whatever is on file already stands."""
        ...

    def note(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        """Adds to the timeline and sets facts on the record, in one request."""
        ...

    def end_stream(
        self, call_id: CallId, stream_sid: str, event: TimelineEvent, facts: Mapping[str, str | int | bool]
    ) -> bool:
        """Files how a stream ended and lets its lease go. False when a newer stream carries the call: what the old
        one knows goes on the timeline, and says nothing about the call any more."""
        ...

    def advance(self, call_id: CallId, progress: Progress, status: str, facts: Mapping[str, str | int | bool]) -> bool:
        """Moves the call forward. False when it is already there or beyond."""
        ...

    def add_event(self, call_id: CallId, event: TimelineEvent) -> None: ...

    def restore(self, call_id: CallId, telling: CallUpdate) -> bool:
        """What was fetched later. Whatever was told at first hand stands; False when it was."""
        ...

    def unfinished(self, call_ids: Iterable[CallId]) -> set[CallId]:
        """Those on file that nobody has said to be over."""
        ...


class Turns(Protocol):
    """Turns checkpointed while a call runs, so that another relay can take it up."""

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None: ...

    def story(self, call_id: CallId) -> list[SpokenTurn]: ...


class StreamTickets(Protocol):
    """One-shot tokens of media streams."""

    def spend(self, token_fingerprint: str, call_id: CallId, now: datetime) -> StreamTicket:
        """The ticket, exactly once. Raises StreamRefused for unknown, used, expired and foreign tokens alike."""
        ...


class Leases(Protocol):
    """Which relay carries which live call. Kept on the calls' records; every write may be repeated."""

    def take(self, lease: Lease) -> None:
        """The newest stream of a call wins: its token was spent last."""
        ...

    def renew(self, call_id: CallId, stream_sid: str, until: datetime) -> bool:
        """False when the call is no longer this stream's."""
        ...

    def claim(self, lease: Lease, until: datetime) -> bool:
        """For whoever looks after a lease that ran out: nobody else does until then. False when it has changed."""
        ...

    def drop(self, call_id: CallId, stream_sid: str) -> bool: ...

    def owner(self, call_id: CallId, now: datetime) -> str:
        """The private address of the relay that carries the call; empty when none does, or none that is known."""
        ...

    def live(self) -> Iterable[Lease]:
        """The leases of all live calls, those that ran out included. May lag behind by a moment."""
        ...


class CallControl(Protocol):
    """What may be asked of the carrier about one of its calls. All raise CarrierError and NotConfigured."""

    def status(self, call_id: CallId) -> str | None:
        """The carrier's word for where the call stands; None when it does not know the call (any more)."""
        ...

    def continue_with(self, call_id: CallId, url: str) -> bool:
        """Has the call fetch its next document there. False when the call is over."""
        ...

    def play(self, call_id: CallId, ending: Ending) -> bool:
        """Ends the call so, in place of what it does now. False when the call is over."""
        ...

    def limit(self, call_id: CallId, seconds: int) -> bool:
        """The call ends by itself after so many seconds, counted from its start. False when the call is over."""
        ...


class LiveCalls(Protocol):
    """Calls that a relay carries now."""

    def command(self, call_id: CallId, order: LiveCallCommand) -> dict[str, Any] | None:
        """What the relay says after it obeyed. None: nobody carries that call. Raises RelayUnreachable."""
        ...

    def count(self, now: datetime) -> int:
        """How many there are."""
        ...


class QueuedCommands(Protocol):
    """Texts and voices that programs gave before the call was picked up."""

    def leave(self, call_id: CallId, at: datetime, name: str, order: LiveCallCommand) -> None: ...

    def collect(self, call_id: CallId) -> list[LiveCallCommand]:
        """Each order once, in the order they were left."""
        ...

    def withdraw_texts(self, call_id: CallId) -> None:
        """Texts will not be said; voices stay."""
        ...


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
    """Another stream for a call whose relay was lost. `webhook` names who asked, so that a retry gets the same."""

    call_id: CallId
    instruction: CallInstruction
    webhook: str
    attempt: int
    token_fingerprint: str
    ticket: StreamTicket
    at: datetime


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

    def register_call(self, call: RingingCall, agent_id: str, variables: Mapping[str, str]) -> RegisteredCall:
        """Raises ProviderError, after 8 s at the latest."""
        ...


class CarrierHistory(Protocol):
    """Calls as the carrier remembers them. Raises CarrierError."""

    def ended(self, since: datetime, until: datetime, cursor: str | None) -> EndedPage: ...


class Carrier(Protocol):
    """The telephone company, asked over its API. Raises CarrierError and NotConfigured."""

    @property
    def is_configured(self) -> bool: ...

    def place(self, order: OutboundCallRequest) -> PlacedCall:
        """Raises OutcomeUnknown when no answer came back: then ask `placed_since`, never again."""
        ...

    def find(self, call_id: CallId) -> PlacedCall | None: ...

    def placed_since(self, to_number: str, from_number: str, since: datetime) -> list[PlacedCall]: ...

    def end(self, call_id: CallId) -> bool: ...


class Plans(Protocol):
    """Routes for single calls that we place."""

    def add(self, plan_id: str, route: Route, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Cluster:
    """The relay's service at one moment."""

    ready: int  # tasks to which the load balancer sends streams
    running: int
    wanted: int
    least: int
    is_deploying: bool


class Fleets(Protocol):
    """The fleet's item. Every write demands that nobody has written since `seen` was read."""

    def read(self) -> Fleet | None:
        """None in a stage whose relay was never looked after: it does not sleep."""
        ...

    def write(self, seen: Fleet | None, fleet: Fleet) -> bool: ...

    def ask(self, name: str, now: datetime) -> None:
        """Wakes the relay. `name` tells requests of the same moment apart."""
        ...

    def asked_at(self) -> datetime | None:
        """When that was done last. May lag behind by a moment."""
        ...


class RelayTasks(Protocol):
    """The cluster's own API."""

    def observe(self, *, with_least: bool) -> Cluster | None:
        """None where the stage has no relay's stack. Without `least`, which is then 0, a request less."""
        ...

    def scale(self, scaling: Scaling, seen: Cluster) -> None:
        """Sets what differs from `seen`."""
        ...


class WaitingCalls(Protocol):
    def add(self, call: WaitingCall) -> None: ...

    def find(self, order_id: str) -> WaitingCall | None: ...

    def move(
        self, call: WaitingCall, state: WaitingState, now: datetime, *, call_id: str = "", reason: str = ""
    ) -> bool:
        """False when it is no longer in the state it was read in: somebody else dials it."""
        ...


class LaterJobs(Protocol):
    """Work that is to be looked at in some seconds."""

    def send_later(self, order_id: str, seconds: int) -> None: ...


class CallSearch(Protocol):
    """Calls as people look for them."""

    def find(self, call_id: CallId) -> CallSummary | None: ...

    def timeline(self, call_id: CallId) -> list[TimelineEvent]: ...

    def of_conversation(self, conversation_id: ConversationId) -> CallSummary | None: ...

    def page(
        self,
        company_id: str,
        wanted: CallFilter,
        size: int,
        cursor: str | None,
        today: date,
        is_match: Callable[[str], bool] | None = None,
    ) -> Page: ...

    def oldest_first(self, company_id: str, day: date) -> Iterator[CallSummary]: ...
