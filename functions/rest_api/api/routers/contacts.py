"""A campaign's contacts: imports, previews and results. All three run as jobs."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, StringConstraints

from api.auditing import Audit
from api.errors import answers
from api.identity import Admin, Operator, Reader, deps_of
from api.models.campaigns import Region
from api.models.fields import CampaignId, Shape, zulu
from api.own_campaign import own, own_people
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import CampaignDeps
from trunkline.bootstrap.shared.common import new_id
from trunkline.campaigns.domain.contact_imports import ImportRun, ImportState
from trunkline.campaigns.use_cases.import_contacts import import_job
from trunkline.campaigns.use_cases.manage_campaigns import order_import, own_import
from trunkline.campaigns.use_cases.preview_campaign import preview_name, results_name
from trunkline.errors import Conflict, NotFound

router = APIRouter(tags=["campaigns"])
Deps = Annotated[CampaignDeps, Depends(deps_of)]
ImportId = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{1,40}$")]
LINK_S = 900
UPLOAD_S = 3600


class NewImport(Shape):
    """`key`: a list that lies in the bucket already, below contacts/<your company>/. Without it you get an address to
    upload one to. `default_region` is the country of numbers that are written without one."""

    default_region: Region = "US"
    key: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None


class ImportShape(BaseModel):
    """`problem` says why a list could not be read at all. The report lists every rejected row."""

    import_id: str
    status: Literal["waiting", "running", "done", "failed"]
    requested_at: str
    share: float
    rows: int
    added: int
    merged: int
    rejected: int
    problem: str
    rows_per_second: float | None
    seconds_left: int | None


class ImportOrdered(ImportShape):
    """PUT the list there within an hour, with `Content-Type: text/csv`; then begin. Empty where the list is there."""

    upload_url: str


class ImportWhole(ImportShape):
    """The link needs no key and expires after a quarter of an hour."""

    report_url: str | None = None


class PreviewShape(BaseModel):
    """`status` is `working` until the whole list is checked. Times and price assume that the first call reaches every
    contact and lasts as long as stated."""

    status: Literal["working", "done"]
    made_at: str | None = None
    contacts: int = 0
    will_dial: int = 0
    skipped: dict[str, int] = {}
    first_call_at: str | None = None
    last_call_at: str | None = None
    estimated_usd: str | None = None
    assumed_minutes_per_call: float | None = None


class ResultsShape(BaseModel):
    """A table with a row for each contact. The link needs no key and expires after a quarter of an hour."""

    status: Literal["working", "done"]
    made_at: str | None = None
    rows: int = 0
    url: str | None = None


@router.post(
    "/campaigns/{campaign_id}/contacts", response_model=ImportOrdered, status_code=201, responses=answers(404, 409)
)
def order_contacts(campaign_id: CampaignId, body: NewImport, key: Operator, deps: Deps) -> dict[str, Any]:
    """The first of two steps: where to put the list. People named twice become one; those there already stay."""
    campaign = own(campaign_id, key, deps)
    region = body.default_region[:2]
    order = order_import(campaign, new_id(), body.key or "", region, deps.imports, deps.now())
    url = "" if body.key else deps.upload_link(order.key, UPLOAD_S)
    return _to_response(ImportRun(order), deps) | {"upload_url": url}


@router.get("/campaigns/{campaign_id}/contacts", response_model=list[ImportShape], responses=answers(404))
def list_imports(campaign_id: CampaignId, key: Reader, deps: Deps) -> list[dict[str, Any]]:
    own(campaign_id, key, deps)
    return [_to_response(run, deps) for run in deps.imports.of_campaign(key.company_id, campaign_id)]


@router.post(
    "/campaigns/{campaign_id}/contacts/{import_id}/begin",
    response_model=ImportShape,
    status_code=202,
    responses=answers(404, 409),
)
def begin_import(campaign_id: CampaignId, import_id: ImportId, key: Operator, deps: Deps) -> dict[str, Any]:
    """Begun twice, it is done once."""
    campaign = own(campaign_id, key, deps)
    run = own_import(key.company_id, campaign_id, import_id, deps.imports)
    if campaign.is_over:
        raise Conflict(f"the campaign is {campaign.state}")
    if not run.is_over:
        deps.list_jobs.send(import_job(run.order))
    return _to_response(run, deps)


@router.get("/campaigns/{campaign_id}/contacts/{import_id}", response_model=ImportWhole, responses=answers(404))
def get_import(campaign_id: CampaignId, import_id: ImportId, key: Operator, deps: Deps) -> dict[str, Any]:
    """The progress of an import, with rate and end; the report of rejected rows once it is done, of patients for a
    clinical key."""
    campaign = own(campaign_id, key, deps)
    run = own_import(key.company_id, campaign_id, import_id, deps.imports)
    is_shown = run.state is ImportState.DONE and (key.clinical or not campaign.clinical)
    return _to_response(run, deps) | {"report_url": deps.link(run.order.report_key, LINK_S) if is_shown else None}


@router.post("/campaigns/{campaign_id}/preview", response_model=PreviewShape, status_code=202, responses=answers(404))
def make_preview(campaign_id: CampaignId, key: Operator, deps: Deps) -> dict[str, Any]:
    """Starts a job that checks every contact as if the campaign were started now."""
    return _ask("preview", preview_name(campaign_id), campaign_id, key, deps)


@router.get("/campaigns/{campaign_id}/preview", response_model=PreviewShape, responses=answers(404))
def get_preview(campaign_id: CampaignId, key: Reader, deps: Deps) -> dict[str, Any]:
    """The contacts it would dial and skip, with reasons, the times of the first and last call, and the price."""
    own(campaign_id, key, deps)
    payload = _noted(preview_name(campaign_id), key.company_id, deps, "no preview was asked for in the last week")
    return {"status": "working"} if "asked_at" in payload else {"status": "done", **payload}


@router.post("/campaigns/{campaign_id}/results", response_model=ResultsShape, status_code=202, responses=answers(404))
def make_results(campaign_id: CampaignId, key: Admin, deps: Deps) -> dict[str, Any]:
    """Starts a job that writes the table of all contacts in their present state."""
    return _ask("results", results_name(campaign_id), campaign_id, key, deps)


@router.get("/campaigns/{campaign_id}/results", response_model=ResultsShape, responses=answers(404))
def get_results(campaign_id: CampaignId, key: Admin, deps: Deps, audit: Audit) -> dict[str, Any]:
    """The table of results. It contains personal data, so it takes an admin key; of patients, a clinical one."""
    own_people(campaign_id, key, deps)
    payload = _noted(results_name(campaign_id), key.company_id, deps, "no results were asked for in the last week")
    if "asked_at" in payload:
        return {"status": "working"}
    audit.note(key, Action.EXPORT_READ, f"results of {campaign_id}")
    link = deps.link(payload["key"], LINK_S)
    return {"status": "done", "made_at": payload["made_at"], "rows": payload["rows"], "url": link}


def _ask(kind: str, name: str, campaign_id: str, key: Any, deps: CampaignDeps) -> dict[str, Any]:
    campaign = own(campaign_id, key, deps)
    deps.notes.write(campaign.company_id, name, {"asked_at": zulu(deps.now())})
    deps.list_jobs.send({"kind": kind, "company_id": campaign.company_id, "campaign_id": campaign_id})
    return {"status": "working"}


def _noted(name: str, company_id: str, deps: CampaignDeps, otherwise: str) -> dict[str, Any]:
    payload = deps.notes.read(company_id, name)
    if payload is None:
        raise NotFound(otherwise)
    return payload


def _to_response(run: ImportRun, deps: CampaignDeps) -> dict[str, Any]:
    position, now = run.position, deps.now()
    seconds = ((run.ended_at or now) - run.began_at).total_seconds() if run.began_at else 0
    rate = position.rows / seconds if seconds > 0 and position.rows else None
    is_running = run.state is ImportState.RUNNING
    return {
        "import_id": run.order.import_id,
        "status": run.state.value,
        "requested_at": zulu(run.order.requested_at),
        "share": round(run.share, 4),
        "rows": position.rows,
        "added": position.added,
        "merged": position.merged,
        "rejected": position.rejected,
        "problem": run.problem,
        "rows_per_second": round(rate, 1) if rate else None,
        "seconds_left": int(seconds / run.share - seconds) if is_running and rate and run.share else None,
    }
