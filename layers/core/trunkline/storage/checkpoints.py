"""Positions of jobs that come again, on the Directory table."""

from datetime import datetime

from trunkline.domain.reconciliation import Position
from trunkline.storage import keys
from trunkline.storage.directory import Directory


class CheckpointsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def read(self, name: str) -> Position | None:
        found = self._directory.get(keys.checkpoint(name))
        if found is None:
            return None
        until = found.get("until")
        return Position(
            since=datetime.fromisoformat(found["since"]),
            until=datetime.fromisoformat(until) if until else None,
            cursor=found.get("cursor"),
            waiting={one: datetime.fromisoformat(at) for one, at in found.get("waiting", {}).items()},
        )

    def write(self, name: str, position: Position) -> None:
        values = {
            "since": position.since.isoformat(),
            "until": position.until.isoformat() if position.until else None,
            "cursor": position.cursor,
            "waiting": {one: at.isoformat() for one, at in position.waiting.items()},
        }
        self._directory.put(keys.checkpoint(name) | values)
