"""One tick of a campaign: sweeps lost attempts, applies breaker and budget, claims as many contacts as its pace allows.

Only due contacts are read, so a tick's cost does not grow with the list. A repeated tick finds the first at work,
or its time paid for; one that dies leaves attempts whose lease runs out.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from trunkline.campaigns.domain.calling_hours import IsHoliday
from trunkline.campaigns.domain.campaigns import CampaignState
from trunkline.campaigns.domain.pacing import TICK, CampaignStatus, has_tripped, spent_usd, starts_of
from trunkline.campaigns.ports import AttemptStore, Campaigns, Dialler, DialQueue, Schedules, TickStore
from trunkline.campaigns.use_cases.claim_contacts import ClaimContactsDeps, ClaimedContacts, claim_contacts
from trunkline.campaigns.use_cases.sweep_attempts import SweepAttemptsDeps, sweep

INDEX_LATE_AT_MOST = timedelta(hours=1)
"""The index follows within seconds. A count that stays above it for so long is wrong."""
BUSY = timedelta(seconds=90)
"""Longer than the function may run: a tick that died is followed by the next but one."""


@dataclass(frozen=True, slots=True)
class TickCampaignDeps:
    """Dependencies of `tick_campaign`."""

    ticks: TickStore
    attempts: AttemptStore
    campaigns: Campaigns
    queue: DialQueue
    dialler: Dialler
    schedules: Schedules
    seal_key: bytes
    is_holiday: IsHoliday
    usd_per_minute: Decimal
    relay_is_held: Callable[[str, datetime], bool]  # or was asked to wake, for the campaign of this name
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Ticked:
    """The result of a tick. `reason` says why it claimed no contact, or stopped the campaign."""

    state: CampaignState | None
    claimed: int = 0
    refused: int = 0
    swept: int = 0
    reason: str = ""


def tick(campaign_id: str, deps: TickCampaignDeps, now: datetime) -> Ticked:
    """Takes the lease before reading: what was read before another tick is out of date."""
    if not deps.ticks.begin(campaign_id, now, now + BUSY):
        return Ticked(None, reason="another tick is at work")
    ticked, empty_since = _tick(campaign_id, deps, now)
    deps.ticks.end(campaign_id, now + BUSY, empty_since)
    return ticked


def _tick(campaign_id: str, deps: TickCampaignDeps, now: datetime) -> tuple[Ticked, datetime | None]:
    status = deps.ticks.status(campaign_id)
    if status is None or status.campaign.state is CampaignState.DRAFT:
        deps.schedules.remove(campaign_id)
        return Ticked(None, reason="not started"), None
    campaign = status.campaign
    if campaign.is_over and status.tally.live == 0:
        deps.schedules.remove(campaign_id)
        return Ticked(campaign.state, reason="over"), None
    swept = sweep(campaign, SweepAttemptsDeps(deps.ticks, deps.attempts, deps.dialler, deps.seal_key), now)
    ticked = Ticked(campaign.state, swept=swept)
    return _run(status, ticked, deps, now) if campaign.state is CampaignState.RUNNING else (ticked, None)


def _run(
    status: CampaignStatus, ticked: Ticked, deps: TickCampaignDeps, now: datetime
) -> tuple[Ticked, datetime | None]:
    campaign = status.campaign
    if campaign.starts_at and now < campaign.starts_at:
        return replace(ticked, reason="not yet"), None
    if campaign.ends_at and now >= campaign.ends_at:
        return _finish_if(status.tally.live == 0, replace(ticked, reason="time is up"), status, deps), None
    if reason := _trouble(status, deps.usd_per_minute):
        deps.campaigns.move(campaign.campaign_id, CampaignState.PAUSED, {CampaignState.RUNNING}, reason)
        return replace(ticked, state=CampaignState.PAUSED, reason=reason), None
    out = claim_contacts(status, _handing_out(deps), starts_of(status, now), now)
    reason = "relay waking" if out.waits_for_relay else ""
    ticked = replace(ticked, claimed=out.claimed, refused=out.refused, reason=reason)
    return _end_of_list(status, out, ticked, deps, now)


def _trouble(status: CampaignStatus, usd_per_minute: Decimal) -> str:
    if has_tripped(status):
        return "breaker"
    budget = status.campaign.budget_usd
    return "budget" if budget is not None and spent_usd(status.tally, usd_per_minute) >= budget else ""


def _end_of_list(
    status: CampaignStatus, out: ClaimedContacts, ticked: Ticked, deps: TickCampaignDeps, now: datetime
) -> tuple[Ticked, datetime | None]:
    """No contact waits, no call is live and all contacts count as done, twice in a row: counts come before the index.

    The index may be late with a contact who waits again, so the tick waits while the counts miss a contact.
    """
    tally = status.tally
    if not out.is_exhausted or tally.live:
        return ticked, None
    since = status.empty_since or now
    patience = TICK if tally.done >= tally.contacts else INDEX_LATE_AT_MOST
    return _finish_if(now - since >= patience, ticked, status, deps), since


def _finish_if(over: bool, ticked: Ticked, status: CampaignStatus, deps: TickCampaignDeps) -> Ticked:
    if not over:
        return ticked
    campaign_id = status.campaign.campaign_id
    if not deps.campaigns.move(campaign_id, CampaignState.FINISHED, {CampaignState.RUNNING}):
        return ticked
    deps.schedules.remove(campaign_id)
    return replace(ticked, state=CampaignState.FINISHED)


def _handing_out(deps: TickCampaignDeps) -> ClaimContactsDeps:
    gates = (deps.seal_key, deps.is_holiday, deps.usd_per_minute, deps.relay_is_held)
    return ClaimContactsDeps(deps.ticks, deps.queue, *gates)
