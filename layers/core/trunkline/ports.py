"""What the use cases need from the world. Implementations live in `providers` and `storage`, fakes in the tests."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from trunkline.domain.call_records import Telling
from trunkline.domain.call_views import CallFilter, CallView, Page
from trunkline.domain.callers import CalledNumber, Caller, CallerQuestion, HttpSource
from trunkline.domain.calls import CallId, ConversationId, Progress, RingingCall, StreamOutcome, TimelineEvent
from trunkline.domain.companies import ApiKey, Company
from trunkline.domain.costs import CostKey, CostSum
from trunkline.domain.exports import Export, ExportPosition, ExportRun
from trunkline.domain.leases import Lease
from trunkline.domain.once import Once, OnceState
from trunkline.domain.orders import Order
from trunkline.domain.phone_numbers import PhoneNumber
from trunkline.domain.placed_calls import CallOrder, PlacedCall
from trunkline.domain.reconciliation import ConversationPage, EndedPage, Position
from trunkline.domain.routes import Route
from trunkline.domain.stories import SpokenTurn
from trunkline.domain.streams import StreamTicket
from trunkline.domain.voice_profiles import VoiceProfiles
from trunkline.domain.voices import AgentFormats, Speech, Voice, VoiceChoice


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
    document: str
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
    document: str
    webhook: str
    attempt: int
    token_fingerprint: str
    ticket: StreamTicket
    at: datetime


class Switchboard(Protocol):
    """The answering path's view of the tables: one request to look, one to commit."""

    def look_up(self, call: RingingCall) -> Situation: ...

    def commit(self, answer: NewAnswer) -> str:
        """Files the answer and returns the document that stands: an earlier one wins over a retry's."""
        ...

    def resume(self, stream: NewStream) -> str:
        """Files another stream for a known call, forgets how the last one ended; returns the document that stands."""
        ...


class AgentLine(Protocol):
    """A voice provider that can take a call's media over."""

    def register_call(self, call: RingingCall, agent_id: str, variables: Mapping[str, str]) -> str:
        """The TwiML that connects the call. Raises ProviderError, after 8 s at the latest."""
        ...


@dataclass(frozen=True, slots=True)
class KnownCall:
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

    def find(self, call_id: CallId) -> KnownCall | None: ...

    def open(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        """What is known of a call before it is answered. Whatever is on file already stands."""
        ...

    def note(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, str | int | bool]) -> None:
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

    def restore(self, call_id: CallId, telling: Telling) -> bool:
        """What was fetched later. Whatever was told at first hand stands; False when it was."""
        ...

    def unfinished(self, call_ids: Iterable[CallId]) -> set[CallId]:
        """Those on file that nobody has said to be over."""
        ...


@dataclass(frozen=True, slots=True)
class KnownConversation:
    """What stands on a conversation's item: reports, recordings and verdicts meet there."""

    call_id: CallId | None
    ended_at: datetime | None = None  # None: nobody has reported it yet
    recording_key: str | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """The call's whole record after something was told of it. Overtaken: somebody has told better already."""

    record: dict[str, Any]
    is_overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose call it is and since when. News: its record did not say so yet."""

    company_id: str
    started_at: str
    is_news: bool = False


class ConversationRecords(Protocol):
    """The same table as voice providers see it: they know conversations, not calls. Reports come in any order."""

    def call_of(self, conversation_id: ConversationId) -> CallId | None: ...

    def look(self, conversation_id: ConversationId) -> KnownConversation: ...

    def link(self, conversation_id: ConversationId, call_id: CallId) -> None:
        """Notes which call a conversation belongs to, as soon as somebody knows."""
        ...

    def meet(
        self, conversation_id: ConversationId, call_id: CallId | None, ended_at: datetime, *, is_last_word: bool = True
    ) -> KnownConversation:
        """A conversation is reported. Without a call of its own, or one that was noted, it is a call by itself.

        Not the last word: the time of another report stands.
        """
        ...

    def meet_recording(self, conversation_id: ConversationId, key: str) -> KnownConversation: ...

    def meet_verdict(self, conversation_id: ConversationId, answered_by: str) -> KnownConversation: ...

    def reported(self, conversation_ids: Iterable[ConversationId]) -> set[ConversationId]:
        """Those of them that a report was filed for."""
        ...

    def tell(self, call_id: CallId, telling: Telling) -> Filing:
        """Puts what is told in its place on the record, unless something of a higher rank is there."""
        ...

    def owner_of(self, number: str | None, phone_number_id: str | None) -> str | None:
        """The company of a number that we did not answer ourselves."""
        ...

    def settle(self, call_id: CallId, tellings: Iterable[Telling], owner: Owner | None, words: str | None) -> None:
        """The timeline, what waited for the report, whose call it is and its words for the search, at once."""
        ...

    def note_story(self, call_id: CallId, key: str) -> None:
        """Where the whole of a call is told that took more than one conversation."""
        ...


class Stories(Protocol):
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
    """What may be asked of the carrier about one of its calls. All raise CarrierError."""

    def status(self, call_id: CallId) -> str | None:
        """The carrier's word for where the call stands; None when it does not know the call (any more)."""
        ...

    def continue_with(self, call_id: CallId, url: str) -> bool:
        """Has the call fetch its next document there. False when the call is over."""
        ...

    def play(self, call_id: CallId, document: str) -> bool:
        """Has the call carry out this document, in place of what it does now. False when the call is over."""
        ...

    def limit(self, call_id: CallId, seconds: int) -> bool:
        """The call ends by itself after so many seconds, counted from its start. False when the call is over."""
        ...


