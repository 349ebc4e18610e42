"""Single calls with agents, ordered by programs. The gates of a campaign hold for them."""

from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from api.errors import DESCRIPTIONS, answers
from api.identity import Operator, deps_of, destinations_of
from api.models.agent_calls import AgentCallCreated, NewAgentCall, NotAllowedProblem
from api.models.fields import IdempotencyKey, zulu
from api.once import once
from api.routers.ordering.calls import ORDERED, order_to_response
from trunkline.accounts.use_cases.manage_routes import check_agent, with_those_of
from trunkline.accounts.use_cases.ownership import (
    refuse_foreign_agent,
    refuse_foreign_number,
    refuse_foreign_phone,
)
from trunkline.bootstrap.shared.api_deps import AgentCallDeps
from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES, SPEAKS_FIRST
from trunkline.calls.domain.outbound.waiting_calls import WaitingCall
from trunkline.calls.domain.routes import WITH_AGENT, Mode, Route
from trunkline.campaigns.domain.agent_calls import AgentCallRequest
from trunkline.campaigns.domain.dialling import PlacedDial
from trunkline.campaigns.use_cases.order_agent_call import order_agent_call
from trunkline.campaigns.use_cases.place_agent_call import call_id_of, find_agent_call
from trunkline.errors import BadRequest, NotFound
from trunkline.ids import DEFAULT_PROVIDER

router = APIRouter(tags=["calls"])
Deps = Annotated[AgentCallDeps, Depends(deps_of)]
CLOSED: dict[str, object] = {"model": NotAllowedProblem, "description": DESCRIPTIONS[409]}
BELONG_TOGETHER = "channel provider and phone_number_id belong together"
DIALS_FROM_A_NUMBER = "phone_number_id: the route's provider dials from from_number"


@router.post(
    "/calls",
    response_model=AgentCallCreated,
    status_code=201,
    responses={**answers(404), 202: ORDERED, 409: CLOSED},
)
def create_agent_call(
    body: NewAgentCall, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any] | Response:
    """Places one call with an agent: a repeated request with the same `Idempotency-Key` gets the first answer. A closed
    gate is a 409 with its `reason`. `webhook_url` receives the call's events, signed with the secret for calls. Where
    the relay may sleep and does, the answer is 202 with an order, whose state `get_call_order` shows."""
    asked = _request(body, key.company_id, idempotency_key, deps)
    orders = deps.agent_calls
    answer = once(
        deps,
        key.company_id,
        idempotency_key,
        body.model_dump_json(),
        do=lambda now: _ordered(asked, order_agent_call(asked, orders, now), zulu(now)),
        ask=lambda since, now: _created(asked, find_agent_call(asked, orders.placing, since, now), zulu(since)),
    )
    return JSONResponse(answer, 202 if "order_id" in answer else 201)


def _request(body: NewAgentCall, company_id: str, key: str | None, deps: Deps) -> AgentCallRequest:
    """Raises BadRequest and NotFound for what is not the company's, or cannot be together."""
    route = _channelled(body, _overridden(body, _route(body, company_id, deps)), deps)
    route = _disclosing(body, route, deps)
    refuse_foreign_phone(body.phone_number_id, company_id, deps.owners)
    refuse_foreign_number(route.number, company_id, deps.owners)
    _check_voice(route, deps)
    if body.webhook_url:
        deps.event_addresses.refuse(body.webhook_url, "webhook_url")
    check_agent(route, deps.agents)
    return AgentCallRequest(
        route=route,
        to_number=body.to_number,
        by_provider=body.channel == "provider",
        phone_number_id=body.phone_number_id or "",
        reference=_reference(company_id, key) if key else deps.new_secrets.key_id(),
        webhook_url=body.webhook_url or "",
        metadata=body.metadata,
        destinations=destinations_of(company_id, deps),
    )


def _reference(company_id: str, key: str) -> str:
    """The same for a repeated request, so that it finds the call of the first."""
    return sha256(f"{company_id}:{key}".encode()).hexdigest()[:20]


