"""Reconciliation of the vendors' lists with the reports on file."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from trunkline.ids import ConversationId

FINISHED = frozenset({"done", "failed"})


GRACE = timedelta(minutes=10)  # a report that comes by itself gets so long


OVERLAP = timedelta(minutes=15)  # lists lag behind


FIRST_LOOK = timedelta(days=1)


GIVE_UP = timedelta(days=2)


WAITING_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class ListedConversation:
    conversation_id: ConversationId
    status: str

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED


@dataclass(frozen=True, slots=True)
class ConversationPage:
    conversations: tuple[ListedConversation, ...]
    cursor: str | None


@dataclass(slots=True)
class Checkpoint:
    """The position of a comparison. `until` is set while a window is not finished; `waiting` comes again."""

    since: datetime
    until: datetime | None = None
    cursor: str | None = None
    waiting: dict[str, datetime] = field(default_factory=dict)  # conversations, and since when they wait

    @classmethod
    def at_first(cls, now: datetime) -> "Checkpoint":
        return cls(now - GRACE - FIRST_LOOK)

    def begin(self, now: datetime) -> tuple[datetime, datetime]:
        """The window to look at: the unfinished one, else everything up to a little while ago."""
        self.until = self.until or max(now - GRACE, self.since)
        return self.since - OVERLAP, self.until

    def finish(self) -> None:
        self.since, self.until, self.cursor = self.until or self.since, None, None

    def wait_for(self, conversation_id: ConversationId, now: datetime) -> None:
        if len(self.waiting) < WAITING_AT_MOST:
            self.waiting.setdefault(conversation_id, now)

    def give_up(self, now: datetime) -> list[str]:
        """Removes and returns the conversations that have waited too long."""
        late = [name for name, since in self.waiting.items() if now - since > GIVE_UP]
        for name in late:
            del self.waiting[name]
        return late
