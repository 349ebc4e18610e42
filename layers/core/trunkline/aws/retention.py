"""Retention: the expiry (TTL) of items."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

DEFAULT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Retention:
    """DynamoDB removes an item within days of the moment it names, and never before."""

    days: int = DEFAULT_DAYS
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def expiry(self) -> dict[str, Any]:
        """Each write moves it on: a record outlives its call by so many days."""
        return {"expires_at": int((self.now() + timedelta(days=self.days)).timestamp())}
