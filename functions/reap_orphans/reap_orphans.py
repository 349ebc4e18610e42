"""Runs every minute: resumes calls whose relay was lost, and ends calls that are overdue."""

from functools import cache
from typing import Any

from trunkline.bootstrap.reap_orphans import reap_orphans_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.calls.use_cases.reap_orphans import Reaped, ReapOrphansDeps, reap_orphans
from trunkline.telemetry import count, log


@cache
def deps() -> ReapOrphansDeps:
    return reap_orphans_deps()


initialize(deps)


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    return respond(deps())


def respond(deps: ReapOrphansDeps) -> dict[str, int]:
    reaped = reap_orphans(deps, deps.now())
    for item in reaped:
        _report(item)
    return {"reaped": len(reaped)}


def _report(reaped: Reaped) -> None:
    log.warning(
        "call reaped",
        call_id=reaped.lease.call_id,
        reason=reaped.reason,
        result=reaped.result,
        relay=reaped.lease.relay,
    )
    count("CallReaped", reason=reaped.reason, result=reaped.result)
