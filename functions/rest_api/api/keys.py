"""The keys of a company's programs: made, listed, replaced, revoked. A key is shown once."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, StringConstraints

from api.errors import answers
from api.identity import Admin, Operator, Services
from api.shapes import Shape, zulu
from trunkline.domain.companies import ApiKey, Scope
from trunkline.use_cases.manage_companies import (
    NewKey,
    add_key,
    good_keys,
    lend_key,
    replace_key,
    revoke_key,
)

router = APIRouter(tags=["keys"])
KeyId = Annotated[str, Path(pattern=r"^[a-z0-9]{1,32}$")]


class NewKeyWish(Shape):
    scope: Literal["read", "operate", "admin"]
    label: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class KeyShape(BaseModel):
    key_id: str
    scope: str
    label: str
    created_at: str
    ends_at: str | None


class KeyShown(KeyShape):
    """The only time the key itself is told."""

    api_key: str


class TicketShown(BaseModel):
    """Put it in the place of the API key in the socket's address."""

    ticket: str
    ends_at: str


@router.post("/keys", response_model=KeyShown, status_code=201, responses=answers())
def create_key(wish: NewKeyWish, key: Admin, services: Services) -> KeyShown:
    scope = Scope.named(wish.scope)
    return _shown(add_key(key.company_id, scope, wish.label, services.companies, services.new_secrets, services.now()))


@router.get("/keys", response_model=list[KeyShape], responses=answers())
def list_keys(key: Admin, services: Services) -> list[KeyShape]:
    return [KeyShape(**_told(one)) for one in good_keys(key.company_id, services.companies, services.now())]


@router.post("/keys/{key_id}/rotate", response_model=KeyShown, status_code=201, responses=answers(404))
def rotate_key(key_id: KeyId, key: Admin, services: Services) -> KeyShown:
    """Another key of the same scope. The old one opens for a day more."""
    return _shown(replace_key(key.company_id, key_id, services.companies, services.new_secrets, services.now()))


@router.post("/stream-tickets", response_model=TicketShown, status_code=201, responses=answers())
def create_stream_ticket(key: Operator, services: Services) -> TicketShown:
    """A key for a minute, for the address of a program's socket: lasting keys do not belong into addresses."""
    lent = lend_key(key.company_id, Scope.OPERATE, services.companies, services.new_secrets, services.now())
    assert lent.key.ends_at is not None
    return TicketShown(ticket=lent.written, ends_at=zulu(lent.key.ends_at))


@router.delete("/keys/{key_id}", status_code=204, responses=answers(404))
def delete_key(key_id: KeyId, key: Admin, services: Services) -> Response:
    """At once; within half a minute everywhere."""
    revoke_key(key.company_id, key_id, services.companies, services.now())
    return Response(status_code=204)


def _shown(new: NewKey) -> KeyShown:
    return KeyShown(**_told(new.key), api_key=new.written)


def _told(key: ApiKey) -> dict[str, Any]:
    return {
        "key_id": key.key_id,
        "scope": key.scope.word,
        "label": key.label,
        "created_at": zulu(key.created_at),
        "ends_at": zulu(key.ends_at) if key.ends_at else None,
    }
