"""One tick of a campaign: look after what is lost, stop what goes wrong, hand out as many calls as its pace allows.

Only those whose turn it is are read, whatever the length of the list. A tick that comes twice finds the first at work,
or its time paid for; one that dies leaves attempts whose lease runs out.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from trunkline.domain.calling_hours import IsHoliday
from trunkline.domain.campaigns import CampaignState
from trunkline.domain.standings import TICK, Standing, has_tripped, spent_usd, starts_of
from trunkline.ports.campaigns import Campaigns, Schedules
from trunkline.ports.dialling import Dialler
from trunkline.ports.engine import Attempting, DialQueue, Ticks
from trunkline.use_cases.hand_out_calls import HandedOut, HandingOut, hand_out
from trunkline.use_cases.sweep_attempts import Sweeping, sweep

INDEX_LATE_AT_MOST = timedelta(hours=1)
"""It follows within seconds. A count that stays above the index for so long is wrong, and nobody should wait for it."""
BUSY = timedelta(seconds=90)
"""Longer than the function may run: a tick that died is followed by the next but one."""


@dataclass(frozen=True, slots=True)
class Ticking:
    """What a tick needs from the world."""

    ticks: Ticks
    attempts: Attempting
    campaigns: Campaigns
    queue: DialQueue
    dialler: Dialler
    schedules: Schedules
    seal_key: bytes
    is_holiday: IsHoliday
    usd_per_minute: Decimal


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did. `because` says why it handed out nothing, or stopped the campaign."""

    state: CampaignState | None
    claimed: int = 0
    refused: int = 0
    swept: int = 0
    because: str = ""


def tick(campaign_id: str, with_: Ticking, now: datetime) -> Ticked:
    """First the lease, then a look: what was seen before somebody else's tick is no longer so."""
    if not with_.ticks.begin(campaign_id, now, now + BUSY):
        return Ticked(None, because="another tick is at work")
    ticked, empty_since = _tick(campaign_id, with_, now)
    with_.ticks.end(campaign_id, now + BUSY, empty_since)
    return ticked


def _tick(campaign_id: str, with_: Ticking, now: datetime) -> tuple[Ticked, datetime | None]:
    standing = with_.ticks.standing(campaign_id)
    if standing is None or standing.campaign.state is CampaignState.DRAFT:
        with_.schedules.remove(campaign_id)
        return Ticked(None, because="not started"), None
    campaign = standing.campaign
    if campaign.is_over and standing.tally.live == 0:
        with_.schedules.remove(campaign_id)
        return Ticked(campaign.state, because="over"), None
    swept = sweep(campaign, Sweeping(with_.ticks, with_.attempts, with_.dialler, with_.seal_key), now)
    ticked = Ticked(campaign.state, swept=swept)
    return _run(standing, ticked, with_, now) if campaign.state is CampaignState.RUNNING else (ticked, None)


def _run(standing: Standing, ticked: Ticked, with_: Ticking, now: datetime) -> tuple[Ticked, datetime | None]:
    campaign = standing.campaign
    if campaign.starts_at and now < campaign.starts_at:
        return replace(ticked, because="not yet"), None
    if campaign.ends_at and now >= campaign.ends_at:
        return _finish_if(standing.tally.live == 0, replace(ticked, because="time is up"), standing, with_), None
    if because := _trouble(standing, with_.usd_per_minute):
        with_.campaigns.move(campaign.campaign_id, CampaignState.PAUSED, {CampaignState.RUNNING}, because)
        return replace(ticked, state=CampaignState.PAUSED, because=because), None
    out = hand_out(standing, _handing_out(with_), starts_of(standing, now), now)
    ticked = replace(ticked, claimed=out.claimed, refused=out.refused)
    return _end_of_list(standing, out, ticked, with_, now)


def _trouble(standing: Standing, usd_per_minute: Decimal) -> str:
    if has_tripped(standing):
        return "breaker"
    budget = standing.campaign.budget_usd
    return "budget" if budget is not None and spent_usd(standing.tally, usd_per_minute) >= budget else ""


def _end_of_list(
    standing: Standing, out: HandedOut, ticked: Ticked, with_: Ticking, now: datetime
) -> tuple[Ticked, datetime | None]:
    """Nobody waits, no call lives and everybody counts as done, twice in a row: the counts were read before the index.

    An index may be late with somebody who waits again. While the counts miss somebody, it is waited for.
    """
    tally = standing.tally
    if not out.found_nobody or tally.live:
        return ticked, None
    since = standing.empty_since or now
    patience = TICK if tally.done >= tally.contacts else INDEX_LATE_AT_MOST
    return _finish_if(now - since >= patience, ticked, standing, with_), since


def _finish_if(over: bool, ticked: Ticked, standing: Standing, with_: Ticking) -> Ticked:
    if not over:
        return ticked
    campaign_id = standing.campaign.campaign_id
    if not with_.campaigns.move(campaign_id, CampaignState.FINISHED, {CampaignState.RUNNING}):
        return ticked
    with_.schedules.remove(campaign_id)
    return replace(ticked, state=CampaignState.FINISHED)


def _handing_out(with_: Ticking) -> HandingOut:
    return HandingOut(with_.ticks, with_.queue, with_.seal_key, with_.is_holiday, with_.usd_per_minute)
