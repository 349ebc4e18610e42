"""Runs every minute and on a wake request: lets the relay sleep, wakes it, and measures it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from trunkline.aws.wake_notices import asked_at
from trunkline.bootstrap.shared.common import initialize
from trunkline.bootstrap.tend_relay import tend_relay_deps
from trunkline.calls.use_cases.tend_relay import Tended, TendRelayDeps, tend_until_awake
from trunkline.telemetry import count, log, measure


@cache
def deps() -> TendRelayDeps:
    return tend_relay_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    return respond(event, deps())


def respond(event: Mapping[str, Any], deps: TendRelayDeps) -> dict[str, str]:
    asked: datetime | None = asked_at(event)
    looked = tend_until_awake(deps, asked)
    if looked is None:
        return {"state": "no relay"}
    _report(looked)
    return {"state": looked.fleet.state.value}


def _report(looked: Tended) -> None:
    """The counts scaling and alarms read, and each change of state."""
    measure("RelayTasksWanted", "Count", looked.cluster.wanted)
    measure("RelayTasksRunning", "Count", looked.cluster.running)
    measure("RelayUnready", "Count", int(looked.is_ill))
    if looked.fleet.state is not looked.was:
        log.info("relay changes", state=looked.fleet.state.value, before=looked.was.value)
        count("RelayStateChanged", state=looked.fleet.state.value)
