"""Wake requests for the relay, in records of the Directory table's stream."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

WAKE = "WAKE#"


def asked_at(event: Mapping[str, Any]) -> datetime | None:
    """The newest request in an event; None in one of the clock's."""
    keys = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event.get("Records", [])]
    return max((wake_time(key) for key in keys if key.startswith(WAKE)), default=None)


def wake_time(key: str) -> datetime:
    return datetime.fromisoformat(key.removeprefix(WAKE).partition("#")[0])
