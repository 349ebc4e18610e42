"""Cancels an attempt before it is dialled: a gate closed, or the campaign stopped. No phone rang."""

from dataclasses import replace
from datetime import datetime, timedelta

from trunkline.campaigns.domain.attempts import AttemptState, Outcome
from trunkline.campaigns.domain.audit_log import Decision, Step, chained
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.eligibility import Eligibility
from trunkline.campaigns.ports import AttemptContext, AttemptResult

SOONEST = timedelta(minutes=1)
"""When a gate says "now" of a contact it has just refused, it is asked again a tick later."""


def decision_about(
    contact: Contact, step: Step, at: datetime, key: bytes, verdict: Eligibility | None = None
) -> Decision:
    """The next decision about a contact, sealed over the one before."""
    refusal = verdict.refusal if verdict else None
    return chained(
        Decision(
            campaign_id=contact.campaign_id,
            contact_id=contact.contact_id,
            number=contact.decisions + 1,
            at=at,
            step=step,
            attempt=contact.attempts + 1 if step is Step.CLAIMED else contact.attempts,
            refusal=refusal.value if refusal else "",
            detail=verdict.detail if verdict and refusal else "",
            until=verdict.until if verdict and refusal else None,
            previous=contact.seal,
        ),
        key,
    )


def next_look(verdict: Eligibility, now: datetime) -> datetime | None:
    """None: the gate is shut for good."""
    return max(verdict.until, now + SOONEST) if verdict.until else None


def refused(seen: AttemptContext, verdict: Eligibility, key: bytes, now: datetime) -> AttemptResult:
    assert verdict.refusal
    decision = decision_about(seen.contact, Step.REFUSED, now, key, verdict)
    return _closing(seen, Outcome.REFUSED, verdict.refusal.value, next_look(verdict, now), decision)


def withdrawn(seen: AttemptContext, reason: str, key: bytes, now: datetime) -> AttemptResult:
    """The contact waits again and is due, so that a resumed campaign continues with them."""
    decision = decision_about(seen.contact, Step.WITHDRAWN, now, key)
    return _closing(seen, Outcome.WITHDRAWN, reason, now, decision)


def _closing(
    seen: AttemptContext, outcome: Outcome, reason: str, due_at: datetime | None, decision: Decision
) -> AttemptResult:
    over = replace(seen.attempt, state=AttemptState.OVER, outcome=outcome, reason=reason, ended_at=decision.at)
    return AttemptResult(over, seen.attempt.state, seen.contact, due_at, decision=decision)
