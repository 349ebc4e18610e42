"""Campaigns as people order, start and stop them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES, SPEAKS_FIRST
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import Route
from trunkline.campaigns.domain.calling_rules import LONGEST_CAP
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState, Channel
from trunkline.campaigns.domain.contact_imports import ContactImport, ImportRun, ImportState, is_own_key, uploaded_key
from trunkline.campaigns.domain.pacing import CampaignStatus
from trunkline.campaigns.ports import Campaigns, ImportRuns, Schedules
from trunkline.errors import BadRequest, Conflict, NotFound

# What each channel cannot do without.
NEEDS = {
    Channel.PROVIDER: ("agent_id",),
    Channel.RELAY: ("agent_id",),
    Channel.REGISTER: ("agent_id",),
    Channel.VOICE: ("voice", "text"),
    Channel.CONVERSE: ("agent_id",),
}
STARTS_FROM = {CampaignState.DRAFT, CampaignState.PAUSED}
STOPS_FROM = {CampaignState.DRAFT, CampaignState.RUNNING, CampaignState.PAUSED}


def order_campaign(
    campaign: Campaign, campaigns: Campaigns, may_ring: Destinations, by_phone_id: Collection[str]
) -> Campaign:
    """`by_phone_id` are the voice providers that dial from a number imported there, by its id; others take
    `from_number`. Raises BadRequest for what could never run, Conflict where the name is taken."""
    may_ring.refuse_regions(campaign.destinations)
    needs = NEEDS[campaign.channel]
    if campaign.channel is Channel.PROVIDER and campaign.provider in by_phone_id:
        needs = (*needs, "phone_number_id")
    if missing := [name for name in needs if not getattr(campaign, name)]:
        raise BadRequest(f"channel {campaign.channel} needs {' and '.join(missing)}")
    _check_disclosures(campaign)
    if campaign.starts_at and campaign.ends_at and campaign.ends_at <= campaign.starts_at:
        raise BadRequest("it ends before it starts")
    if campaign.ends_at and campaign.ends_at <= campaign.created_at:
        raise BadRequest("its end is over already")
    if campaign.window.opens >= campaign.window.closes or not campaign.window.weekdays:
        raise BadRequest("its window never opens")
    if campaign.cap.days > LONGEST_CAP.days:
        raise BadRequest(f"a frequency cap covers {LONGEST_CAP.days} days at most: calls are not remembered for longer")
    if not campaigns.add(campaign):
        raise Conflict("there is a campaign of that id")
    return campaign


def disclosing(campaign: Campaign, route: Route | None) -> Campaign:
    """With the disclosures of its number's own route, where the company has one."""
    if route is None or route.company_id != campaign.company_id:
        return campaign
    return replace(campaign, disclosures=campaign.disclosures.inherited_from(route.disclosures))


def _check_disclosures(campaign: Campaign) -> None:
    """Raises BadRequest for required texts that are missing, and for any where the voice provider speaks first."""
    known = campaign.disclosures
    if campaign.channel is Channel.PROVIDER and known != NO_DISCLOSURES:
        raise BadRequest(SPEAKS_FIRST)
    if known.required and not (known.ai and known.recording):
        raise BadRequest("disclosures are required: ai and recording")


def own_campaign(company_id: str, campaign_id: str, campaigns: Campaigns) -> Campaign:
    """The company's own campaign. Raises NotFound, also for another company's campaign."""
    campaign = campaigns.find(campaign_id)
    if campaign is None or campaign.company_id != company_id:
        raise NotFound("Campaign not found")
    return campaign


def check_list(campaign: Campaign, runs: ImportRuns) -> None:
    """A draft is started with its people: an empty list would be at its end at once. Raises Conflict."""
    if campaign.state is not CampaignState.DRAFT:
        return
    imports = runs.of_campaign(campaign.company_id, campaign.campaign_id)
    if any(run.state is ImportState.RUNNING for run in imports):
        raise Conflict("a list is still being imported")
    if not any(run.position.added for run in imports):
        raise Conflict("the campaign has no contacts")


