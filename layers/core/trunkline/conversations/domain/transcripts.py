"""Transcripts, in one shape for all voice providers."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from trunkline.ids import CallId, ConversationId

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
    feedback: str | None = None  # of the person on this turn, by the provider's word: like, dislike


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
    has_audio: bool = False  # the provider has a recording
    user_id: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **asdict(self), "started_at": self.started_at.isoformat()}


def story_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Several transcripts of one call as one: turns in the order they were spoken, seconds from the first start."""
    parts = sorted(parts, key=lambda part: str(part["started_at"]))
    began = datetime.fromisoformat(parts[0]["started_at"])
    turns = []
    for part in parts:
        offset_s = (datetime.fromisoformat(part["started_at"]) - began).total_seconds()
        turns += [{**turn, "at_s": turn["at_s"] + offset_s} for turn in part["turns"]]
    return {
        "schema": SCHEMA,
        "call_id": parts[0]["call_id"],
        "started_at": parts[0]["started_at"],
        "conversations": [part["conversation_id"] for part in parts],
        "turns": turns,
    }
