"""Erasures of one person from a company's calls. They run as jobs; the receipt has their result."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from api.auditing import Audit
from api.errors import answers
from api.identity import Admin, deps_of
from api.models.fields import PersonsNumber, Shape, zulu
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import ErasureDeps
from trunkline.bootstrap.shared.common import new_id
from trunkline.errors import NotFound
from trunkline.privacy.domain.erasures import ErasureReport

router = APIRouter(tags=["erasures"])
Deps = Annotated[ErasureDeps, Depends(deps_of)]
ErasureId = Annotated[str, Path(pattern=r"^[a-z0-9]{1,32}$")]


class NewErasure(Shape):
    """`dry_run` only counts; nothing is deleted before it is false."""

    number: PersonsNumber
    dry_run: bool = True


class ReceiptShape(BaseModel):
    """The person is a fingerprint that cannot be turned back; so is each call among the failures."""

    erasure_id: str
    status: str
    person: str
    dry_run: bool
    requested_at: str
    finished_at: str | None
    calls: int
    deleted: dict[str, int]
    failures: int
    failed: list[dict[str, str]]


@router.post("/erasures", response_model=ReceiptShape, status_code=202, responses=answers())
def create_erasure(body: NewErasure, key: Admin, deps: Deps, audit: Audit) -> ReceiptShape:
    person = deps.person_fingerprint(body.number)
    receipt = ErasureReport(new_id(), key.company_id, person, body.dry_run, requested_at=zulu(deps.now()))
    reason = "dry run" if body.dry_run else ""
    audit.note(key, Action.ERASURE_ORDER, receipt.erasure_id, subject=person, reason=reason)
    deps.receipts.keep(receipt)
    job: dict[str, Any] = {"company_id": key.company_id, "erasure_id": receipt.erasure_id, "number": body.number}
    deps.erasure_jobs.send(job)
    return _to_response(receipt)


@router.get("/erasures/{erasure_id}", response_model=ReceiptShape, responses=answers(404))
def get_erasure(erasure_id: ErasureId, key: Admin, deps: Deps, audit: Audit) -> ReceiptShape:
    receipt = deps.receipts.find(key.company_id, erasure_id)
    if receipt is None:
        raise NotFound("Erasure not found")
    audit.note(key, Action.ERASURE_READ, erasure_id, subject=receipt.person)
    return _to_response(receipt)


def _to_response(receipt: ErasureReport) -> ReceiptShape:
    return ReceiptShape(
        erasure_id=receipt.erasure_id,
        status=receipt.status,
        person=receipt.person,
        dry_run=receipt.dry_run,
        requested_at=receipt.requested_at,
        finished_at=receipt.finished_at or None,
        calls=receipt.calls,
        deleted=receipt.deleted,
        failures=receipt.failures,
        failed=receipt.failed,
    )