class Inbox(Protocol):
    """Verified reports, raw, before anybody has looked at them."""

    def keep(self, key: str, body: bytes) -> None: ...


class Archive(Protocol):
    """What people come to read and hear."""

    def write(self, key: str, body: bytes, content_type: str) -> None: ...

    def read(self, key: str) -> bytes: ...


class RecordingStore(Protocol):
    """Where recordings end up that come piece by piece."""

    def upload_stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None: ...


class ProviderConversations(Protocol):
    """Conversations as the voice provider remembers them. Raises ProviderError; everything may be asked again."""

    def page(self, since: datetime, until: datetime, cursor: str | None) -> ConversationPage: ...

    def as_report(self, conversation_id: ConversationId) -> tuple[str, bytes]:
        """Its status, and the report that would have told of it."""
        ...

    def recording(self, conversation_id: ConversationId) -> AbstractContextManager[Iterator[bytes]]:
        """The audio, piece by piece."""
        ...


class CarrierHistory(Protocol):
    """Calls as the carrier remembers them. Raises CarrierError."""

    def ended(self, since: datetime, until: datetime, cursor: str | None) -> EndedPage: ...


class Checkpoints(Protocol):
    """How far jobs have come that come again."""

    def read(self, name: str) -> Position | None: ...

    def write(self, name: str, position: Position) -> None: ...


class Carrier(Protocol):
    """The telephone company, asked over its API. Raises CarrierError and NotConfigured."""

    @property
    def is_configured(self) -> bool: ...

    def place(self, order: CallOrder) -> PlacedCall:
        """Raises OutcomeUnknown when no answer came back: then ask `placed_since`, never again."""
        ...

    def find(self, call_id: CallId) -> PlacedCall | None: ...

    def placed_since(self, to_number: str, from_number: str, since: datetime) -> list[PlacedCall]: ...

    def end(self, call_id: CallId) -> bool: ...


class VoiceWorkspace(Protocol):
    """The voice provider beside its calls: voices, speech, agents, numbers. Raises ProviderError and NotConfigured."""

    @property
    def is_configured(self) -> bool: ...

    def voices(self) -> list[Voice]: ...

    def voice(self, voice_id: str) -> Voice | None: ...

    def speak(self, text: str, voice: VoiceChoice, *, keep_no_record: bool = False) -> Speech: ...

    def agent(self, agent_id: str) -> AgentFormats | None: ...

    def import_number(self, body: Mapping[str, Any]) -> str: ...

    def change_number(self, phone_number_id: str, changes: Mapping[str, Any]) -> None: ...

    def delete_number(self, phone_number_id: str) -> None: ...


class SpeechShelf(Protocol):
    """Speech that was made before, by what was said and who said it."""

    def find(self, key: str) -> bytes | None: ...

    def keep(self, key: str, audio: bytes) -> None: ...


class Companies(Protocol):
    """Companies and the keys of their programs."""

    def add(self, company: Company) -> None: ...

    def find(self, company_id: str) -> Company | None: ...

    def all(self) -> list[Company]: ...

    def set_budget(self, company_id: str, monthly_usd: Decimal | None) -> None: ...

    def add_key(self, key: ApiKey) -> None: ...

    def key_of(self, fingerprint: str) -> ApiKey | None: ...

    def keys_of(self, company_id: str) -> list[ApiKey]: ...

    def end_key(self, key: ApiKey, at: datetime) -> None: ...

    def voice_profiles(self, company_id: str) -> VoiceProfiles: ...

    def set_voice_profiles(self, company_id: str, profiles: VoiceProfiles) -> None: ...


class Routes(Protocol):
    """What numbers are for. A number belongs to one company at a time."""

    def find(self, number: str) -> Route | None: ...

    def of_company(self, company_id: str) -> list[Route]: ...

    def add(self, route: Route) -> bool:
        """False when the number has a route already, whoever's."""
        ...

    def replace(self, route: Route) -> bool:
        """False when the company has no route for it."""
        ...

    def remove(self, number: str, company_id: str) -> bool: ...