def start(campaign: Campaign, campaigns: Campaigns, schedules: Schedules, reason: str = "") -> None:
    """Starts or resumes a campaign. The schedule first: a running campaign without ticks would never dial."""
    if campaign.state is CampaignState.RUNNING:
        schedules.create(campaign.campaign_id)
        return
    if campaign.state not in STARTS_FROM:
        raise Conflict(f"the campaign is {campaign.state}")
    schedules.create(campaign.campaign_id)
    if not campaigns.move(campaign.campaign_id, CampaignState.RUNNING, STARTS_FROM, reason):
        raise Conflict("the campaign has just changed state; read it again")


def pause(campaign: Campaign, campaigns: Campaigns) -> None:
    if campaign.state is CampaignState.PAUSED:
        return
    if not campaigns.move(campaign.campaign_id, CampaignState.PAUSED, {CampaignState.RUNNING}, "asked for"):
        raise Conflict("only a running campaign can be paused")


def cancel(campaign: Campaign, campaigns: Campaigns) -> None:
    """For good. Calls that ring already go on; the engine looks after them and then removes the clock."""
    if campaign.state is CampaignState.CANCELLED:
        return
    if not campaigns.move(campaign.campaign_id, CampaignState.CANCELLED, STOPS_FROM, "asked for"):
        raise Conflict("the campaign is over already")


def order_import(
    campaign: Campaign, import_id: str, key: str, default_region: str, runs: ImportRuns, now: datetime
) -> ContactImport:
    """Of a list that will be uploaded, or, with a key, of one that is in the company's folder already."""
    if campaign.is_over:
        raise Conflict(f"the campaign is {campaign.state}")
    company_id, campaign_id = campaign.company_id, campaign.campaign_id
    if key and not is_own_key(key, company_id):
        raise BadRequest(f"the key lies outside contacts/{company_id}/")
    where = key or uploaded_key(company_id, campaign_id, import_id)
    order = ContactImport(import_id, company_id, campaign_id, where, default_region, now)
    runs.add(order)
    return order


def own_import(company_id: str, campaign_id: str, import_id: str, runs: ImportRuns) -> ImportRun:
    run = runs.find(company_id, import_id)
    if run is None or run.order.campaign_id != campaign_id:
        raise NotFound("Import not found")
    return run


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """`contacts` counts all contacts of its lists; rate and end are None until they are known."""

    campaign: Campaign
    contacts: int
    done: int
    dialled: int
    live: int
    outcomes: dict[str, int]
    spent_usd: Decimal | None
    contacts_per_minute: Decimal | None
    seconds_left: int | None


def progress_of(
    status: CampaignStatus, imports: list[ImportRun], now: datetime, usd_per_minute: Decimal | None
) -> CampaignProgress:
    campaign, tally = status.campaign, status.tally
    contacts = sum(run.position.added for run in imports)
    rate = _rate(status, now)
    return CampaignProgress(
        campaign=campaign,
        contacts=contacts,
        done=tally.done,
        dialled=tally.dialled,
        live=tally.live,
        outcomes={outcome.value: number for outcome, number in sorted(tally.outcomes.items())},
        spent_usd=None if usd_per_minute is None else usd_per_minute * tally.billed_s / 60,
        contacts_per_minute=rate,
        seconds_left=int(max(0, contacts - tally.done) / rate * 60) if rate else None,
    )


def _rate(status: CampaignStatus, now: datetime) -> Decimal | None:
    """Since it was last started, hours without calls included."""
    campaign = status.campaign
    if campaign.state is not CampaignState.RUNNING or campaign.moved_at is None or not status.tally.done:
        return None
    minutes = Decimal(int((now - campaign.moved_at).total_seconds())) / 60
    return status.tally.done / minutes if minutes > 0 else None
