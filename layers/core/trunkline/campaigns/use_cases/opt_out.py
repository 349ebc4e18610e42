"""Records an opt-out heard in a call and suppresses the number for the whole company at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.campaigns.domain.attempts import AttemptEnd, Outcome
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.ports import Suppressions
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, settle


@dataclass(frozen=True, slots=True)
class OptOut:
    """An opt-out: the person, the company, and the source."""

    company_id: str
    phone: str
    source: str  # agent, keypad, report
    attempt_id: str = ""  # of the campaign's call in which it was said


@dataclass(frozen=True, slots=True)
class OptOutDeps:
    """Dependencies of `opt_out`."""

    suppressions: Suppressions
    settling: SettleAttemptDeps
    now: Callable[[], datetime]


def opt_out(request: OptOut, deps: OptOutDeps) -> None:
    """The suppression first: a failure afterwards cannot lead to another call. Idempotent."""
    now = deps.now()
    deps.suppressions.add(Suppression(request.phone, SuppressionScope.COMPANY, request.company_id, request.source, now))
    if request.attempt_id:
        settle(request.attempt_id, AttemptEnd(Outcome.OPTED_OUT, f"said-to-{request.source}"), deps.settling, now)
