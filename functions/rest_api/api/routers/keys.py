"""The keys of a company's programs: made, listed, replaced, revoked. A key is shown once."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field, StringConstraints, model_validator

from api.auditing import Audit
from api.errors import answers
from api.identity import Admin, Operator, deps_of
from api.models.fields import AgentId, CallSid, Shape, zulu
from trunkline.accounts.domain.companies import CLINICAL, ApiKey, Scope
from trunkline.accounts.use_cases.manage_companies import (
    NewKey,
    SocketPlace,
    add_key,
    add_ticket,
    good_keys,
    replace_key,
    revoke_key,
)
from trunkline.accounts.use_cases.ownership import refuse_foreign_agent
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import AccessDeps
from trunkline.calls.use_cases.control_call import own_call
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.errors import RelayWaking
from trunkline.ids import CallId

router = APIRouter(tags=["keys"])
Deps = Annotated[AccessDeps, Depends(deps_of)]
KeyId = Annotated[str, Path(pattern=r"^[a-z0-9]{1,32}$")]


class NewKeyRequest(Shape):
    """`label` says who holds the key: one for each person. A clinical key's is in use once (409)."""

    scope: Literal["read", "operate", "admin"]
    label: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    clinical: Annotated[bool, Field(description="Whether it also opens what belongs to patients")] = False


class KeyShape(BaseModel):
    key_id: str
    scope: str
    clinical: bool
    label: str
    created_at: str
    ends_at: str | None


class KeyShown(KeyShape):
    """The only answer that contains the key itself."""

    api_key: str


class NewTicket(Shape):
    """The purpose of the socket: a call of yours, or, for a peer without a call, an agent of yours. Exactly one."""

    call_sid: CallSid | None = None
    agent_id: AgentId | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "NewTicket":
        if (self.call_sid is None) == (self.agent_id is None):
            raise ValueError("either call_sid or agent_id")
        return self


class TicketShown(BaseModel):
    """In the place of the API key in the socket's address: `socket_url`, then `/{peer_id}/{ticket}/{agent_id}`."""

    ticket: str
    socket_url: str
    ends_at: str


@router.post("/keys", response_model=KeyShown, status_code=201, responses=answers(409))
def create_key(body: NewKeyRequest, key: Admin, deps: Deps, audit: Audit) -> KeyShown:
    scope, now = Scope.named(body.scope), deps.now()
    scopes = f"{scope.word}, {CLINICAL}" if body.clinical else scope.word
    audit.note(key, Action.KEY_CHANGE, body.label, reason=f"make {scopes}")
    return _shown(
        add_key(key.company_id, scope, body.label, deps.companies, deps.new_secrets, now, clinical=body.clinical)
    )


@router.get("/keys", response_model=list[KeyShape], responses=answers())
def list_keys(key: Admin, deps: Deps) -> list[KeyShape]:
    return [KeyShape(**_to_response(item)) for item in good_keys(key.company_id, deps.companies, deps.now())]


@router.post("/keys/{key_id}/rotate", response_model=KeyShown, status_code=201, responses=answers(404))
def rotate_key(key_id: KeyId, key: Admin, deps: Deps, audit: Audit) -> KeyShown:
    """Replaces a key by a new key of the same scope. The old key is valid for one more day."""
    audit.note(key, Action.KEY_CHANGE, key_id, reason="replace")
    return _shown(replace_key(key.company_id, key_id, deps.companies, deps.new_secrets, deps.now()))


@router.post("/stream-tickets", response_model=TicketShown, status_code=201, responses=answers(404))
def create_stream_ticket(body: NewTicket, key: Operator, deps: Deps) -> TicketShown:
    """Opens the one socket it is for, once, within a minute: keys do not belong into addresses. It is no key itself,
    and ends with the key that asks for it. Where the relay sleeps the answer is 503, and it wakes."""
    if body.call_sid:
        own_call(key.company_id, CallId(body.call_sid), deps.call_search)
    if body.agent_id:
        refuse_foreign_agent(body.agent_id, key.company_id, deps.owners)
    if not hold_relay(deps.ordering.fleets, deps.new_secrets.key_id(), deps.now()):
        raise RelayWaking("The relay was asleep and wakes now; ask again in a minute")
    place = SocketPlace(body.call_sid or "", body.agent_id or "")
    lent = add_ticket(key, place, deps.companies, deps.new_secrets, deps.now())
    return TicketShown(ticket=lent.written, socket_url=deps.programs_url, ends_at=zulu(lent.ticket.expires_at))


@router.delete("/keys/{key_id}", status_code=204, responses=answers(404))
def delete_key(key_id: KeyId, key: Admin, deps: Deps, audit: Audit) -> Response:
    """At once; within half a minute everywhere."""
    audit.note(key, Action.KEY_CHANGE, key_id, reason="revoke")
    revoke_key(key.company_id, key_id, deps.companies, deps.now())
    return Response(status_code=204)


def _shown(new: NewKey) -> KeyShown:
    return KeyShown(**_to_response(new.key), api_key=new.written)


def _to_response(key: ApiKey) -> dict[str, Any]:
    return {
        "key_id": key.key_id,
        "scope": key.scope.word,
        "clinical": key.clinical,
        "label": key.label,
        "created_at": zulu(key.created_at),
        "ends_at": zulu(key.ends_at) if key.ends_at else None,
    }
