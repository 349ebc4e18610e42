"""The gates before every call of a campaign, and the first one that is closed.

Checked twice: when a contact is due and right before it is dialled. Gates that close for good come first, so that a
contact who is never called does not wait for hours. `until` is the first moment at which no gate known now is closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from trunkline.campaigns.domain.calling_hours import Clock, IsHoliday, is_zone
from trunkline.campaigns.domain.calling_rules import Cap, rule_of
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.suppressions import Suppression


class IneligibleReason(StrEnum):
    """The closed gate. This is the order in which gates are checked."""

    ENDED = "ended"  # the campaign's end has come, or comes before anything opens
    SUPPRESSED = "suppressed"  # on a list of people who must not be called
    DESTINATION = "destination"  # the number's region is none the campaign may call
    NO_CONSENT = "no-consent"  # none on file, or given later than now
    NO_ZONE = "no-zone"  # the time at the contact is not known
    BUDGET = "budget"  # spent
    NOT_BEGUN = "not-begun"  # the campaign starts later
    CAP = "cap"  # dialled as often as the law or the campaign allows
    HOURS = "hours"  # not the time to call there


@dataclass(frozen=True, slots=True)
class EligibilityInput:
    """The facts a decision depends on. `rang_at`: calls to this person by any campaign of the company."""

    suppressions: tuple[Suppression, ...] = ()
    rang_at: tuple[datetime, ...] = ()
    spent_usd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """No refusal: dial. A refusal without `until` is for good. `detail` names no person."""

    refusal: IneligibleReason | None = None
    until: datetime | None = None
    detail: str = ""

    @property
    def is_open(self) -> bool:
        return self.refusal is None


OPEN = Eligibility()


def check_eligibility(
    campaign: Campaign, contact: Contact, known: EligibilityInput, now: datetime, is_holiday: IsHoliday
) -> Eligibility:
    """The first gate that is closed, or none."""
    closed = next(_closed_for_good(campaign, contact, known, now), None)
    return closed or _closed_for_now(campaign, contact, known, now, is_holiday)


def _closed_for_good(
    campaign: Campaign, contact: Contact, known: EligibilityInput, now: datetime
) -> Iterator[Eligibility]:
    if campaign.ends_at is not None and now >= campaign.ends_at:
        yield Eligibility(IneligibleReason.ENDED, detail="the campaign's end has come")
    if known.suppressions:
        yield Eligibility(
            IneligibleReason.SUPPRESSED,
            detail=", ".join(sorted({suppression.reach for suppression in known.suppressions})),
        )
    if not _may_call(campaign, contact.region):
        yield Eligibility(IneligibleReason.DESTINATION, detail=contact.region or "unknown region")
    if campaign.needs_consent and (contact.consent is None or contact.consent.given_at > now):
        yield Eligibility(
            IneligibleReason.NO_CONSENT, detail="none on file" if contact.consent is None else "given later than now"
        )
    if not all(map(is_zone, zones_of(contact))):
        yield Eligibility(IneligibleReason.NO_ZONE, detail="time zone not known")
    if campaign.budget_usd is not None and known.spent_usd >= campaign.budget_usd:
        yield Eligibility(IneligibleReason.BUDGET, detail=f"{known.spent_usd} of {campaign.budget_usd} USD spent")


def _closed_for_now(
    campaign: Campaign, contact: Contact, known: EligibilityInput, now: datetime, is_holiday: IsHoliday
) -> Eligibility:
    clock = clock_of(campaign, contact, is_holiday)
    begins = max(now, campaign.starts_at or now)
    free = max(begins, _free_of_caps(campaign, contact, known, now))
    opens = clock.next_open(free)
    if opens == now:
        return OPEN
    if opens is None or (campaign.ends_at is not None and opens >= campaign.ends_at):
        never = "no hours ever" if opens is None else "the campaign ends before anything opens"
        return Eligibility(IneligibleReason.HOURS if opens is None else IneligibleReason.ENDED, detail=never)
    if begins > now:
        return Eligibility(IneligibleReason.NOT_BEGUN, opens, "the campaign starts later")
    if free > now:
        return Eligibility(IneligibleReason.CAP, opens, "dialled often enough")
    return Eligibility(IneligibleReason.HOURS, opens, clock.rule.source)


def clock_of(campaign: Campaign, contact: Contact, is_holiday: IsHoliday) -> Clock:
    return Clock(zones_of(contact), contact.region, rule_of(contact.region), campaign.window, is_holiday)


def zones_of(contact: Contact) -> tuple[str, ...]:
    """Every zone this person may be in: more than one where the number alone had to tell."""
    return contact.zones if contact.zone_is_inferred and contact.zones else (contact.zone,)


def caps_of(campaign: Campaign, region: str) -> tuple[Cap, ...]:
    """The campaign's own cap, and what the law adds."""
    own = Cap(campaign.cap.calls, timedelta(days=campaign.cap.days))
    of_law = rule_of(region).cap
    return (own,) if of_law is None else (own, of_law)


def _free_of_caps(campaign: Campaign, contact: Contact, known: EligibilityInput, now: datetime) -> datetime:
    return max((_free_of(cap, known.rang_at, now) for cap in caps_of(campaign, contact.region)), default=now)


def _free_of(cap: Cap, rang_at: tuple[datetime, ...], now: datetime) -> datetime:
    """Each call stops counting when its time is over; the last `calls` of them hold the next one back."""
    counting = sorted((at for at in rang_at if at + cap.within > now), reverse=True)
    return counting[cap.calls - 1] + cap.within if len(counting) >= cap.calls else now


def _may_call(campaign: Campaign, region: str) -> bool:
    return any(region == allowed or region.startswith(f"{allowed}-") for allowed in campaign.destinations)
