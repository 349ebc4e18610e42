"""Post-call reports of voice providers: one type per kind of report, the same for every provider."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from trunkline.conversations.domain.transcripts import Turn
from trunkline.ids import CallId, ConversationId


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool the agent called, and how that went. None where the provider does not say."""

    name: str
    is_error: bool | None = None
    took_s: Decimal | None = None

    def as_dict(self) -> dict[str, Any]:
        values = {"name": self.name, "is_error": self.is_error, "took_s": self.took_s}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ConversationReport:
    """The conversation is over and this is what was said."""

    conversation_id: ConversationId
    call_id: CallId | None  # None without the carrier's id
    agent_id: str
    provider: str
    status: str
    started_at: datetime
    duration_s: int
    turns: tuple[Turn, ...]
    reported_at: datetime
    has_audio: bool = False
    has_user_audio: bool | None = None
    has_response_audio: bool | None = None
    cost_credits: int | Decimal | None = None  # unknown stays None, never 0
    cost_usd: float | None = None
    end_reason: str | None = None
    outcome: str | None = None
    summary: str | None = None
    language: str | None = None
    direction: str | None = None
    variables: dict[str, str] = field(default_factory=dict)
    our_number: str | None = None
    other_number: str | None = None
    phone_number_id: str | None = None  # of a number imported at the provider
    call_result: str | None = None  # of a call the provider placed: answered, voicemail, busy, …
    tools: tuple[ToolUse, ...] = ()
    evaluation: dict[str, str] = field(default_factory=dict)  # criterion: success, failure, unknown
    data_collection: dict[str, Any] = field(default_factory=dict)
    latency_s: Decimal | None = None  # the provider's own figure: how long its model took to its first word
    user_id: str | None = None  # the company's own name for the person
    feedback: dict[str, Any] = field(default_factory=dict)  # likes, dislikes, scores, a comment: the person's own
    left_out: tuple[str, ...] = ()  # names of what could not be read
    digest: str = ""  # of what was reported, to tell two reports of one second apart
    wants_no_calls: bool = False  # the provider found that the person asked for no further calls

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.duration_s)

    @property
    def from_number(self) -> str | None:
        return self.our_number if self.direction == "outbound" else self.other_number

    @property
    def to_number(self) -> str | None:
        return self.other_number if self.direction == "outbound" else self.our_number


@dataclass(frozen=True, slots=True)
class RecordingReport:
    """The provider's own recording, small enough to be pushed."""

    conversation_id: ConversationId
    agent_id: str
    provider: str
    audio: bytes
    content_type: str
    reported_at: datetime
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeverStartedReport:
    """A call the provider placed never became a conversation."""

    conversation_id: ConversationId
    call_id: CallId | None
    agent_id: str
    provider: str
    reason: str
    reported_at: datetime
    carrier_status: str = ""  # the carrier's status, where the provider passes it on
    sip_code: str = ""
    left_out: tuple[str, ...] = ()
    direction: str | None = None
    variables: dict[str, str] = field(default_factory=dict)
    other_number: str | None = None


@dataclass(frozen=True, slots=True)
class MachineReport:
    """The provider's verdict on who answered: a person, a machine, a voicemail box."""

    conversation_id: ConversationId
    answered_by: str
    reported_at: datetime
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TracesReport:
    """The conversation in a form made for tracing. Kept; the words are fetched in the form that we read."""

    conversation_id: ConversationId
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderEventReport:
    """A step of a call that the provider carries: it began, a transfer was tried. `key` names it on the timeline."""

    conversation_id: ConversationId
    call_id: CallId | None
    agent_id: str
    provider: str
    key: str
    kind: str
    at: datetime
    started_at: datetime | None = None
    direction: str | None = None
    from_number: str | None = None
    to_number: str | None = None
    left_out: tuple[str, ...] = ()

    @property
    def our_number(self) -> str | None:
        return self.from_number if self.direction == "outbound" else self.to_number


@dataclass(frozen=True, slots=True)
class LiveTurnsReport:
    """What was said so far in a call that goes on. The next one contains all of it again."""

    conversation_id: ConversationId
    call_id: CallId | None
    turns: tuple[Turn, ...]
    at: datetime
    left_out: tuple[str, ...] = ()
    agent_id: str = ""
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnknownReport:
    """An unknown kind, or a report without a conversation id. Kept in the inbox, counted, never an error:
    vendors add kinds without notice."""

    kind: str
    conversation_id: ConversationId | None
    left_out: tuple[str, ...] = ()


# Those that may name the carrier's call.
ReportOfACall = ConversationReport | NeverStartedReport | ProviderEventReport | LiveTurnsReport
Report = ReportOfACall | RecordingReport | MachineReport | TracesReport | UnknownReport
