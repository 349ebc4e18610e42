"""Exports of a company's calls: asked for, listed, and fetched by signed links when they are done."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from api.auditing import Audit
from api.errors import answers
from api.identity import Admin, Reader, deps_of
from api.models.fields import AgentId, Shape, zulu
from trunkline.accounts.use_cases.manage_companies import NEEDS_CLINICAL
from trunkline.audit.domain.entries import Action, Outcome
from trunkline.bootstrap.shared.api_deps import ExportDeps
from trunkline.bootstrap.shared.common import new_id
from trunkline.errors import Forbidden, NotFound
from trunkline.exports.domain.exports import Export, ExportRun
from trunkline.exports.use_cases.export_calls import ask_for_export

router = APIRouter(tags=["exports"])
Deps = Annotated[ExportDeps, Depends(deps_of)]
ExportId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,64}$")]
Format = Literal["jsonl", "csv", "parquet", "txt", "vtt"]
USUALLY: tuple[Format, ...] = ("jsonl",)
LINK_S = 900
LINKS_AT_MOST = 500


class NewExport(Shape):
    """An export of whole days in UTC, both ends included. `deidentified` removes numbers, addresses and names.
    Patients' calls are in those, and, with who they are, in exports that a clinical key asks for."""

    first_day: date
    last_day: date
    formats: Annotated[list[Format], Field(min_length=1, max_length=5, default_factory=lambda: list(USUALLY))]
    agent_id: AgentId | None = None
    outcome: Literal["success", "failure", "unknown"] | None = None
    deidentified: bool = False


class ExportShape(BaseModel):
    export_id: str
    status: Literal["running", "done"]
    requested_at: str
    finished_at: str | None
    rows: int
    filters: dict[str, Any]


class ExportFileShape(BaseModel):
    key: str
    format: str
    rows: int
    bytes: int
    sha256: str
    url: str


class ExportWhole(ExportShape):
    """Links are good for a quarter of an hour; the manifest lists every file, here are the first 500."""

    manifest_url: str | None = None
    files: list[ExportFileShape] = Field(default_factory=list)
    files_left_out: int = 0


@router.post("/exports", response_model=ExportShape, status_code=202, responses=answers())
def create_export(body: NewExport, key: Admin, deps: Deps, audit: Audit) -> ExportShape:
    """Begins at once, beside this request. Ask for it again until its status is `done`."""
    now = deps.now()
    export = Export(
        export_id=new_id(),
        company_id=key.company_id,
        first_day=body.first_day,
        last_day=body.last_day,
        formats=tuple(sorted(set(body.formats))),
        requested_at=now,
        agent_id=body.agent_id,
        outcome=body.outcome,
        deidentified=body.deidentified,
        clinical=key.clinical and not body.deidentified,
    )
    audit.note(
        key, Action.EXPORT_ORDER, export.export_id, reason="de-identified" if body.deidentified else "with names"
    )
    return ExportShape(**_to_response(ask_for_export(export, deps.exports, deps.export_jobs, now.date())))


@router.get("/exports", response_model=list[ExportShape], responses=answers())
def list_exports(key: Reader, deps: Deps) -> list[ExportShape]:
    """The newest first, those of the schedule among them."""
    return [ExportShape(**_to_response(run)) for run in deps.exports.of_company(key.company_id)]


@router.get("/exports/{export_id}", response_model=ExportWhole, responses=answers(404))
def get_export(export_id: ExportId, key: Admin, deps: Deps, audit: Audit) -> ExportWhole:
    """With links to its files once it is done. The links need no key, so this takes an admin key."""
    run = deps.exports.find(key.company_id, export_id)
    if run is None:
        raise NotFound("Export not found")
    if run.export.clinical and not key.clinical:
        audit.note(key, Action.EXPORT_READ, export_id, outcome=Outcome.DENIED, reason="not clinical")
        raise Forbidden(NEEDS_CLINICAL)
    if run.finished_at is None:
        return ExportWhole(**_to_response(run))
    audit.note(key, Action.EXPORT_READ, export_id)
    manifest = run.export.manifest_key
    files = deps.transcripts(manifest)["files"]
    shown = [ExportFileShape(**file, url=deps.link(file["key"], LINK_S)) for file in files[:LINKS_AT_MOST]]
    left_out = max(0, len(files) - LINKS_AT_MOST)
    return ExportWhole(
        **_to_response(run), manifest_url=deps.link(manifest, LINK_S), files=shown, files_left_out=left_out
    )


def _to_response(run: ExportRun) -> dict[str, Any]:
    finished: datetime | None = run.finished_at
    return {
        "export_id": run.export.export_id,
        "status": "done" if finished else "running",
        "requested_at": zulu(run.export.requested_at),
        "finished_at": zulu(finished) if finished else None,
        "rows": run.rows,
        "filters": run.export.filters(),
    }
