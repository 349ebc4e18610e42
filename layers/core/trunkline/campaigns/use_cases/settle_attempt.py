"""Ends an attempt. Several sources may report the end; the first wins.

Callbacks in any order, the report and the sweep may all report it: an attempt has one outcome.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trunkline.campaigns.domain.attempts import Attempt, AttemptEnd, AttemptState, Outcome, parts_of
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.pacing import Ended, counts_for_breaker
from trunkline.campaigns.ports import AttemptContext, AttemptResult, AttemptStore
from trunkline.ids import CallId

TRIES = 4  # others write to the same contact at the same moment, though not for long
UNTOLD = timedelta(minutes=1)
"""The assumed length of a call without a reported one: the least a carrier bills."""
LOOKS_AFTER = timedelta(minutes=1)
"""A lost callback holds one of the campaign's live calls so long, and to ask the carrier costs one request."""


@dataclass(frozen=True, slots=True)
class SettleAttemptDeps:
    """Dependencies of `settle_attempt`."""

    attempts: AttemptStore


def settle(attempt_id: str, ending: AttemptEnd, deps: SettleAttemptDeps, now: datetime) -> bool:
    """True when this ending is the one that counts; False when the attempt has one, or is unknown."""
    campaign_id, contact_id, number = parts_of(attempt_id)
    for _ in range(TRIES):
        seen = deps.attempts.look(campaign_id, contact_id, number)
        if seen is None or seen.attempt.is_over:
            return False
        if deps.attempts.close(closing_of(seen, ending, now)):
            return True
    raise RuntimeError("the attempt was not settled: others kept writing to the same contact")


def note_placed(
    attempt_id: str, call_id: CallId, deps: SettleAttemptDeps, now: datetime, conversation_id: str = ""
) -> bool:
    """Notes the call's id from a callback, which may come before the answer to the request, or instead of it."""
    seen = deps.attempts.look(*parts_of(attempt_id))
    if seen is None or seen.attempt.is_over:
        return False
    return deps.attempts.placed(seen.attempt, call_id, conversation_id, lease_of(seen.campaign, now))


def lease_of(campaign: Campaign, now: datetime) -> datetime:
    """The moment by which the call is over and its end should have been reported."""
    return now + timedelta(seconds=campaign.ring_s + campaign.max_duration_s) + LOOKS_AFTER


def closing_of(seen: AttemptContext, ending: AttemptEnd, now: datetime) -> AttemptResult:
    over = replace(
        seen.attempt,
        state=AttemptState.OVER,
        outcome=ending.outcome,
        reason=ending.reason,
        answered_by=ending.answered_by or seen.attempt.answered_by,
        ended_at=now,
    )
    ended = Ended(now, ending.outcome is Outcome.FAILED) if counts_for_breaker(ending.outcome) else None
    due_at = next_call(seen.campaign, seen.contact, ending.outcome, now)
    return AttemptResult(over, seen.attempt.state, seen.contact, due_at, billed(ending, seen.attempt), ended)


def next_call(campaign: Campaign, contact: Contact, outcome: Outcome, now: datetime) -> datetime | None:
    """None: this contact is done. The rule of the latest outcome counts every time their phone rang."""
    rule = campaign.retries.get(outcome)
    if rule is None or contact.dialled >= rule.attempts:
        return None
    return now + rule.wait


def billed(ending: AttemptEnd, attempt: Attempt) -> int:
    """Carriers bill begun minutes of answered calls; an unanswered call costs nothing."""
    if attempt.dialled_at is None or ending.outcome in {Outcome.BUSY, Outcome.NO_ANSWER, Outcome.FAILED}:
        return 0
    if ending.seconds is None:
        return int(UNTOLD.total_seconds())
    return -(-ending.seconds // 60) * 60
