"""Call records: state, timeline, turns and search."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.call_search import CallFilter, CallSummary, Page
from trunkline.calls.domain.calls import Progress, StreamOutcome, TimelineEvent
from trunkline.calls.domain.history.call_pages import Position
from trunkline.calls.domain.routes import Route
from trunkline.calls.domain.turns import CheckpointedTurn, SpokenTurn
from trunkline.ids import CallId, ConversationId


@dataclass(frozen=True, slots=True)
class CallState:
    """A call on file that comes back for further instructions."""

    call_id: CallId
    route: Route | None
    stream_outcome: StreamOutcome | None
    transfer_to: str = ""  # whom the agent or an operator handed the call to
    transfer_summary: str = ""  # … and what for, in their words
    resumes: int = 0
    resume_webhook: str = ""
    resume_document: str = ""
    started_at: datetime | None = None
    transfer_number: str = ""  # of a target that is the agent's own, and not the route's
    cuts: int = 0  # of `resumes`, those after a relay that was lost


class CallRecords(Protocol):
    """The Calls table: one record per call and its timeline. Every write may be repeated without harm."""

    def find(self, call_id: CallId) -> CallState | None: ...

    def open(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        """Files a call before it is answered. Facts on file stay."""
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

    def restore(self, call_id: CallId, update: CallUpdate) -> bool:
        """Adds an update that was fetched later. False when the event is on file from first hand: that update stays."""
        ...

    def unfinished(self, call_ids: Iterable[CallId]) -> set[CallId]:
        """Ids of calls on file without an end."""
        ...


class Turns(Protocol):
    """Turns checkpointed while a call runs, so that another relay can take it up."""

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None: ...

    def story(self, call_id: CallId) -> list[SpokenTurn]: ...

    def checkpoints(self, call_id: CallId) -> list[CheckpointedTurn]: ...


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
        is_match: Callable[[str], bool] | None = None,
    ) -> Page:
        """A page by a bounded number of reads. It may be short, or empty, and still have a cursor."""
        ...

    def oldest_first(self, company_id: str, day: date, after: Position | None = None) -> Iterator[CallSummary]: ...
