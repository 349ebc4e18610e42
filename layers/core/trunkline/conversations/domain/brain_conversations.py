"""A conversation that our own brain held: its report is ours to make."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.ids import BRAIN, CallId, ConversationId


@dataclass(frozen=True, slots=True)
class BrainTurn:
    """A turn, as it was heard; `intended` is what an interrupted agent meant to say."""

    at: datetime
    speaker: str
    text: str
    intended: str | None = None


@dataclass(frozen=True, slots=True)
class BrainConversation:
    """All of a call's conversation up to the end of a session. A later session's contains the earlier ones."""

    call_id: CallId
    agent_id: str
    version: int
    began_at: datetime
    ended_at: datetime
    end_reason: str
    turns: tuple[BrainTurn, ...] = ()
    user_id: str = ""


def conversation_id_of_call(call_id: CallId) -> ConversationId:
    """The same in all sessions of the call."""
    return ConversationId(f"{BRAIN}_{call_id}")
