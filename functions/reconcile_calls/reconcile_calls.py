"""Scheduled reconciliation: fetches and files what the vendors have and did not report. A run is bounded."""

from collections import Counter
from functools import cache
from typing import Any

from trunkline.bootstrap.reconcile_calls import reconcile_calls_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.conversations.use_cases.reconcile_calls import Budget, ReconcileCallsDeps, Reconciled, reconcile_calls
from trunkline.telemetry import count, log

REQUESTS_AT_MOST = 200  # to the vendors, in one run
LAST_START_MS = 30_000  # nothing new is begun when less than this is left: the longest request and its filing


@cache
def deps() -> ReconcileCallsDeps:
    return reconcile_calls_deps()


initialize(deps)


def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    budget = Budget(REQUESTS_AT_MOST, lambda: bool(context.get_remaining_time_in_millis() > LAST_START_MS))
    return respond(deps(), budget)


def respond(deps: ReconcileCallsDeps, budget: Budget) -> dict[str, int]:
    done = reconcile_calls(deps, budget, deps.now())
    _report(done)
    return {"fetched": done.fetched, "ended": done.ended}


def _report(done: Reconciled) -> None:
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
