"""Companies and their API keys."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum

KEY_PREFIX, TICKET_PREFIX = "tk", "st"
CLINICAL = "clinical"


class Scope(IntEnum):
    """The scope of a key. Each scope includes the scopes before it; `clinical` stands beside them (see ApiKey)."""

    READ = 1  # look at calls, conversations, numbers
    OPERATE = 2  # … and place, steer and end calls
    ADMIN = 3  # … and change routes, numbers and keys

    @classmethod
    def named(cls, name: str) -> "Scope":
        return cls[name.upper()]

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Company:
    """A customer of ours. Everything it owns carries its id."""

    company_id: str
    name: str
    created_at: datetime
    monthly_budget_usd: Decimal | None = None  # None: no budget
    destinations: tuple[str, ...] = ()  # countries it may call of those the stage may; none named: all of them
    budget_exceeded_in: str = ""  # the last month (2026-11) whose budget was exceeded


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is known here: its fingerprint and what it may do. The key itself is shown once, when it is made.

    The label names the person or program that holds it, in the audit log too. A clinical key also opens what belongs to
    patients; its scope says whether it may only read it.
    """

    key_id: str
    fingerprint: str
    company_id: str
    scope: Scope
    label: str
    created_at: datetime
    ends_at: datetime | None = None  # None: until it is revoked; set while it is being replaced
    clinical: bool = False

    @property
    def scopes(self) -> str:
        """In words: `read`, or `read, clinical`."""
        return f"{self.scope.word}, {CLINICAL}" if self.clinical else self.scope.word

    def is_valid(self, now: datetime) -> bool:
        return self.ends_at is None or now < self.ends_at


@dataclass(frozen=True, slots=True)
class SocketTicket:
    """The right to open one socket, once: of a program, for one call, or for a peer without a call and one agent; or of
    a person who only watches one call."""

    fingerprint: str
    company_id: str
    key_fingerprint: str  # of the key that lent it, and with which it ends
    expires_at: datetime
    call_id: str = ""
    agent_id: str = ""
    watches: bool = False
    listens: bool = False  # a watcher who also hears the call

    def opens(self, call_id: str, agent_id: str) -> bool:
        """A program's socket. `call_id` is empty at that of a peer without a call."""
        is_meant = call_id == self.call_id and (bool(call_id) or agent_id == self.agent_id)
        return is_meant and not self.watches

    def opens_watch(self, call_id: str, *, listens: bool) -> bool:
        return self.watches and call_id == self.call_id and (self.listens or not listens)


def written_ticket(ticket_id: str, secret: str) -> str:
    return f"{TICKET_PREFIX}_{ticket_id}_{secret}"


def is_ticket(shown: str) -> bool:
    return shown.startswith(f"{TICKET_PREFIX}_")


def written_key(key_id: str, secret: str) -> str:
    """The key as a person copies it: recognisable to secret scanners, its id readable in lists."""
    return f"{KEY_PREFIX}_{key_id}_{secret}"
