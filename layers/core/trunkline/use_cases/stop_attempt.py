"""An attempt that ends before it is dialled: a gate closed, or the campaign stopped. Nobody's phone rang."""

from dataclasses import replace
from datetime import datetime, timedelta

from trunkline.domain.attempts import AttemptState, Outcome
from trunkline.domain.contacts import Contact
from trunkline.domain.decisions import Decision, Step, sealed
from trunkline.domain.gates import Verdict
from trunkline.ports.engine import Closing, Situation

SOONEST = timedelta(minutes=1)
"""When a gate says "now" of a contact it has just refused, it is asked again a tick later."""


def decision_about(contact: Contact, step: Step, at: datetime, key: bytes, verdict: Verdict | None = None) -> Decision:
    """The next decision about a contact, sealed over the one before."""
    refusal = verdict.refusal if verdict else None
    return sealed(
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


def next_look(verdict: Verdict, now: datetime) -> datetime | None:
    """None: the gate is shut for good."""
    return max(verdict.until, now + SOONEST) if verdict.until else None


def refused(seen: Situation, verdict: Verdict, key: bytes, now: datetime) -> Closing:
    assert verdict.refusal
    decision = decision_about(seen.contact, Step.REFUSED, now, key, verdict)
    return _closing(seen, Outcome.REFUSED, verdict.refusal.value, next_look(verdict, now), decision)


def withdrawn(seen: Situation, because: str, key: bytes, now: datetime) -> Closing:
    """The contact waits again, and is due: whoever resumes the campaign goes on with them."""
    decision = decision_about(seen.contact, Step.WITHDRAWN, now, key)
    return _closing(seen, Outcome.WITHDRAWN, because, now, decision)


def _closing(seen: Situation, outcome: Outcome, because: str, due_at: datetime | None, decision: Decision) -> Closing:
    over = replace(seen.attempt, state=AttemptState.OVER, outcome=outcome, because=because, ended_at=decision.at)
    return Closing(over, seen.attempt.state, seen.contact, due_at, decision=decision)
