"""Ports for reports of voice providers and their storage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.turns import CheckpointedTurn
from trunkline.conversations.domain.reconciliation import Checkpoint, ConversationPage
from trunkline.ids import CallId, ConversationId

if TYPE_CHECKING:  # a webhook imports this module: it does without them
    from trunkline.calls.domain.client_tools import HttpTool, ToolResult
    from trunkline.calls.ports.answers import AgentRegistrar
    from trunkline.conversations.domain.agent_tools import ToolRequest
    from trunkline.conversations.domain.post_call_reports import Report


@dataclass(frozen=True, slots=True)
class ConversationState:
    """A conversation's item, where reports, recordings and verdicts are joined."""

    call_id: CallId | None
    ended_at: datetime | None = None  # None: not reported yet
    recording_key: str | None = None
    answered_by: str | None = None
    attempt_id: str = ""  # of a campaign, when it was dialled for one
    collected: Mapping[str, Any] = field(default_factory=dict, repr=False)  # by our brain, while the call went on
    has_no_call: bool = False  # by a report's word

    @property
    def is_without_call(self) -> bool:
        """Unless a call was noted for it."""
        return self.has_no_call and self.call_id is None


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Facts on file about a report before it is filed: its conversation, the call it names, and its owners.

    `owners` are the companies of its agent and of its number; a report of two companies has none.
    """

    conversation: ConversationState
    call_company: str = ""  # of the call the report names; empty where that is not on file, or has no owner
    call_agent: str = ""
    owners: frozenset[str] = frozenset()

    @property
    def company_id(self) -> str | None:
        return next(iter(self.owners)) if len(self.owners) == 1 else None

    def may_join(self, agent_id: str) -> bool:
        """Whether the report may be filed under the call it names. The name alone is no proof: any company may write it
        into its variables."""
        if not self.call_company:
            return True
        return self.owners == {self.call_company} if self.owners else bool(agent_id) and self.call_agent == agent_id


@dataclass(frozen=True, slots=True)
class ReportedIds:
    """Ids in a report that show which company it belongs to."""

    conversation_id: ConversationId
    call_id: CallId | None = None
    agent_id: str = ""
    number: str | None = None
    phone_number_id: str | None = None


@dataclass(frozen=True, slots=True)
class Upserted:
    """The call's merged record after an update. Overtaken: an update of a higher rank is there already."""

    record: dict[str, Any]
    is_overtaken: bool = False


@dataclass(frozen=True, slots=True)
class ConversationOwner:
    """The owner of a call and the call's start. News: the record had no owner yet."""

    company_id: str
    started_at: str
    is_news: bool = False


class ConversationRecords(Protocol):
    """The Calls table by conversation: voice providers report conversations, not calls. Reports come in any order."""

    def look(self, conversation_id: ConversationId) -> ConversationState: ...

    def link(self, conversation_id: ConversationId, call_id: CallId) -> None:
        """Notes which call a conversation belongs to."""
        ...

    def open_dialled(
        self, conversation_id: ConversationId, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]
    ) -> None:
        """The provider placed a call for an attempt, named in `facts`: the link and what is known of the call, at once.
        Facts on file stay."""
        ...

    def upsert(
        self, conversation_id: ConversationId, call_id: CallId | None, ended_at: datetime, *, is_last_word: bool = True
    ) -> ConversationState:
        """A conversation is reported. Without a call of its own, or one that was noted, it is a call by itself.

        Not the last word: the time of another report stands.
        """
        ...

    def mark_without_call(self, conversation_id: ConversationId, ended_at: datetime | None) -> ConversationState:
        """A report says that there was no call. A call that was noted stays."""
        ...

    def upsert_recording(self, conversation_id: ConversationId, key: str) -> ConversationState: ...

    def upsert_verdict(self, conversation_id: ConversationId, answered_by: str) -> ConversationState: ...

    def reported(self, conversation_ids: Iterable[ConversationId]) -> set[ConversationId]:
        """The conversations with a filed report."""
        ...

    def add_update(self, call_id: CallId, update: CallUpdate) -> Upserted:
        """Sets the update on the record, unless an update of a higher rank is there."""
        ...

    def note_turns(self, call_id: CallId, turns: Iterable[CheckpointedTurn]) -> None:
        """Turns of a call that goes on. A turn that comes again is written over."""
        ...

    def context(self, ids: ReportedIds) -> ReportContext:
        """In one request."""
        ...

    def finish(
        self, call_id: CallId, updates: Iterable[CallUpdate], owner: ConversationOwner | None, words: str | None
    ) -> None:
        """The timeline, what waited for the report, whose call it is and its words for the search, at once."""
        ...

    def note_story(self, call_id: CallId, key: str) -> None:
        """Notes the key of the merged transcript of a call with several conversations."""
        ...


