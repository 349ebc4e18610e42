"""Campaigns: ordered, filled with people, looked at beforehand, started, stopped, and what became of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.errors import answers
from api.identity import Operator, Reader, deps_of, destinations_of
from api.models.campaigns import (
    CampaignShape,
    NewCampaign,
    ProgressShape,
    campaign_to_response,
    ordered,
    progress_to_response,
)
from api.models.fields import CampaignId, IdempotencyKey
from api.once import once
from api.own_campaign import own
from trunkline.accounts.domain.companies import ApiKey
from trunkline.accounts.use_cases.ownership import refuse_foreign_agent, refuse_foreign_number, refuse_foreign_phone
from trunkline.bootstrap.shared.api_deps import CampaignDeps
from trunkline.bootstrap.shared.common import new_id
from trunkline.campaigns.domain.budget import usd_per_minute
from trunkline.campaigns.use_cases.manage_campaigns import (
    cancel,
    check_list,
    disclosing,
    order_campaign,
    pause,
    progress_of,
    start,
)
from trunkline.costs.domain.prices import table_of
from trunkline.errors import Conflict, NotFound

router = APIRouter(tags=["campaigns"])
Deps = Annotated[CampaignDeps, Depends(deps_of)]


@router.post("/campaigns", response_model=CampaignShape, status_code=201, responses=answers(409))
def create_campaign(
    body: NewCampaign, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Creates a draft: no call is placed before it is started. A repeated request with the same `Idempotency-Key`
    creates one campaign."""
    refuse_foreign_number(body.from_number, key.company_id, deps.owners)
    refuse_foreign_phone(body.phone_number_id, key.company_id, deps.owners)
    refuse_foreign_agent(body.agent_id, key.company_id, deps.owners)
    may_ring, route = destinations_of(key.company_id, deps), deps.routes.find(body.from_number)
    return once(
        deps,
        key.company_id,
        idempotency_key,
        body.model_dump_json(),
        do=lambda now: campaign_to_response(
            order_campaign(
                disclosing(ordered(body, new_id(), key.company_id, now), route),
                deps.campaigns,
                may_ring,
                deps.by_phone_id,
            )
        ),
        ask=lambda _since, _now: _unclear(),
    )


def _unclear() -> dict[str, Any]:
    raise Conflict("the first request broke off; list your campaigns, and order it anew under another Idempotency-Key")


@router.get("/campaigns", response_model=list[CampaignShape], responses=answers())
def list_campaigns(key: Reader, deps: Deps) -> list[dict[str, Any]]:
    """The oldest first."""
    return [campaign_to_response(item) for item in deps.campaigns.of_company(key.company_id)]


@router.get("/campaigns/{campaign_id}", response_model=CampaignShape, responses=answers(404))
def get_campaign(campaign_id: CampaignId, key: Reader, deps: Deps) -> dict[str, Any]:
    return campaign_to_response(own(campaign_id, key, deps))


@router.post("/campaigns/{campaign_id}/start", response_model=CampaignShape, responses=answers(404, 409))
def start_campaign(campaign_id: CampaignId, key: Operator, deps: Deps) -> dict[str, Any]:
    """From now on its people are called, in their calling hours. One that runs already goes on as it is."""
    return _start(campaign_id, key, deps)


@router.post("/campaigns/{campaign_id}/pause", response_model=CampaignShape, responses=answers(404, 409))
def pause_campaign(campaign_id: CampaignId, key: Operator, deps: Deps) -> dict[str, Any]:
    """No further call is placed; calls that ring already go on. `start` goes on where it stopped."""
    pause(own(campaign_id, key, deps), deps.campaigns)
    return campaign_to_response(own(campaign_id, key, deps))


@router.post("/campaigns/{campaign_id}/resume", response_model=CampaignShape, responses=answers(404, 409))
def resume_campaign(campaign_id: CampaignId, key: Operator, deps: Deps) -> dict[str, Any]:
    """The same as `start`, for a campaign that was paused."""
    return _start(campaign_id, key, deps)


def _start(campaign_id: str, key: ApiKey, deps: CampaignDeps) -> dict[str, Any]:
    campaign = own(campaign_id, key, deps)
    check_list(campaign, deps.imports)
    start(campaign, deps.campaigns, deps.schedules)
    return campaign_to_response(own(campaign_id, key, deps))


@router.post("/campaigns/{campaign_id}/cancel", response_model=CampaignShape, responses=answers(404, 409))
def cancel_campaign(campaign_id: CampaignId, key: Operator, deps: Deps) -> dict[str, Any]:
    """For good: it cannot be started again."""
    cancel(own(campaign_id, key, deps), deps.campaigns)
    return campaign_to_response(own(campaign_id, key, deps))


@router.get("/campaigns/{campaign_id}/progress", response_model=ProgressShape, responses=answers(404))
def get_progress(campaign_id: CampaignId, key: Reader, deps: Deps) -> dict[str, Any]:
    """Counts are exact. Rate and end are since it was last started, nights included."""
    own(campaign_id, key, deps)
    status = deps.campaign_status(campaign_id)
    if status is None:
        raise NotFound("Campaign not found")
    imports = deps.imports.of_campaign(key.company_id, campaign_id)
    now = deps.now()
    return progress_to_response(progress_of(status, imports, now, usd_per_minute(table_of(now.date()))))
