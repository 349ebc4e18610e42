"""The relay fleet's state on the Directory table, and wake requests, whose stream invokes `tend_relay`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.wake_notices import wake_time
from trunkline.calls.domain.relay_fleet import Fleet, FleetState

WAKE_LIFETIME = timedelta(days=1)


class RelayFleetTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def read(self) -> Fleet | None:
        found = self._directory.get(table_keys.relay_fleet())
        return _fleet(found) if found else None

    def write(self, seen: Fleet | None, fleet: Fleet) -> bool:
        if seen is None:
            return self._directory.put_new(table_keys.relay_fleet() | _values(fleet))
        values = _values(replace(fleet, version=seen.version + 1))
        return self._directory.update_where(table_keys.relay_fleet(), values, {"version": seen.version})

    def ask(self, name: str, now: datetime) -> None:
        self._directory.put(wake_item(name, now))

    def asked_at(self) -> datetime | None:
        newest = self._directory.last_of(table_keys.WAKES)
        return wake_time(newest["pk"]) if newest else None


def wake_item(name: str, now: datetime) -> dict[str, Any]:
    """An item of its own for each who asks: calls that ring at the same moment do not wait for one another."""
    expires = int((now + WAKE_LIFETIME).timestamp())
    return table_keys.wake(now, name) | {"of_company": table_keys.WAKES, "expires_at": expires}


def is_awake(item: Mapping[str, Any] | None) -> bool:
    """A stage whose relay was never looked after has one that does not sleep."""
    return item is None or item["state"] == FleetState.AWAKE


def _fleet(item: Mapping[str, Any]) -> Fleet:
    return Fleet(
        FleetState(item["state"]),
        datetime.fromisoformat(item["since"]),
        datetime.fromisoformat(item["used_at"]),
        int(item["tasks"]),
        int(item["version"]),
    )


def _values(fleet: Fleet) -> dict[str, Any]:
    return {
        "state": fleet.state.value,
        "since": fleet.since.isoformat(),
        "used_at": fleet.used_at.isoformat(),
        "tasks": fleet.tasks,
        "version": fleet.version,
    }
