"""Campaigns: ordered, filled with people, looked at beforehand, started, stopped, and what became of them."""

from typing import Any

from fastapi import APIRouter

from api.errors import answers
from api.identity import Operator, Reader, Services, destinations_of
from api.models.campaigns import CampaignShape, NewCampaign, ProgressShape, campaign_told, ordered, progress_told
from api.models.fields import CampaignId, IdempotencyKey
from api.once import once
from api.own_campaign import own
from trunkline.accounts.use_cases.ownership import refuse_foreign_agent, refuse_foreign_number, refuse_foreign_phone
from trunkline.bootstrap.shared.common import new_name
from trunkline.campaigns.domain.budget import usd_per_minute
from trunkline.campaigns.use_cases.manage_campaigns import (
    cancel,
    check_list,
    order_campaign,
    pause,
    progress_of,
    start,
)
from trunkline.costs.domain.prices import table_of
from trunkline.errors import Conflict, NotFound

router = APIRouter(tags=["campaigns"])


@router.post("/campaigns", response_model=CampaignShape, status_code=201, responses=answers(409))
def create_campaign(
    body: NewCampaign, key: Operator, services: Services, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """A draft: nobody is called before it is started. A repeated request with the same `Idempotency-Key` makes one."""
    refuse_foreign_number(body.from_number, key.company_id, services.owners)
    refuse_foreign_phone(body.phone_number_id, key.company_id, services.owners)
    refuse_foreign_agent(body.agent_id, key.company_id, services.owners)
    may_ring = destinations_of(key.company_id, services)
    return once(
        services,
        key.company_id,
        idempotency_key,
        body.model_dump_json(),
        do=lambda now: campaign_told(
            order_campaign(ordered(body, new_name(), key.company_id, now), services.campaigns, may_ring)
        ),
        ask=lambda _since, _now: _unclear(),
    )


def _unclear() -> dict[str, Any]:
    raise Conflict("the first request broke off; list your campaigns, and order it anew under another Idempotency-Key")


@router.get("/campaigns", response_model=list[CampaignShape], responses=answers())
def list_campaigns(key: Reader, services: Services) -> list[dict[str, Any]]:
    """The oldest first."""
    return [campaign_told(item) for item in services.campaigns.of_company(key.company_id)]


@router.get("/campaigns/{campaign_id}", response_model=CampaignShape, responses=answers(404))
def get_campaign(campaign_id: CampaignId, key: Reader, services: Services) -> dict[str, Any]:
    return campaign_told(own(campaign_id, key, services))


@router.post("/campaigns/{campaign_id}/start", response_model=CampaignShape, responses=answers(404, 409))
def start_campaign(campaign_id: CampaignId, key: Operator, services: Services) -> dict[str, Any]:
    """From now on its people are called, in their calling hours. One that runs already goes on as it is."""
    campaign = own(campaign_id, key, services)
    check_list(campaign, services.imports)
    start(campaign, services.campaigns, services.schedules)
    return campaign_told(own(campaign_id, key, services))


@router.post("/campaigns/{campaign_id}/pause", response_model=CampaignShape, responses=answers(404, 409))
def pause_campaign(campaign_id: CampaignId, key: Operator, services: Services) -> dict[str, Any]:
    """No further call is placed; calls that ring already go on. `start` goes on where it stopped."""
    pause(own(campaign_id, key, services), services.campaigns)
    return campaign_told(own(campaign_id, key, services))


@router.post("/campaigns/{campaign_id}/resume", response_model=CampaignShape, responses=answers(404, 409))
def resume_campaign(campaign_id: CampaignId, key: Operator, services: Services) -> dict[str, Any]:
    """The same as `start`, for one that was paused."""
    campaign = own(campaign_id, key, services)
    check_list(campaign, services.imports)
    start(campaign, services.campaigns, services.schedules)
    return campaign_told(own(campaign_id, key, services))


@router.post("/campaigns/{campaign_id}/cancel", response_model=CampaignShape, responses=answers(404, 409))
def cancel_campaign(campaign_id: CampaignId, key: Operator, services: Services) -> dict[str, Any]:
    """For good: it cannot be started again."""
    cancel(own(campaign_id, key, services), services.campaigns)
    return campaign_told(own(campaign_id, key, services))


@router.get("/campaigns/{campaign_id}/progress", response_model=ProgressShape, responses=answers(404))
def get_progress(campaign_id: CampaignId, key: Reader, services: Services) -> dict[str, Any]:
    """Counts are exact. Rate and end are since it was last started, nights included."""
    own(campaign_id, key, services)
    standing = services.standings(campaign_id)
    if standing is None:
        raise NotFound("Campaign not found")
    imports = services.imports.of_campaign(key.company_id, campaign_id)
    now = services.now()
    return progress_told(progress_of(standing, imports, now, usd_per_minute(table_of(now.date()))))
