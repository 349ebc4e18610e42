"""By the clock: what the vendors remember and nobody reported is fetched and filed. A run is bounded."""

from collections import Counter
from functools import cache
from typing import Any

from trunkline.bootstrap.reconcile_calls import ReconcilingServices, reconciling_services
from trunkline.bootstrap.shared.common import warm
from trunkline.conversations.use_cases.reconcile_calls import Budget, Reconciled, reconcile_calls
from trunkline.telemetry import count, log

REQUESTS_AT_MOST = 200  # to the vendors, in one run
LAST_START_MS = 30_000  # nothing new is begun when less than this is left: the longest request and its filing


@cache
def services() -> ReconcilingServices:
    return reconciling_services()


warm(services)


def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    budget = Budget(REQUESTS_AT_MOST, lambda: bool(context.get_remaining_time_in_millis() > LAST_START_MS))
    return respond(services(), budget)


def respond(services: ReconcilingServices, budget: Budget) -> dict[str, int]:
    done = reconcile_calls(services.reconciling, budget, services.now())
    _tell(done)
    return {"fetched": done.fetched, "ended": done.ended}


def _tell(done: Reconciled) -> None:
    log.info(
        "calls reconciled",
        fetched=done.fetched,
        ended=done.ended,
        given_up=done.given_up,
        is_finished=done.is_finished,
        codes=sorted(set(done.troubles)),
    )
    for found, times in (("conversation", done.fetched), ("end", done.ended), ("given-up", done.given_up)):
        count("CallReconciled", times, found=found)
    for code, times in Counter(done.troubles).items():
        count("ReconcileTrouble", times, code=code)
