"""Somebody says in a call that they do not want to be called again: from this moment on nobody of the company does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.domain.attempts import Ending, Outcome
from trunkline.domain.suppressions import Reach, Suppression
from trunkline.ports.campaigns import Suppressions
from trunkline.use_cases.settle_attempt import Settling, settle


@dataclass(frozen=True, slots=True)
class OptOut:
    """Who said it, to whom, and how we heard of it."""

    company_id: str
    phone: str
    source: str  # agent, keypad, report
    attempt_id: str = ""  # of the campaign's call in which it was said


@dataclass(frozen=True, slots=True)
class OptingOut:
    """What hearing it needs from the world."""

    suppressions: Suppressions
    settling: Settling
    now: Callable[[], datetime]


def hear_opt_out(wish: OptOut, with_: OptingOut) -> None:
    """The list first: whatever fails afterwards, no gate opens for this person. May be heard any number of times."""
    now = with_.now()
    with_.suppressions.add(Suppression(wish.phone, Reach.COMPANY, wish.company_id, wish.source, now))
    if wish.attempt_id:
        settle(wish.attempt_id, Ending(Outcome.OPTED_OUT, f"said-to-{wish.source}"), with_.settling, now)
