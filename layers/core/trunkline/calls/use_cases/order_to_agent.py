"""A program's orders to a call with an agent: context, a message, keys, a transfer, the end.

A call through the relay takes all of them. Where the voice provider has the media, the carrier can still end the call
or transfer it, and some providers take words for their agent; the rest is a Conflict with the reason. So is each order
to a call that is over or not answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import Mode
from trunkline.calls.ports.carrier import Carrier, CarrierRedirect
from trunkline.calls.ports.live_calls import LiveCalls, ProviderCalls
from trunkline.calls.ports.records import CallRecords
from trunkline.calls.use_cases.control_call import steer
from trunkline.calls.use_cases.take_from_provider import (
    IN_PROGRESS,
    NOT_IN_PROGRESS,
    OVER,
    TakeFromProviderDeps,
    take_from_provider,
    transfer_ordered,
)
from trunkline.errors import BadRequest, Conflict
from trunkline.ids import ConversationId, is_carriers_id
from trunkline.numbering.e164 import is_e164

NO_AGENT = "no agent is in this call: its words come from programs, as texts to `stream`"
AT_THE_PROVIDER = "the voice provider carries this call's media: it can be transferred and ended, and no more"
NO_KEYS = "the voice provider carries this call's media, and plays no keys on order"
NO_ROUTE = "the voice provider placed or answered this call itself: its agent transfers it by the provider's own tool"
NO_TARGET = "the route has no transfer target of this name that may be called"
IS_ANSWERED = {"say_context": False, "say_message": True}  # orders that a provider's agent can be given


@dataclass(frozen=True, slots=True)
class OrderToAgentDeps:
    """Dependencies of orders to agents' calls. `after_stream_url` is where a transferred call gets its instruction;
    `providers` are the voice providers that take orders themselves, by name."""

    live: LiveCalls
    calls: CallRecords
    carrier: Carrier
    redirect: CarrierRedirect
    destinations: Destinations
    after_stream_url: str
    providers: Mapping[str, ProviderCalls] = field(default_factory=dict)

    @property
    def taking(self) -> TakeFromProviderDeps:
        return TakeFromProviderDeps(self.calls, self.carrier, self.redirect, self.after_stream_url)


def order_to_agent(call: CallSummary, order: LiveCallCommand, deps: OrderToAgentDeps) -> None:
    """Context, a message or keys. Raises Conflict with the reason."""
    mode = call.facts.get("mode")
    if mode == Mode.VOICE.value:
        raise Conflict(NO_AGENT)
    if deps.live.command(call.call_id, order) is not None:
        return
    if call.is_over:
        raise Conflict(OVER)
    if mode in {Mode.RELAY, Mode.CONVERSE}:
        raise Conflict(NOT_IN_PROGRESS)
    _to_provider(call, order, deps)


def _to_provider(call: CallSummary, order: LiveCallCommand, deps: OrderToAgentDeps) -> None:
    there = _at_provider(call, deps)
    if there is None:
        raise Conflict(AT_THE_PROVIDER)
    if order.kind not in IS_ANSWERED:
        raise Conflict(NO_KEYS)
    there.tell(_conversation_of(call), order.text, is_answered=IS_ANSWERED[order.kind])


def _at_provider(call: CallSummary, deps: OrderToAgentDeps) -> ProviderCalls | None:
    return deps.providers.get(str(call.facts.get("provider") or ""))


def _conversation_of(call: CallSummary) -> ConversationId:
    """A call that the provider placed or answered itself is filed under its conversation."""
    return ConversationId(str(call.facts.get("conversation_id") or call.call_id))


def transfer(call: CallSummary, whom: str, summary: str, deps: OrderToAgentDeps, name: str, now: datetime) -> None:
    """To a target of the call's route, as the agent's own tool does. Raises BadRequest for another, and Conflict."""
    known = deps.calls.find(call.call_id)
    if known is None or known.route is None:
        raise Conflict(_without_route(call))
    if known.route.mode is Mode.VOICE:
        raise Conflict(NO_AGENT)
    is_known = known.route.mode is Mode.CONVERSE or is_e164(deps.destinations.ringable(known.route).number_of(whom))
    if not is_known:  # an agent of the brain has targets of its own: the relay looks them up
        raise BadRequest(NO_TARGET)
    if known.route.mode is Mode.REGISTER:
        take_from_provider(call, whom, summary, transfer_ordered("a program", name, whom, now), deps.taking)
    else:
        steer(call, LiveCallCommand("transfer", whom, summary=summary), deps.live)


def _without_route(call: CallSummary) -> str:
    if call.is_over:
        return OVER
    return NO_ROUTE if call.status == IN_PROGRESS else NOT_IN_PROGRESS


def hang_up(call: CallSummary, deps: OrderToAgentDeps, now: datetime) -> None:
    """By the relay, which files it as the agent's end; by the carrier where no relay carries the call, also while it
    rings; by the provider where the carrier's call is its own. Raises Conflict for a call that is over."""
    if deps.live.command(call.call_id, LiveCallCommand("hang_up")) is None:
        if call.is_over:
            raise Conflict(OVER)
        _end(call, deps)
    deps.calls.add_event(call.call_id, TimelineEvent("ended-by-program", now, "ended by a program"))


def _end(call: CallSummary, deps: OrderToAgentDeps) -> None:
    there = None if is_carriers_id(call.call_id) else _at_provider(call, deps)
    if there is None:
        deps.carrier.end(call.call_id)
    else:
        there.stop(_conversation_of(call))
