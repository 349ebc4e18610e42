"""A program orders a call: it is placed at once while the relay is awake, and else once, when it has woken.

A message of the queue may come twice. The order moves from waiting to dialling by one conditional write, and only the
run that moved it dials; one that died while dialling is followed by a question to the carrier, never by another call.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from trunkline.calls.domain.carrier_speech import Disclosures
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.outbound.outbound_calls import PlacedCall
from trunkline.calls.domain.outbound.waiting_calls import (
    FIRST_LOOK_S,
    LOOK_AGAIN_S,
    WAITS_AT_MOST,
    WaitingCall,
    WaitingState,
)
from trunkline.calls.ports.outbound import LaterJobs, WaitingCalls
from trunkline.calls.ports.relay_fleet import Fleets
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.calls.use_cases.place_voice_call import (
    PlaceVoiceCallDeps,
    VoiceCallRequest,
    dial_voice_call,
    find_placed,
    place_voice_call,
    refuse_voice_call,
)
from trunkline.errors import BadRequest, CallNotAllowed, CarrierError, NotConfigured, OutcomeUnknown
from trunkline.ids import CallId
from trunkline.speech.domain.voices import VoiceChoice

NEVER_WOKE = "the relay did not wake"


class Visited(StrEnum):
    """The result of a message about an order."""

    PLACED = "placed"
    FAILED = "failed"
    WAITS = "waits"
    TAKEN = "taken"  # not ours to dial: done already


@dataclass(frozen=True, slots=True)
class OrderVoiceCallDeps:
    placing: PlaceVoiceCallDeps
    fleets: Fleets
    orders: WaitingCalls
    later: LaterJobs


def order_voice_call(request: VoiceCallRequest, deps: OrderVoiceCallDeps, now: datetime) -> PlacedCall | WaitingCall:
    """Raises what `place_voice_call` raises; a number that is not dialled does not wake the relay."""
    refuse_voice_call(request, deps.placing)
    order_id = deps.placing.new_plan_id()
    if hold_relay(deps.fleets, order_id, now):
        return dial_voice_call(request, deps.placing, now)
    waiting = WaitingCall(order_id, request.company_id, WaitingState.WAITING, now, order_values(request), now)
    deps.orders.add(waiting)
    deps.later.send_later(order_id, FIRST_LOOK_S)
    return waiting


def place_waiting_call(call: WaitingCall | None, deps: OrderVoiceCallDeps, now: datetime) -> Visited:
    """Raises OutcomeUnknown where the carrier does not say whether it dials: the message comes again, and asks it."""
    if call is None:
        return Visited.TAKEN
    return visit_waiting_call(
        call,
        deps,
        now,
        dial=lambda: place_voice_call(_request_of(call), deps.placing, now).call_id,
        find=lambda: find_placed(_request_of(call), deps.placing, call.changed_at, now).call_id,
    )


def visit_waiting_call(
    call: WaitingCall,
    deps: OrderVoiceCallDeps,
    now: datetime,
    *,
    dial: Callable[[], CallId],
    find: Callable[[], CallId],
) -> Visited:
    """An order's next step: `dial` is called by the one run that moves it to dialling, `find` by those after it."""
    if call.state in {WaitingState.PLACED, WaitingState.FAILED}:
        return Visited.TAKEN
    if call.state is WaitingState.DIALLING:
        return _ended(call, WaitingState.PLACED, deps, now, call_id=find())
    if now - call.ordered_at > WAITS_AT_MOST:
        return _ended(call, WaitingState.FAILED, deps, now, reason=NEVER_WOKE)
    if not hold_relay(deps.fleets, call.order_id, now):
        deps.later.send_later(call.order_id, LOOK_AGAIN_S)
        return Visited.WAITS
    return _dial(call, deps, now, dial)


def _dial(call: WaitingCall, deps: OrderVoiceCallDeps, now: datetime, dial: Callable[[], CallId]) -> Visited:
    if not deps.orders.move(call, WaitingState.DIALLING, now):
        return Visited.TAKEN
    dialling = replace(call, state=WaitingState.DIALLING, changed_at=now)
    try:
        call_id = dial()
    except OutcomeUnknown:
        raise
    except (CarrierError, NotConfigured, BadRequest, CallNotAllowed) as refusal:
        return _ended(dialling, WaitingState.FAILED, deps, now, reason=_reason(refusal))
    return _ended(dialling, WaitingState.PLACED, deps, now, call_id=call_id)


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, CallNotAllowed):
        return f"{refusal} ({refusal.reason})"
    return f"the carrier refused it ({refusal.code})" if isinstance(refusal, CarrierError) else str(refusal)


def _ended(
    call: WaitingCall,
    state: WaitingState,
    deps: OrderVoiceCallDeps,
    now: datetime,
    *,
    call_id: str = "",
    reason: str = "",
) -> Visited:
    deps.orders.move(call, state, now, call_id=call_id, reason=reason)
    return Visited(state.value)


def order_values(request: VoiceCallRequest) -> dict[str, Any]:
    return {
        "to_number": request.to_number,
        "from_number": request.from_number,
        "voice": request.voice.values(),
        "webhook_url": request.webhook_url,
        "metadata": dict(request.metadata),
        "max_duration_s": request.max_duration_s,
        "remove_pii": request.remove_pii,
        "disclosures": request.disclosures.values(),
        "destinations": ",".join(sorted(request.destinations.regions)),
    }


def _request_of(call: WaitingCall) -> VoiceCallRequest:
    values = dict(call.order)
    voice, destinations = VoiceChoice.of(values.pop("voice")), Destinations.parse(values.pop("destinations"))
    disclosures = Disclosures.of(values.pop("disclosures", {}))
    return VoiceCallRequest(
        company_id=call.company_id, voice=voice, destinations=destinations, disclosures=disclosures, **values
    )
