"""Every minute: calls whose relay was lost without a word are handed on, those that outlived their time are ended."""

from functools import cache
from typing import Any

from trunkline.bootstrap.common import warm
from trunkline.bootstrap.reaping import ReapingServices, reaping_services
from trunkline.telemetry import count, log
from trunkline.use_cases.reap_orphans import Reaped, reap_orphans


@cache
def services() -> ReapingServices:
    return reaping_services()


warm(services)


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    return respond(services())


def respond(services: ReapingServices) -> dict[str, int]:
    reaped = reap_orphans(services.reaping, services.now())
    for one in reaped:
        _tell(one)
    return {"reaped": len(reaped)}


def _tell(one: Reaped) -> None:
    log.warning("call reaped", call_id=one.lease.call_id, because=one.because, fate=one.fate, relay=one.lease.relay)
    count("CallReaped", because=one.because, fate=one.fate)
