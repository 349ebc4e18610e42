"""Who is called next: ask for as many as there are calls to hand out, let the gates decide, claim, queue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from trunkline.domain.attempts import Attempt, AttemptState, attempt_id
from trunkline.domain.calling_hours import IsHoliday
from trunkline.domain.contacts import Contact
from trunkline.domain.decisions import Step
from trunkline.domain.dial_jobs import Job
from trunkline.domain.gates import Knowledge, Verdict, decide
from trunkline.domain.standings import Standing, paid_until, spent_usd
from trunkline.ports.engine import Claim, DialQueue, Known, Refused, Ticks
from trunkline.use_cases.stop_attempt import decision_about, next_look

ROUNDS = 8  # where the gates refuse everybody, a tick goes so far down the list and the next one goes on
ASKED = 25, 200  # at least and at most, in one round
QUEUED = timedelta(minutes=10)
"""How long a message may wait for a free function before the attempt is taken back."""


@dataclass(frozen=True, slots=True)
class HandingOut:
    """What handing out needs from the world."""

    ticks: Ticks
    queue: DialQueue
    seal_key: bytes
    is_holiday: IsHoliday
    usd_per_minute: Decimal


@dataclass(slots=True)
class HandedOut:
    """`found_nobody`: nobody on the whole list waits, now or later."""

    claimed: int = 0
    used: int = 0  # starts that are gone, whether or not their claim stood
    refused: int = 0
    found_nobody: bool = False
    met: set[str] = field(default_factory=set)


def hand_out(standing: Standing, with_: HandingOut, starts: list[datetime], now: datetime) -> HandedOut:
    out = HandedOut()
    for _ in range(ROUNDS):
        free = starts[out.used :]
        if not free:
            break
        waiting = with_.ticks.waiting(standing.campaign.campaign_id, min(max(len(free), ASKED[0]), ASKED[1]))
        out.found_nobody = not waiting and not out.met
        due = [one for one in waiting if one.due_at and one.due_at <= now and one.contact_id not in out.met]
        if not due:
            break
        out.met |= {one.contact_id for one in due}
        _round(standing, due, free, with_, now, out)
    return out


def _round(
    standing: Standing, due: list[Contact], free: list[datetime], with_: HandingOut, now: datetime, out: HandedOut
) -> None:
    known = with_.ticks.know(standing.campaign, due)
    verdicts = {one.contact_id: _verdict(standing, one, known, with_, now) for one in due}
    refusals = [_refused(one, verdicts[one.contact_id], with_, now) for one in due if verdicts[one.contact_id].refusal]
    if refusals:
        out.refused += with_.ticks.refuse(refusals)
    wanted = [one for one in due if not verdicts[one.contact_id].refusal][: len(free)]
    if wanted:
        with_.ticks.pay(standing.campaign.campaign_id, paid_until(free[: len(wanted)], standing.campaign))
        jobs = [_claimed(one, start, with_, now) for one, start in zip(wanted, free, strict=False)]
        claimed = [job for job in jobs if job]
        with_.queue.send(claimed, now)
        out.claimed += len(claimed)
        out.used += len(wanted)


def _verdict(
    standing: Standing, contact: Contact, known: Mapping[str, Known], with_: HandingOut, now: datetime
) -> Verdict:
    about = known.get(contact.contact_id, Known())
    spent = spent_usd(standing.tally, with_.usd_per_minute)
    knowledge = Knowledge(about.suppressions, about.person.rang_at, spent)
    return decide(standing.campaign, contact, knowledge, now, with_.is_holiday)


def _refused(contact: Contact, verdict: Verdict, with_: HandingOut, now: datetime) -> Refused:
    decision = decision_about(contact, Step.REFUSED, now, with_.seal_key, verdict)
    return Refused(contact, decision, next_look(verdict, now))


def _claimed(contact: Contact, start: datetime, with_: HandingOut, now: datetime) -> Job | None:
    number = contact.attempts + 1
    attempt = Attempt(
        attempt_id=attempt_id(contact.campaign_id, contact.contact_id, number),
        campaign_id=contact.campaign_id,
        company_id=contact.company_id,
        contact_id=contact.contact_id,
        number=number,
        to_number=contact.phone,
        state=AttemptState.QUEUED,
        lease_until=start + QUEUED,
    )
    decision = decision_about(contact, Step.CLAIMED, now, with_.seal_key)
    if not with_.ticks.claim(Claim(contact, attempt, decision)):
        return None
    return Job(contact.campaign_id, contact.company_id, contact.contact_id, number, contact.phone, start)