class Callers(Protocol):
    """What companies know of their callers."""

    def called(self, number: str) -> CalledNumber | None: ...

    def find(self, company_id: str, number: str) -> Caller | None: ...

    def put(self, caller: Caller) -> None: ...

    def remove(self, company_id: str, number: str) -> bool: ...

    def source(self, company_id: str) -> HttpSource | None: ...

    def set_source(self, company_id: str, source: HttpSource | None) -> None: ...


class CallerSource(Protocol):
    """A company's own system, asked over HTTP."""

    def ask(self, source: HttpSource, question: CallerQuestion) -> Caller | None:
        """None: it does not know them. Raises SourceFailed, after 2 s at the latest."""
        ...


class Plans(Protocol):
    """Routes for single calls that we place."""

    def add(self, plan_id: str, route: Route, now: datetime) -> None: ...


class Phones(Protocol):
    """Numbers imported at the voice provider, and whose they are."""

    def add(self, number: PhoneNumber) -> None: ...

    def find(self, phone_number_id: str) -> PhoneNumber | None: ...

    def of_company(self, company_id: str) -> list[PhoneNumber]: ...

    def remove(self, number: PhoneNumber) -> None: ...


class Requests(Protocol):
    """Requests that must not be done twice, by the key their sender chose."""

    def begin(self, company_id: str, key: str, request: str, now: datetime) -> Once | None:
        """None: it is ours to do. Else what became of it the first time."""
        ...

    def end(self, company_id: str, key: str, state: OnceState, answer: str = "") -> None: ...

    def forget(self, company_id: str, key: str) -> None: ...


class CallCatalogue(Protocol):
    """Calls as people look for them."""

    def find(self, call_id: CallId) -> CallView | None: ...

    def timeline(self, call_id: CallId) -> list[TimelineEvent]: ...

    def of_conversation(self, conversation_id: ConversationId) -> CallView | None: ...

    def page(
        self,
        company_id: str,
        wanted: CallFilter,
        size: int,
        cursor: str | None,
        today: date,
        is_match: Callable[[str], bool] | None = None,
    ) -> Page: ...

    def oldest_first(self, company_id: str, day: date) -> Iterator[CallView]: ...


class LiveCalls(Protocol):
    """Calls that a relay carries now."""

    def command(self, call_id: CallId, order: Order) -> dict[str, Any] | None:
        """What the relay says after it obeyed. None: nobody carries that call. Raises RelayUnreachable."""
        ...

    def count(self, now: datetime) -> int:
        """How many there are."""
        ...


class RateLimit(Protocol):
    """How often a key may ask."""

    def allows(self, key_id: str, now: datetime) -> bool: ...


class ExportFile(Protocol):
    """An object while it is being written, in parts: it is never whole in memory."""

    def write(self, data: Any, /) -> int: ...

    def finish(self) -> tuple[int, str]:
        """Puts it in its place; its size and the hash of its bytes. Before that nobody sees it."""
        ...

    def abandon(self) -> None: ...


class ExportStore(Protocol):
    """Where exports go."""

    def open(self, key: str, content_type: str) -> ExportFile: ...

    def keep(self, key: str, told: Mapping[str, Any]) -> None: ...

    def told(self, key: str) -> dict[str, Any]: ...


class ExportSource(Protocol):
    """A company's calls, oldest first, with what was said in them."""

    def calls(self, company_id: str, day: date, after: tuple[str, str] | None) -> Iterator[CallView]: ...

    def with_transcripts(self, calls: Iterable[CallView]) -> Iterator[tuple[CallView, dict[str, Any] | None]]:
        """In the same order, read ahead of whoever asks. None: there is none, or it has expired."""
        ...


class ExportRuns(Protocol):
    """How far each export has come."""

    def add(self, export: Export) -> bool:
        """False when there is one of that name: it is not begun anew."""
        ...

    def find(self, company_id: str, export_id: str) -> ExportRun | None: ...

    def of_company(self, company_id: str) -> list[ExportRun]: ...

    def advance(self, export: Export, before: ExportPosition, after: ExportPosition, rows: int) -> bool:
        """False when somebody else has taken that step already."""
        ...

    def finish(self, export: Export, rows: int) -> None: ...


class Jobs(Protocol):
    """Work that is handed to somebody else."""

    def send(self, job: Mapping[str, Any]) -> None: ...


class CostBook(Protocol):
    """What each day cost, once it was added up."""

    def days(self, company_id: str, first: date, last: date) -> dict[date, dict[CostKey, CostSum]]: ...

    def keep(self, company_id: str, day: date, sums: Mapping[CostKey, CostSum]) -> None: ...


class WaitingTexts(Protocol):
    """What programs wanted to say before somebody picked up."""

    def leave(self, call_id: CallId, at: datetime, name: str, text: str) -> None: ...

    def collect(self, call_id: CallId) -> list[str]:
        """Each text once, whoever asks."""
        ...
