"""The audit log: who accessed what of the company's calls, patients, exports and erasures, a day at a time."""

import base64
import binascii
import heapq
import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.auditing import Audit
from api.errors import answers
from api.identity import ClinicalAdmin, deps_of
from trunkline.audit.domain.entries import SHARDS, Action, Entry
from trunkline.bootstrap.shared.api_deps import AuditDeps
from trunkline.errors import BadRequest

router = APIRouter(tags=["audit"])
Deps = Annotated[AuditDeps, Depends(deps_of)]


class AuditEntry(BaseModel):
    """An access. `actor` has the label of the key, `subject` a pseudonym of the person. `log` and `seq` are its place
    in one of the company's chains, `seal` is what the next one covers."""

    log: str
    seq: int
    ts: str
    actor: str
    key: str
    action: str
    subject: str
    object: str
    outcome: str
    reason: str
    request_id: str
    seal: str


class AuditPage(BaseModel):
    entries: list[AuditEntry]
    next_cursor: str | None
    has_more: bool


@router.get("/audit", response_model=AuditPage, responses=answers())
def list_audit(
    key: ClinicalAdmin,
    deps: Deps,
    audit: Audit,
    day: date,
    page_size: Annotated[int, Query(ge=1, le=200)] = 100,
    cursor: Annotated[str | None, Query(max_length=256)] = None,
) -> AuditPage:
    """The entries of a day in UTC, the newest first. To read it is an entry of its own."""
    places = _places(cursor)
    audit.note(key, Action.AUDIT_READ, day.isoformat())
    places = places or [deps.audit_chains.head(key.company_id, shard).seq + 1 for shard in range(SHARDS)]
    chains = (_numbered(shard, deps, key.company_id, day, places[shard]) for shard in range(SHARDS))
    merged = heapq.merge(*chains, key=lambda found: (str(found[1].values().get("ts", "")), found[0]), reverse=True)
    shown = list(islice(merged, page_size + 1))
    for shard, entry in shown[:page_size]:
        places[shard] = entry.seq
    has_more = len(shown) > page_size
    return AuditPage(
        entries=[_to_response(entry) for _, entry in shown[:page_size]],
        next_cursor=_cursor(places) if has_more else None,
        has_more=has_more,
    )


def _numbered(shard: int, deps: AuditDeps, company_id: str, day: date, before: int) -> Iterator[tuple[int, Entry]]:
    found = deps.audit_chains.newest_of_day(company_id, day.isoformat(), shard, before)
    return ((shard, entry) for entry in found)


def _to_response(entry: Entry) -> AuditEntry:
    values = entry.values()
    texts = {name: str(values.get(name, "")) for name in AuditEntry.model_fields if name not in ("seq", "seal")}
    return AuditEntry(seq=entry.seq, seal=entry.seal, **texts)


def _cursor(places: list[int]) -> str:
    return base64.urlsafe_b64encode(json.dumps(places).encode()).decode()


def _places(cursor: str | None) -> list[int]:
    """The number before which a page goes on, by shard. Empty without a cursor. Entries that come meanwhile are behind
    it, and so on no later page."""
    if not cursor:
        return []
    try:
        places = json.loads(base64.urlsafe_b64decode(cursor))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadRequest("the cursor is not one of ours") from error
    if not isinstance(places, list) or len(places) != SHARDS or not all(map(_is_number, places)):
        raise BadRequest("the cursor is not one of ours")
    return places


def _is_number(place: object) -> bool:
    return type(place) is int and 0 <= place < 10**12
