"""Somebody says in a call that they do not want to be called again: from this moment on nobody of the company does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.campaigns.domain.attempts import AttemptEnd, Outcome
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.ports import Suppressions
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, settle


@dataclass(frozen=True, slots=True)
class OptOut:
    """Who said it, to whom, and how we heard of it."""

    company_id: str
    phone: str
    source: str  # agent, keypad, report
    attempt_id: str = ""  # of the campaign's call in which it was said


@dataclass(frozen=True, slots=True)
class OptOutDeps:
    """What hearing it needs from the world."""

    suppressions: Suppressions
    settling: SettleAttemptDeps
    now: Callable[[], datetime]


def opt_out(request: OptOut, deps: OptOutDeps) -> None:
    """The list first: whatever fails afterwards, no gate opens for this person. May be heard any number of times."""
    now = deps.now()
    deps.suppressions.add(Suppression(request.phone, SuppressionScope.COMPANY, request.company_id, request.source, now))
    if request.attempt_id:
        settle(request.attempt_id, AttemptEnd(Outcome.OPTED_OUT, f"said-to-{request.source}"), deps.settling, now)
