"""A console session: a cookie of a person that stands for their key, for a working day at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LASTS: Final = timedelta(hours=8)
COOKIE: Final = "__Host-trunkline"  # browsers take a cookie of this prefix from its own host alone, over TLS
PREFIX: Final = "ts"


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """A console session as stored: the fingerprint of its cookie, and the key with which it began and ends."""

    fingerprint: str
    key_fingerprint: str
    key_id: str
    company_id: str
    scopes: str  # in words, as the key had them
    began_at: datetime
    ends_at: datetime

    def is_valid(self, now: datetime) -> bool:
        return now < self.ends_at


def written_session(session_id: str, secret: str) -> str:
    return f"{PREFIX}_{session_id}_{secret}"
