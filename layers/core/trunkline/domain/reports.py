"""What a voice provider tells us after a call. One type per kind of report, whoever the provider is."""

from dataclasses import dataclass, field
from datetime import datetime

from trunkline.domain.calls import CallId, ConversationId
from trunkline.domain.transcripts import Turn


@dataclass(frozen=True, slots=True)
class ConversationReport:
    """The conversation is over and this is what was said."""

    conversation_id: ConversationId
    call_id: CallId | None  # None when the provider does not know the carrier's id
    agent_id: str
    provider: str
    status: str
    started_at: datetime
    duration_s: int
    turns: tuple[Turn, ...]
    reported_at: datetime
    has_audio: bool = False
    cost_credits: int | None = None  # unknown stays None, never 0
    cost_usd: float | None = None
    ended_because: str | None = None
    outcome: str | None = None
    summary: str | None = None
    language: str | None = None
    direction: str | None = None
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordingReport:
    """The provider's own recording, small enough to be pushed."""

    conversation_id: ConversationId
    agent_id: str
    provider: str
    audio: bytes
    content_type: str
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class NeverStartedReport:
    """A call the provider placed never became a conversation."""

    conversation_id: ConversationId
    call_id: CallId | None
    agent_id: str
    provider: str
    reason: str
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class UnknownReport:
    """A kind we do not know yet. Kept in the inbox, counted, never an error: vendors add kinds without notice."""

    kind: str
    conversation_id: ConversationId | None


Report = ConversationReport | RecordingReport | NeverStartedReport | UnknownReport
