"""Claims the next contacts of a campaign: reads due contacts, checks the gates, claims and queues."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.domain.attempts import Attempt, AttemptState, attempt_id
from trunkline.campaigns.domain.audit_log import Step
from trunkline.campaigns.domain.calling_hours import IsHoliday
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.eligibility import Eligibility, check_eligibility
from trunkline.campaigns.domain.pacing import CampaignStatus, paid_until, spent_usd
from trunkline.campaigns.ports import Claim, ContactFacts, DialQueue, Refused, TickStore
from trunkline.campaigns.use_cases.cancel_attempt import decision_about, next_look
from trunkline.campaigns.use_cases.eligibility_input import eligibility_input

NEEDS_RELAY = {Channel.RELAY, Channel.VOICE, Channel.CONVERSE}
ROUNDS = 8  # rounds of one tick where the gates refuse every contact; the next tick continues
ASKED = 25, 200  # at least and at most, in one round
QUEUED = timedelta(minutes=10)
"""How long a message may wait for a free function before the attempt is taken back."""


@dataclass(frozen=True, slots=True)
class ClaimContactsDeps:
    """Dependencies of `claim_contacts`."""

    ticks: TickStore
    queue: DialQueue
    seal_key: bytes
    is_holiday: IsHoliday
    usd_per_minute: Decimal
    relay_is_held: Callable[[str, datetime], bool]  # called only when a call needs the relay


@dataclass(slots=True)
class ClaimedContacts:
    """`is_exhausted`: no contact of the list waits, now or later. `waits_for_relay`: a wake was requested."""

    claimed: int = 0
    used: int = 0  # starts that are gone, whether or not their claim stood
    refused: int = 0
    is_exhausted: bool = False
    waits_for_relay: bool = False
    met: set[str] = field(default_factory=set)


def claim_contacts(
    status: CampaignStatus, deps: ClaimContactsDeps, starts: list[datetime], now: datetime
) -> ClaimedContacts:
    out = ClaimedContacts()
    for _ in range(ROUNDS):
        free = starts[out.used :]
        if not free or out.waits_for_relay:
            break
        waiting = deps.ticks.waiting(status.campaign.campaign_id, min(max(len(free), ASKED[0]), ASKED[1]))
        out.is_exhausted = not waiting and not out.met
        due = [item for item in waiting if item.due_at and item.due_at <= now and item.contact_id not in out.met]
        if not due:
            break
        out.met |= {item.contact_id for item in due}
        _round(status, due, free, deps, now, out)
    return out


def _round(
    status: CampaignStatus,
    due: list[Contact],
    free: list[datetime],
    deps: ClaimContactsDeps,
    now: datetime,
    out: ClaimedContacts,
) -> None:
    known = deps.ticks.facts_of(status.campaign, due)
    verdicts = {item.contact_id: _verdict(status, item, known, deps, now) for item in due}
    refusals = [
        _refused(item, verdicts[item.contact_id], deps, now) for item in due if verdicts[item.contact_id].refusal
    ]
    if refusals:
        out.refused += deps.ticks.refuse(refusals)
    wanted = [item for item in due if not verdicts[item.contact_id].refusal][: len(free)]
    out.waits_for_relay = bool(wanted) and not _can_be_carried(status, deps, now)
    if wanted and not out.waits_for_relay:
        deps.ticks.pay(status.campaign.campaign_id, paid_until(free[: len(wanted)], status.campaign))
        jobs = [_claimed(item, start, deps, now) for item, start in zip(wanted, free, strict=False)]
        claimed = [job for job in jobs if job]
        deps.queue.send(claimed, now)
        out.claimed += len(claimed)
        out.used += len(wanted)


def _can_be_carried(status: CampaignStatus, deps: ClaimContactsDeps, now: datetime) -> bool:
    campaign = status.campaign
    return campaign.channel not in NEEDS_RELAY or deps.relay_is_held(campaign.campaign_id, now)


def _verdict(
    status: CampaignStatus,
    contact: Contact,
    known: Mapping[str, ContactFacts],
    deps: ClaimContactsDeps,
    now: datetime,
) -> Eligibility:
    about = known.get(contact.contact_id, ContactFacts())
    spent = spent_usd(status.tally, deps.usd_per_minute)
    return check_eligibility(status.campaign, contact, eligibility_input(about, spent), now, deps.is_holiday)


def _refused(contact: Contact, verdict: Eligibility, deps: ClaimContactsDeps, now: datetime) -> Refused:
    decision = decision_about(contact, Step.REFUSED, now, deps.seal_key, verdict)
    return Refused(contact, decision, next_look(verdict, now))


def _claimed(contact: Contact, start: datetime, deps: ClaimContactsDeps, now: datetime) -> Job | None:
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
    decision = decision_about(contact, Step.CLAIMED, now, deps.seal_key)
    if not deps.ticks.claim(Claim(contact, attempt, decision)):
        return None
    return Job(contact.campaign_id, contact.company_id, contact.contact_id, number, contact.phone, start)
