"""People who must not be called: by your company, or in one of its campaigns. Global ones are ours to set."""

from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field, StringConstraints

from api.errors import answers
from api.identity import Admin, Operator, Reader, deps_of
from api.models.fields import PersonsNumber, Shape, zulu
from api.own_campaign import own
from trunkline.accounts.domain.companies import ApiKey
from trunkline.bootstrap.shared.api_deps import CampaignDeps
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.errors import NotFound

router = APIRouter(tags=["suppressions"])
Deps = Annotated[CampaignDeps, Depends(deps_of)]
SHOWN_AT_MOST = 1000
OwnCampaign = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,40}$")]
SuppressionId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="The id it has in the list")]


class NewSuppressions(Shape):
    """With a `campaign_id` they count for that campaign, else for every campaign of yours. `source`: who asked."""

    numbers: Annotated[list[PersonsNumber], Field(min_length=1, max_length=500)]
    campaign_id: OwnCampaign | None = None
    source: Annotated[str, StringConstraints(min_length=1, max_length=100)] = "api"


class SuppressionShape(BaseModel):
    """`suppression_id` stands for the number in events and in addresses."""

    suppression_id: str
    number: str
    reach: Literal["global", "company", "campaign"]
    source: str
    at: str


class Suppressed(BaseModel):
    added: int


class SuppressionList(BaseModel):
    """At most a thousand; `has_more` says that there are others."""

    suppressions: list[SuppressionShape]
    has_more: bool


@router.post("/suppressions", response_model=Suppressed, status_code=201, responses=answers(404))
def add_suppressions(body: NewSuppressions, key: Operator, deps: Deps) -> Suppressed:
    """They count before the next call of any campaign, also for calls that wait to be placed. Twice is once."""
    for number in dict.fromkeys(body.numbers):
        deps.suppressions.add(_suppression(number, body.campaign_id, body.source, key, deps))
    return Suppressed(added=len(set(body.numbers)))


@router.get("/suppressions", response_model=SuppressionList, responses=answers(404))
def list_suppressions(key: Reader, deps: Deps, campaign_id: OwnCampaign | None = None) -> SuppressionList:
    """Your company's, or one campaign's."""
    owner = own(campaign_id, key, deps).campaign_id if campaign_id else key.company_id
    found = list(islice(deps.suppressions.of_company(owner), SHOWN_AT_MOST + 1))
    shown = [_to_response(item) for item in found[:SHOWN_AT_MOST]]
    return SuppressionList(suppressions=shown, has_more=len(found) > SHOWN_AT_MOST)


@router.delete("/suppressions", status_code=204, responses=answers(404))
def remove_suppression(
    number: Annotated[PersonsNumber, Query()], key: Admin, deps: Deps, campaign_id: OwnCampaign | None = None
) -> None:
    """Only where the person has said so: they may be called again."""
    if not deps.suppressions.remove(_suppression(number, campaign_id, "", key, deps)):
        raise NotFound("Suppression not found")


@router.delete("/suppressions/{suppression_id}", status_code=204, responses=answers(404))
def remove_listed_suppression(
    suppression_id: SuppressionId, key: Admin, deps: Deps, campaign_id: OwnCampaign | None = None
) -> None:
    """By its id in the list, so that no address has the number. Only where the person has said so."""
    owner = own(campaign_id, key, deps).campaign_id if campaign_id else key.company_id
    found = next((item for item in deps.suppressions.of_company(owner) if item.suppression_id == suppression_id), None)
    if found is None or not deps.suppressions.remove(found):
        raise NotFound("Suppression not found")


def _suppression(number: str, campaign_id: str | None, source: str, key: ApiKey, deps: CampaignDeps) -> Suppression:
    if campaign_id is None:
        return Suppression(number, SuppressionScope.COMPANY, key.company_id, source, deps.now())
    return Suppression(number, SuppressionScope.CAMPAIGN, own(campaign_id, key, deps).campaign_id, source, deps.now())


def _to_response(suppression: Suppression) -> SuppressionShape:
    return SuppressionShape(
        suppression_id=suppression.suppression_id,
        number=suppression.phone,
        reach=suppression.reach.value,
        source=suppression.source,
        at=zulu(suppression.at),
    )
