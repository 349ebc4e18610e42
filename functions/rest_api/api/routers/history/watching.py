"""Tickets for the relay's socket on which a person follows a call that runs."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from api.auditing import Audit
from api.errors import answers
from api.identity import Reader, deps_of
from api.models.fields import CallName, Shape, zulu
from api.own_call import open_call
from trunkline.accounts.use_cases.watch_tickets import lend_watch
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import AccessDeps
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.routes import Mode
from trunkline.errors import Conflict
from trunkline.ids import CallId

router = APIRouter(tags=["calls"])
Deps = Annotated[AccessDeps, Depends(deps_of)]
WATCHED = {Mode.RELAY, Mode.VOICE}


class NewWatch(Shape):
    listen: Annotated[bool, Field(description="Whether the socket also carries the sound of both sides")] = False


class WatchTicket(BaseModel):
    """Opens `socket_url` with `?ticket=`, once, within a minute."""

    ticket: str
    socket_url: str
    ends_at: str


@router.post(
    "/calls/{call_sid}/watch-tickets", response_model=WatchTicket, status_code=201, responses=answers(404, 409)
)
def create_watch_ticket(call_sid: CallName, body: NewWatch, key: Reader, deps: Deps, audit: Audit) -> WatchTicket:
    """For the relay's socket on which a running call is followed: words and latencies as they come and, with `listen`,
    its sound. Each ticket is in the audit log. A call that is over, or whose sound passes no relay, is 409."""
    action = Action.AUDIO_READ if body.listen else Action.TRANSCRIPT_READ
    call = open_call(deps.call_search.find(CallId(call_sid)), key, audit, action)
    refuse_unwatchable(call)
    lent = lend_watch(key, call_sid, deps.companies, deps.new_secrets, deps.now(), listens=body.listen)
    address = f"{deps.programs_url}/watch/{call_sid}"
    return WatchTicket(ticket=lent.written, socket_url=address, ends_at=zulu(lent.ticket.expires_at))


def refuse_unwatchable(call: CallSummary) -> None:
    """Raises Conflict."""
    if call.is_over:
        raise Conflict("the call is over")
    if call.facts.get("mode") not in WATCHED:
        raise Conflict("the sound of this call does not pass through the relay")
