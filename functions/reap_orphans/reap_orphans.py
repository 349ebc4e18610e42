"""Every minute: calls whose relay was lost without a word are handed on, those that outlived their time are ended."""

from functools import cache
from typing import Any

from trunkline.bootstrap.reap_orphans import ReapingServices, reaping_services
from trunkline.bootstrap.shared.common import warm
from trunkline.calls.use_cases.reap_orphans import Reaped, reap_orphans
from trunkline.telemetry import count, log


@cache
def services() -> ReapingServices:
    return reaping_services()


warm(services)


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    return respond(services())


def respond(services: ReapingServices) -> dict[str, int]:
    reaped = reap_orphans(services.reaping, services.now())
    for item in reaped:
        _tell(item)
    return {"reaped": len(reaped)}


def _tell(reaped: Reaped) -> None:
    log.warning(
        "call reaped",
        call_id=reaped.lease.call_id,
        reason=reaped.reason,
        result=reaped.result,
        relay=reaped.lease.relay,
    )
    count("CallReaped", reason=reaped.reason, result=reaped.result)
