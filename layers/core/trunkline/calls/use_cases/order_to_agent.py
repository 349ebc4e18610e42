"""A program's orders to a call with an agent: context, a message, keys, a transfer, the end.

A call through the relay takes all of them. Where the voice provider has the media, the carrier can still end the call
or transfer it; the rest is a Conflict with the reason. So is each order to a call that is over or not answered.
"""

from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import Mode
from trunkline.calls.ports.carrier import Carrier, CarrierRedirect
from trunkline.calls.ports.live_calls import LiveCalls
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
from trunkline.numbering.e164 import is_e164

NO_AGENT = "no agent is in this call: its words come from programs, as texts to `stream`"
AT_THE_PROVIDER = "the voice provider carries this call's media: it can be transferred and ended, and no more"
NO_ROUTE = "the voice provider placed or answered this call itself: it can be ended here, and no more"
NO_TARGET = "the route has no transfer target of this name that may be called"


@dataclass(frozen=True, slots=True)
class OrderToAgentDeps:
    """Dependencies of orders to agents' calls. `after_stream_url` is where a transferred call gets its instruction."""

    live: LiveCalls
    calls: CallRecords
    carrier: Carrier
    redirect: CarrierRedirect
    destinations: Destinations
    after_stream_url: str

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
    raise Conflict(NOT_IN_PROGRESS if mode == Mode.RELAY.value else AT_THE_PROVIDER)


def transfer(call: CallSummary, whom: str, summary: str, deps: OrderToAgentDeps, name: str, now: datetime) -> None:
    """To a target of the call's route, as the agent's own tool does. Raises BadRequest for another, and Conflict."""
    known = deps.calls.find(call.call_id)
    if known is None or known.route is None:
        raise Conflict(_without_route(call))
    if known.route.mode is Mode.VOICE:
        raise Conflict(NO_AGENT)
    if not is_e164(deps.destinations.ringable(known.route).number_of(whom)):
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
    rings. Raises Conflict for a call that is over."""
    if deps.live.command(call.call_id, LiveCallCommand("hang_up")) is None:
        if call.is_over:
            raise Conflict(OVER)
        deps.carrier.end(call.call_id)
    deps.calls.add_event(call.call_id, TimelineEvent("ended-by-program", now, "ended by a program"))
