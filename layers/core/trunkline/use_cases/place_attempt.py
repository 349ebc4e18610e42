"""One message of the dial queue: look again, mark, dial, record. At most one call for one attempt, whatever happens.

The mark is a transaction, and the only way to a vendor. A message that comes again, or a second function with the same
one, finds the attempt marked and does nothing; whoever dies after the mark leaves an attempt whose lease runs out, and
the sweep asks the vendor what became of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from trunkline.domain.attempts import Attempt, AttemptState, Ending, Outcome
from trunkline.domain.calling_hours import IsHoliday
from trunkline.domain.campaigns import CampaignState
from trunkline.domain.decisions import Decision, Step
from trunkline.domain.dial_jobs import Job
from trunkline.domain.dialling import DialOrder, refused_ending
from trunkline.domain.errors import CarrierError, NotConfigured, OutcomeUnknown, ProviderError
from trunkline.domain.gates import Knowledge, Refusal, decide
from trunkline.domain.standings import spent_usd
from trunkline.ports.dialling import Dialler
from trunkline.ports.engine import Attempting, Person, Situation
from trunkline.use_cases.settle_attempt import Settling, closing_of, lease_of, settle
from trunkline.use_cases.stop_attempt import decision_about, refused, withdrawn

TRIES = 4  # others write to the same items at the same moment, though not for long
DIALLING = timedelta(minutes=3)
"""Longer than the function may run, and long enough for a vendor's list to show the call."""
RINGS_KEPT = 50  # of one person; a frequency cap counts in days, and nobody is called fifty times in a few


class Placement(StrEnum):
    """What became of a message."""

    DIALLED = "dialled"
    TAKEN = "taken"  # not ours to dial: done already, or being done
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    UNKNOWN = "unknown"  # it may be ringing: the sweep asks


@dataclass(frozen=True, slots=True)
class Placing:
    """What placing needs from the world."""

    attempts: Attempting
    dialler: Dialler
    seal_key: bytes
    is_holiday: IsHoliday
    usd_per_minute: Decimal


def place_attempt(job: Job, with_: Placing, now: datetime) -> Placement:
    for _ in range(TRIES):
        seen = with_.attempts.look_to_dial(job)
        if seen is None or seen.attempt.state is not AttemptState.QUEUED:
            return Placement.TAKEN
        placement = _try(seen, with_, now)
        if placement:
            return placement
    raise RuntimeError("the attempt was not marked: others kept writing to the same items")


def _try(seen: Situation, with_: Placing, now: datetime) -> Placement | None:
    """None: what was seen is no longer so."""
    if because := _stopped(seen, now):
        return _if(with_.attempts.close(withdrawn(seen, because, with_.seal_key, now)), Placement.WITHDRAWN)
    spent = spent_usd(seen.tally, with_.usd_per_minute)
    knowledge = Knowledge(seen.known.suppressions, seen.known.person.rang_at, spent)
    verdict = decide(seen.campaign, seen.contact, knowledge, now, with_.is_holiday)
    if verdict.refusal is Refusal.BUDGET:  # it closes the campaign, not the contact: somebody may raise it
        return _if(with_.attempts.close(withdrawn(seen, "budget", with_.seal_key, now)), Placement.WITHDRAWN)
    if verdict.refusal:
        return _if(with_.attempts.close(refused(seen, verdict, with_.seal_key, now)), Placement.REFUSED)
    marked = replace(seen.attempt, state=AttemptState.DIALLING, dialled_at=now, lease_until=now + DIALLING)
    decision = decision_about(seen.contact, Step.DIALLED, now, with_.seal_key)
    if with_.attempts.mark(seen, marked, decision, _rung(seen.known.person, now)):
        return _dial(_after(seen, marked, decision), with_, now)
    return None


def _if(stands: bool, placement: Placement) -> Placement | None:
    return placement if stands else None


def _stopped(seen: Situation, now: datetime) -> str:
    if seen.campaign.state is not CampaignState.RUNNING:
        return seen.campaign.state.value
    return "ended" if seen.campaign.ends_at and now >= seen.campaign.ends_at else ""


def _rung(person: Person, now: datetime) -> Person:
    return Person((*person.rang_at, now)[-RINGS_KEPT:], person.version + 1)


def _after(seen: Situation, marked: Attempt, decision: Decision) -> Situation:
    """What the tables hold now, without asking them."""
    contact = replace(seen.contact, dialled=seen.contact.dialled + 1, decisions=decision.number, seal=decision.seal)
    return replace(seen, attempt=marked, contact=contact)


def _dial(marked: Situation, with_: Placing, now: datetime) -> Placement:
    attempt = marked.attempt
    try:
        dialled = with_.dialler.dial(DialOrder(attempt, marked.campaign, marked.contact.variables))
    except OutcomeUnknown:
        return Placement.UNKNOWN
    except (CarrierError, ProviderError) as error:
        return _failed(marked, refused_ending(error), with_, now)
    except NotConfigured:
        return _failed(marked, Ending(Outcome.FAILED, "not-configured"), with_, now)
    until = lease_of(marked.campaign, now)
    with_.attempts.placed(attempt, dialled.call_id, dialled.conversation_id, until)
    return Placement.DIALLED


def _failed(marked: Situation, ending: Ending, with_: Placing, now: datetime) -> Placement:
    if not with_.attempts.close(closing_of(marked, ending, now)):
        settle(attempt_id=marked.attempt.attempt_id, ending=ending, with_=Settling(with_.attempts), now=now)
    return Placement.FAILED
