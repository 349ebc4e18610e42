"""One message of the dial queue: checks again, marks, dials, records. At most one call per attempt, even after a crash.

The mark is a transaction, and no vendor is asked without it. A repeated message finds the attempt marked and does
nothing. A function that dies after the mark leaves an attempt whose lease runs out; the sweep then asks the vendor.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.domain.attempts import Attempt, AttemptEnd, AttemptState, Outcome
from trunkline.campaigns.domain.audit_log import Decision, Step
from trunkline.campaigns.domain.calling_hours import IsHoliday
from trunkline.campaigns.domain.campaigns import CampaignState
from trunkline.campaigns.domain.dialling import DialRequest, refused_ending
from trunkline.campaigns.domain.eligibility import IneligibleReason, check_eligibility
from trunkline.campaigns.domain.pacing import spent_usd
from trunkline.campaigns.ports import AttemptContext, AttemptStore, Dialler, Person
from trunkline.campaigns.use_cases.cancel_attempt import decision_about, refused, withdrawn
from trunkline.campaigns.use_cases.eligibility_input import eligibility_input
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, closing_of, lease_of, settle
from trunkline.errors import CarrierError, NotConfigured, OutcomeUnknown, ProviderError

TRIES = 4  # others write to the same items at the same moment, though not for long
DIALLING = timedelta(minutes=3)
"""Longer than the function may run, and long enough for a vendor's list to show the call."""
RINGS_KEPT = 50  # of one person; more than any frequency cap counts


class Placement(StrEnum):
    """The result of a message."""

    DIALLED = "dialled"
    TAKEN = "taken"  # not ours to dial: done already, or being done
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    UNKNOWN = "unknown"  # it may be ringing: the sweep asks


@dataclass(frozen=True, slots=True)
class PlaceAttemptDeps:
    """Dependencies of `place_attempt`."""

    attempts: AttemptStore
    dialler: Dialler
    seal_key: bytes
    is_holiday: IsHoliday
    usd_per_minute: Decimal


def place_attempt(job: Job, deps: PlaceAttemptDeps, now: datetime) -> Placement:
    for _ in range(TRIES):
        seen = deps.attempts.look_to_dial(job)
        if seen is None or seen.attempt.state is not AttemptState.QUEUED:
            return Placement.TAKEN
        placement = _try(seen, deps, now)
        if placement:
            return placement
    raise RuntimeError("the attempt was not marked: others kept writing to the same items")


def _try(seen: AttemptContext, deps: PlaceAttemptDeps, now: datetime) -> Placement | None:
    """None: what was seen is no longer so."""
    if reason := _stopped(seen, now):
        return _if(deps.attempts.close(withdrawn(seen, reason, deps.seal_key, now)), Placement.WITHDRAWN)
    spent = spent_usd(seen.tally, deps.usd_per_minute)
    verdict = check_eligibility(seen.campaign, seen.contact, eligibility_input(seen.known, spent), now, deps.is_holiday)
    if verdict.refusal is IneligibleReason.BUDGET:  # it closes the campaign, not the contact: a budget may be raised
        return _if(deps.attempts.close(withdrawn(seen, "budget", deps.seal_key, now)), Placement.WITHDRAWN)
    if verdict.refusal:
        return _if(deps.attempts.close(refused(seen, verdict, deps.seal_key, now)), Placement.REFUSED)
    marked = replace(seen.attempt, state=AttemptState.DIALLING, dialled_at=now, lease_until=now + DIALLING)
    decision = decision_about(seen.contact, Step.DIALLED, now, deps.seal_key)
    if deps.attempts.mark(seen, marked, decision, _rung(seen.known.person, now)):
        return _dial(_after(seen, marked, decision), deps, now)
    return None


def _if(stands: bool, placement: Placement) -> Placement | None:
    return placement if stands else None


def _stopped(seen: AttemptContext, now: datetime) -> str:
    if seen.campaign.state is not CampaignState.RUNNING:
        return seen.campaign.state.value
    return "ended" if seen.campaign.ends_at and now >= seen.campaign.ends_at else ""


def _rung(person: Person, now: datetime) -> Person:
    return Person((*person.rang_at, now)[-RINGS_KEPT:], person.version + 1)


def _after(seen: AttemptContext, marked: Attempt, decision: Decision) -> AttemptContext:
    """The context after the mark, without reading the tables again."""
    contact = replace(seen.contact, dialled=seen.contact.dialled + 1, decisions=decision.number, seal=decision.seal)
    return replace(seen, attempt=marked, contact=contact)


def _dial(marked: AttemptContext, deps: PlaceAttemptDeps, now: datetime) -> Placement:
    attempt = marked.attempt
    try:
        dialled = deps.dialler.dial(DialRequest(attempt, marked.campaign, marked.contact.variables))
    except OutcomeUnknown:
        return Placement.UNKNOWN
    except (CarrierError, ProviderError) as error:
        return _failed(marked, refused_ending(error), deps, now)
    except NotConfigured:
        return _failed(marked, AttemptEnd(Outcome.FAILED, "not-configured"), deps, now)
    until = lease_of(marked.campaign, now)
    deps.attempts.placed(attempt, dialled.call_id, dialled.conversation_id, until)
    return Placement.DIALLED


def _failed(marked: AttemptContext, ending: AttemptEnd, deps: PlaceAttemptDeps, now: datetime) -> Placement:
    if not deps.attempts.close(closing_of(marked, ending, now)):
        settle(attempt_id=marked.attempt.attempt_id, ending=ending, deps=SettleAttemptDeps(deps.attempts), now=now)
    return Placement.FAILED
