"""Orders of programs to calls with agents: context, a message, keys, a transfer, the end."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, StringConstraints

from api.errors import answers
from api.identity import Operator, deps_of, destinations_of
from api.models.fields import CallName, IdempotencyKey, Name, Shape, Speakable
from api.once import once
from trunkline.accounts.domain.companies import ApiKey
from trunkline.bootstrap.shared.api_deps import CallOrderDeps
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.transfers import BRIEFING_LIMIT
from trunkline.calls.use_cases.control_call import own_call
from trunkline.calls.use_cases.order_to_agent import OrderToAgentDeps, hang_up, order_to_agent, transfer
from trunkline.ids import CallId
from trunkline.relay_api.commands import CONTEXT_LIMIT

router = APIRouter(tags=["calls"])
Deps = Annotated[CallOrderDeps, Depends(deps_of)]
Words = Annotated[Speakable, StringConstraints(min_length=1, max_length=CONTEXT_LIMIT)]
Keys = Annotated[str, StringConstraints(pattern=r"^[0-9*#A-DwW]{1,32}$")]


class TextForAgent(Shape):
    text: Words


class KeysToPlay(Shape):
    """`w` waits half a second, `W` a whole one."""

    digits: Keys


class TransferOrder(Shape):
    """`whom` is a transfer target of the call's route; its forwarding number when left out. `summary` is for the
    colleague, where the route whispers."""

    whom: Name | None = None
    summary: Annotated[Speakable, StringConstraints(max_length=BRIEFING_LIMIT)] = ""


class OrderDone(BaseModel):
    call_sid: str
    status: Literal["context given", "message sent", "keys played", "transferring", "ended"]


@router.post("/calls/{call_sid}/context", response_model=OrderDone, responses=answers(404, 409))
def give_context(
    call_sid: CallName, body: TextForAgent, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Something the agent should know. It does not answer, and what it says goes on."""
    order = LiveCallCommand("say_context", body.text)
    return _to_agent(call_sid, order, "context given", key, deps, idempotency_key)


@router.post("/calls/{call_sid}/message", response_model=OrderDone, responses=answers(404, 409))
def send_message(
    call_sid: CallName, body: TextForAgent, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """The agent answers, as if the caller had said it."""
    order = LiveCallCommand("say_message", body.text)
    return _to_agent(call_sid, order, "message sent", key, deps, idempotency_key)


@router.post("/calls/{call_sid}/keys", response_model=OrderDone, responses=answers(404, 409))
def play_keys(
    call_sid: CallName, body: KeysToPlay, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Keys as tones for the other side, after what the agent has said. The call's record has their number alone."""
    order = LiveCallCommand("play_keys", body.digits)
    return _to_agent(call_sid, order, "keys played", key, deps, idempotency_key)


@router.post("/calls/{call_sid}/transfer", response_model=OrderDone, responses=answers(404, 409))
def transfer_call(
    call_sid: CallName, body: TransferOrder, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """To a colleague, by the rules of the agent's own transfer; through the relay after the agent's last words."""
    call, orders = own_call(key.company_id, CallId(call_sid), deps.call_search), _deps(key, deps)

    def do(now: datetime) -> None:
        transfer(call, body.whom or "", body.summary, orders, deps.new_secrets.key_id(), now)

    return _once(call_sid, "transferring", body.model_dump_json(), do, key, deps, idempotency_key)


@router.post("/calls/{call_sid}/hang-up", response_model=OrderDone, responses=answers(404, 409))
def hang_up_call(
    call_sid: CallName, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Ends the call, also while it rings."""
    call, orders = own_call(key.company_id, CallId(call_sid), deps.call_search), _deps(key, deps)
    return _once(call_sid, "ended", "", lambda now: hang_up(call, orders, now), key, deps, idempotency_key)


def _to_agent(
    call_sid: str, order: LiveCallCommand, status: str, key: ApiKey, deps: Deps, idempotency_key: str | None
) -> dict[str, Any]:
    call, orders = own_call(key.company_id, CallId(call_sid), deps.call_search), _deps(key, deps)
    return _once(
        call_sid, status, order.text, lambda _now: order_to_agent(call, order, orders), key, deps, idempotency_key
    )


def _once(
    call_sid: str,
    status: str,
    request: str,
    do: Callable[[datetime], None],
    key: ApiKey,
    deps: Deps,
    idempotency_key: str | None,
) -> dict[str, Any]:
    """A repeated request under one key gives no second order. An order that failed may be given again."""

    def done(now: datetime) -> dict[str, Any]:
        do(now)
        return {"call_sid": call_sid, "status": status}

    fingerprinted = f"{call_sid} {status} {request}"
    return once(deps, key.company_id, idempotency_key, fingerprinted, do=done, ask=lambda _since, now: done(now))


def _deps(key: ApiKey, deps: Deps) -> OrderToAgentDeps:
    return OrderToAgentDeps(
        deps.live,
        deps.calls,
        deps.carrier,
        deps.redirect,
        destinations_of(key.company_id, deps),
        deps.after_stream_url,
        deps.provider_calls,
    )
