"""Positions of jobs that come again, on the Directory table."""

from datetime import datetime

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.conversations.domain.reconciliation import Checkpoint


class CheckpointsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def read(self, name: str) -> Checkpoint | None:
        found = self._directory.get(table_keys.checkpoint(name))
        if found is None:
            return None
        until = found.get("until")
        return Checkpoint(
            since=datetime.fromisoformat(found["since"]),
            until=datetime.fromisoformat(until) if until else None,
            cursor=found.get("cursor"),
            waiting={item: datetime.fromisoformat(at) for item, at in found.get("waiting", {}).items()},
        )

    def write(self, name: str, position: Checkpoint) -> None:
        values = {
            "since": position.since.isoformat(),
            "until": position.until.isoformat() if position.until else None,
            "cursor": position.cursor,
            "waiting": {item: at.isoformat() for item, at in position.waiting.items()},
        }
        self._directory.put(table_keys.checkpoint(name) | values)
