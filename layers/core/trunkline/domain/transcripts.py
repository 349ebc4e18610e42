"""What was said in a call, the same shape whichever voice provider heard it."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from trunkline.domain.calls import CallId, ConversationId

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn. `text` is what the other side heard; `intended` what an interrupted agent meant to say."""

    speaker: str  # "caller" or "agent"
    text: str
    at_s: float
    interrupted: bool = False
    intended: str | None = None
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation as it is exported: one JSON object per file, versioned by `schema`."""

    call_id: CallId
    conversation_id: ConversationId
    provider: str
    agent_id: str
    started_at: datetime
    duration_s: int
    turns: tuple[Turn, ...]
    language: str | None = None
    summary: str | None = None
    outcome: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **asdict(self), "started_at": self.started_at.isoformat()}