def _route(body: NewAgentCall, company_id: str, deps: Deps) -> Route:
    if (body.agent_id is None) == (body.route is None):
        raise BadRequest("exactly one of agent_id and route is needed")
    if body.route is not None:
        return _own_route(body.route, company_id, deps)
    refuse_foreign_agent(body.agent_id, company_id, deps.owners)
    number = body.from_number or _imported(body.phone_number_id, deps)
    if not number:
        raise BadRequest("from_number is missing")
    return Route(number, Mode.RELAY, company_id, agent_id=body.agent_id or "")


def _own_route(number: str, company_id: str, deps: Deps) -> Route:
    route = deps.routes.find(number)
    if route is None or route.company_id != company_id:
        raise NotFound("Route not found")
    if route.mode not in WITH_AGENT:
        raise BadRequest(f"the route has no agent: its mode is {route.mode.value}")
    refuse_foreign_agent(route.agent_id, company_id, deps.owners)
    return route


def _imported(phone_number_id: str | None, deps: Deps) -> str:
    phone = deps.phones.find(phone_number_id) if phone_number_id else None
    return phone.number if phone else ""


def _overridden(body: NewAgentCall, route: Route) -> Route:
    return replace(
        route,
        number=body.from_number or route.number,
        dynamic_variables={**route.dynamic_variables, **body.dynamic_variables},
        user_id=body.user_id,
        overrides=body.overrides.model_dump(exclude_none=True),
        max_duration_s=body.max_duration_s or route.max_duration_s,
    )


def _channelled(body: NewAgentCall, route: Route, deps: Deps) -> Route:
    is_by_provider = body.channel == "provider"
    needs_id = is_by_provider and route.provider in deps.by_phone_id
    if needs_id != bool(body.phone_number_id):
        raise BadRequest(BELONG_TOGETHER if needs_id or not is_by_provider else DIALS_FROM_A_NUMBER)
    if is_by_provider and body.max_duration_s:
        raise BadRequest("max_duration_s: the agent's own limit holds for a call that the voice provider dials")
    channelled = route if body.channel in {None, "provider"} else replace(route, mode=Mode(body.channel))
    if channelled.mode is Mode.CONVERSE and channelled.overrides.keys() & {"language", "voice_id"}:
        raise BadRequest("overrides: the route's carrier_speech has the language and the voice of this call")
    return channelled


def _disclosing(body: NewAgentCall, route: Route, deps: Deps) -> Route:
    """With the request's own texts over those of the route it names, over those of the number's route."""
    known = body.disclosures.domain().inherited_from(route.disclosures)
    disclosing = replace(route, disclosures=with_those_of(route.number, route.company_id, known, deps.routes))
    if body.channel == "provider" and disclosing.disclosures != NO_DISCLOSURES:
        raise BadRequest(SPEAKS_FIRST)
    if disclosing.missing_disclosures:
        raise BadRequest(f"disclosures are required: {', '.join(disclosing.missing_disclosures)} is missing")
    return disclosing


def _check_voice(route: Route, deps: Deps) -> None:
    """Voices of other providers are checked by them."""
    voice_id = route.overrides.get("voice_id")
    if voice_id and route.provider == DEFAULT_PROVIDER and deps.workspace.voice(voice_id) is None:
        raise BadRequest(f"Invalid voice ID: {voice_id}")


def _ordered(asked: AgentCallRequest, made: PlacedDial | WaitingCall, created_at: str) -> dict[str, Any]:
    return order_to_response(made) if isinstance(made, WaitingCall) else _created(asked, made, created_at)


def _created(asked: AgentCallRequest, placed: PlacedDial, created_at: str) -> dict[str, Any]:
    return {
        "call_sid": call_id_of(placed),
        "conversation_id": placed.conversation_id or None,
        "status": "initiated",
        "channel": asked.channel.value,
        "agent_id": asked.route.agent_id,
        "to_number": asked.to_number,
        "from_number": asked.route.number,
        "user_id": asked.route.user_id or None,
        "metadata": dict(asked.metadata),
        "created_at": created_at,
    }