class Inbox(Protocol):
    """Verified reports, raw, before they are read."""

    def keep(self, key: str, body: bytes) -> None: ...


class Archive(Protocol):
    """Transcripts and recordings, and the reports that they were made of."""

    def write(self, key: str, body: bytes, content_type: str) -> None: ...

    def read(self, key: str) -> bytes: ...

    def remove(self, key: str) -> None:
        """An object that is gone already is no error."""
        ...

    def remove_folder(self, folder: str) -> None:
        """Every object of one conversation and kind. Raises ValueError for a wider folder."""
        ...


class RecordingStore(Protocol):
    """Storage of recordings that arrive in pieces. One that is there already stays as it is."""

    def upload_stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None: ...


class CarrierRecordings(Protocol):
    """Recordings as the carrier stores them. Raises CarrierError; everything may be asked again."""

    content_type: str

    def media(self, recording_sid: str) -> AbstractContextManager[Iterator[bytes]]: ...


class ProviderConversations(Protocol):
    """Conversations as the voice provider remembers them. Raises ProviderError; everything may be asked again."""

    def page(self, since: datetime, until: datetime, cursor: str | None) -> ConversationPage: ...

    def as_report(self, conversation_id: ConversationId) -> tuple[str, bytes]:
        """Its status, and its post-call report."""
        ...

    def recording(self, conversation_id: ConversationId) -> AbstractContextManager[Iterator[bytes]]:
        """The audio, piece by piece."""
        ...


class ReportReader(Protocol):
    """Reads the reports that were kept in the inbox under its name."""

    @property
    def report_kinds(self) -> tuple[str, ...]:
        """Every kind that `inbox_key` files a report under: an erasure looks through all of them."""
        ...

    def read_report(self, body: bytes) -> "Report": ...


class VoiceProvider(ReportReader, Protocol):
    """A vendor of voice agents, as far as its calls concern us. What it does not offer is None.

    Making one imports no client: a webhook that only proves and keeps reports stays lean.
    """

    @property
    def name(self) -> str:
        """The provider's name in paths, routes, records and the secret."""
        ...

    @property
    def recording_content_type(self) -> str: ...

    def source_addresses(self, regions: str) -> frozenset[str]:
        """Source addresses of its reports in these regions; empty for any address. Raises KeyError for a region."""
        ...

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now_s: float) -> None:
        """Raises InvalidSignature unless one of the secrets signed exactly this."""
        ...

    def inbox_key(self, body: bytes) -> str:
        """The inbox key of a report. Raises BadRequest for what `read_report` could not read."""
        ...

    def conversations(self) -> ProviderConversations: ...

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        """With all that it has of it. False when there was none. Raises ProviderError and NotConfigured."""
        ...

    def registrar(self) -> "AgentRegistrar | None":
        """For calls whose media it takes over itself."""
        ...


@dataclass(frozen=True, slots=True)
class ToolUse:
    """An earlier request for the same use of a tool. No result: it is under way, or was lost with its function."""

    result: "ToolResult | None"


class ToolUses(Protocol):
    """Tools that agents asked for, so that a repeated request has no second effect."""

    def begin(self, call_id: CallId, use: str, now: datetime) -> ToolUse | None:
        """None: it is ours to do. Else what became of it the first time."""
        ...

    def end(self, call_id: CallId, use: str, result: "ToolResult") -> None: ...

    def forget(self, call_id: CallId, use: str) -> None: ...


class Tools(Protocol):
    """The tools of a company, called over HTTP."""

    def call(
        self, tool: "HttpTool", arguments: Mapping[str, Any], call_id: CallId, company_id: str
    ) -> "ToolResult": ...


class ToolWebhook(Protocol):
    """A voice provider's request for a tool, sent while its agent talks."""

    @property
    def LIMIT_BYTES(self) -> int: ...  # noqa: N802 - a module implements this

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now_s: float) -> None:
        """Raises InvalidSignature."""
        ...

    def read_request(self, body: bytes, tool: str) -> "ToolRequest":
        """Raises BadRequest."""
        ...

    def answer(self, result: "ToolResult") -> tuple[int, str, str]:
        """Status, body and content type."""
        ...


class Checkpoints(Protocol):
    """Positions of repeated jobs."""

    def read(self, name: str) -> Checkpoint | None: ...

    def write(self, name: str, position: Checkpoint) -> None: ...
