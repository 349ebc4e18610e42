"""Every minute, and at once when the relay is asked for: lets it sleep, wakes it, and tells how it fares."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from trunkline.aws.wake_notices import asked_at
from trunkline.bootstrap.shared.common import warm
from trunkline.bootstrap.tend_relay import TendingServices, tending_services
from trunkline.calls.use_cases.tend_relay import Tended, tend_until_awake
from trunkline.telemetry import count, log, measure


@cache
def services() -> TendingServices:
    return tending_services()


warm(services)


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    return respond(event, services())


def respond(event: Mapping[str, Any], services: TendingServices) -> dict[str, str]:
    asked: datetime | None = asked_at(event)
    looked = tend_until_awake(services.tending, services.now, services.pause, asked)
    if looked is None:
        return {"state": "no relay"}
    _tell(looked)
    return {"state": looked.fleet.state.value}


def _tell(looked: Tended) -> None:
    """The counts scaling and alarms read, and each change of state."""
    measure("RelayTasksWanted", "Count", looked.cluster.wanted)
    measure("RelayTasksRunning", "Count", looked.cluster.running)
    measure("RelayUnready", "Count", int(looked.is_ill))
    if looked.fleet.state is not looked.was:
        log.info("relay changes", state=looked.fleet.state.value, before=looked.was.value)
        count("RelayStateChanged", state=looked.fleet.state.value)
