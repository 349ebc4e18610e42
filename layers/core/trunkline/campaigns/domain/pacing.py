"""Pacing of a running campaign: its counts, its pace, its breaker."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from trunkline.campaigns.domain.attempts import NEVER_RANG, Outcome
from trunkline.campaigns.domain.campaigns import Campaign

TICK = timedelta(minutes=1)
"""How often the clock ticks, and so how far ahead one tick fills the queue."""


@dataclass(frozen=True, slots=True)
class CampaignCounters:
    """Exact: each count changes in the same transaction as what it counts."""

    live: int = 0  # attempts that are not over, queued ones included
    dialled: int = 0
    contacts: int = 0  # on the list
    done: int = 0  # contacts that will not be called again
    refused: int = 0  # decisions of a tick not to call now; one contact may be refused often
    billed_s: int = 0  # what carriers and providers say; assumed where they said nothing
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of one call, for the breaker."""

    at: datetime
    has_failed: bool


@dataclass(frozen=True, slots=True)
class CampaignStatus:
    """`paid_until`: calls are claimed up to then. `busy_until`: a tick is at work. `empty_since`: no contact waits."""

    campaign: Campaign
    tally: CampaignCounters = CampaignCounters()
    ended: tuple[Ended, ...] = ()
    paid_until: datetime | None = None
    busy_until: datetime | None = None
    empty_since: datetime | None = None


def starts_of(status: CampaignStatus, now: datetime) -> list[datetime]:
    """When the calls of this tick may start: no closer together than the pace, none beyond the next tick.

    However many ticks come at once or late, a second holds no more calls than `calls_per_second`.
    """
    pacing = status.campaign.pacing
    gap = timedelta(seconds=float(1 / pacing.calls_per_second))
    paid = status.paid_until
    begin = paid if paid and now < paid <= now + 2 * TICK else now  # further ahead only a wrong clock pays
    free = max(0, pacing.live_calls - status.tally.live)
    until_the_next = max(0, -((begin - now - TICK) // gap))  # rounded up
    return [begin + gap * n for n in range(min(free, until_the_next))]


def paid_until(starts: list[datetime], campaign: Campaign) -> datetime:
    return starts[-1] + timedelta(seconds=float(1 / campaign.pacing.calls_per_second))


def has_tripped(status: CampaignStatus) -> bool:
    """So many of the last calls failed. Those from before it was started, or started again, do not count."""
    breaker, since = status.campaign.breaker, status.campaign.moved_at
    counted = sorted((item for item in status.ended if since is None or item.at >= since), key=lambda item: item.at)
    return sum(item.has_failed for item in counted[-breaker.of_last :]) >= breaker.failed


def counts_for_breaker(outcome: Outcome) -> bool:
    return outcome not in NEVER_RANG


def spent_usd(tally: CampaignCounters, usd_per_minute: Decimal) -> Decimal:
    return usd_per_minute * tally.billed_s / 60


def added(tallies: Iterable[CampaignCounters]) -> CampaignCounters:
    """Counts are kept in several places, so that calls which end together do not wait for each other."""
    total, outcomes = CampaignCounters(), dict[Outcome, int]()
    for tally in tallies:
        for outcome, number in tally.outcomes.items():
            outcomes[outcome] = outcomes.get(outcome, 0) + number
        total = CampaignCounters(
            live=total.live + tally.live,
            dialled=total.dialled + tally.dialled,
            contacts=total.contacts + tally.contacts,
            done=total.done + tally.done,
            refused=total.refused + tally.refused,
            billed_s=total.billed_s + tally.billed_s,
            outcomes=outcomes,
        )
    return total
