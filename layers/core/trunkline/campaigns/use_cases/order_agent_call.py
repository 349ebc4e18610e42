"""A program orders one call with an agent: placed at once, or once the relay has woken where the call needs it."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.outbound.waiting_calls import FIRST_LOOK_S, WaitingCall, WaitingState
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.calls.use_cases.order_voice_call import (
    OrderVoiceCallDeps,
    Visited,
    place_waiting_call,
    visit_waiting_call,
)
from trunkline.campaigns.domain.agent_calls import AgentCallRequest, is_agent_order, order_values, request_of
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.domain.dialling import PlacedDial
from trunkline.campaigns.use_cases.place_agent_call import (
    PlaceAgentCallDeps,
    call_id_of,
    dial_plan,
    file_placed,
    find_agent_call,
    place_agent_call,
)
from trunkline.ids import CallId

NEEDS_RELAY = {Channel.RELAY, Channel.CONVERSE}


@dataclass(frozen=True, slots=True)
class OrderAgentCallDeps:
    """Dependencies of `order_agent_call`; the fleet, the orders and their queue are those of voice calls."""

    ordering: OrderVoiceCallDeps
    placing: PlaceAgentCallDeps


def order_agent_call(request: AgentCallRequest, deps: OrderAgentCallDeps, now: datetime) -> PlacedDial | WaitingCall:
    """Raises what `place_agent_call` raises; a call that is not allowed does not wake the relay."""
    if request.channel not in NEEDS_RELAY:
        return place_agent_call(request, deps.placing, now)
    deps.placing.gates.check(request, now)
    order_id = deps.placing.placing.new_plan_id()
    if hold_relay(deps.ordering.fleets, order_id, now):
        return place_agent_call(request, deps.placing, now)
    return _wait(request, order_id, deps, now)


def _wait(request: AgentCallRequest, order_id: str, deps: OrderAgentCallDeps, now: datetime) -> WaitingCall:
    """The plan is on file under the order's id: the run that dials needs nothing else of the route."""
    company_id = request.route.company_id
    deps.placing.placing.plans.add(order_id, request.route, now)
    waiting = WaitingCall(order_id, company_id, WaitingState.WAITING, now, order_values(request), now)
    deps.ordering.orders.add(waiting)
    deps.ordering.later.send_later(order_id, FIRST_LOOK_S)
    return waiting


def visit_order(order_id: str, deps: OrderAgentCallDeps, now: datetime) -> Visited:
    """A message of the queue about an order, of a voice call or of an agent's. Raises OutcomeUnknown."""
    call = deps.ordering.orders.find(order_id)
    if call is None or not is_agent_order(call.order):
        return place_waiting_call(call, deps.ordering, now)
    request = request_of(call.order, call.company_id)
    return visit_waiting_call(
        call,
        deps.ordering,
        now,
        dial=lambda: _dial(request, order_id, deps, now),
        find=lambda: call_id_of(find_agent_call(request, deps.placing, call.changed_at, now, order_id)),
    )


def _dial(request: AgentCallRequest, order_id: str, deps: OrderAgentCallDeps, now: datetime) -> CallId:
    deps.placing.gates.admit(request, now)
    placed = dial_plan(request, order_id, deps.placing)
    file_placed(request, placed, order_id, deps.placing, now)
    return call_id_of(placed)
