"""Places a voice call for a program. The phone rings once; texts come later, through the relay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trunkline.calls.domain.call_webhook import events_url
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES, Disclosures
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest, PlacedCall
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.ports.carrier import Carrier
from trunkline.calls.ports.outbound import Plans, StopList
from trunkline.calls.ports.records import CallRecords
from trunkline.errors import OutcomeUnknown
from trunkline.ids import company_day
from trunkline.speech.domain.voices import VoiceChoice


@dataclass(frozen=True, slots=True)
class VoiceCallRequest:
    """A program's request for an outbound call."""

    company_id: str
    to_number: str
    from_number: str
    voice: VoiceChoice
    webhook_url: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    max_duration_s: int = 3600
    remove_pii: bool = False
    disclosures: Disclosures = NO_DISCLOSURES
    destinations: Destinations = field(default_factory=Destinations)  # the stage's, narrowed to the company's own


@dataclass(frozen=True, slots=True)
class PlaceVoiceCallDeps:
    """Dependencies of `place_voice_call`."""

    carrier: Carrier
    plans: Plans
    calls: CallRecords
    public_base_url: str
    new_plan_id: Callable[[], str]
    stop_list: StopList


def place_voice_call(request: VoiceCallRequest, deps: PlaceVoiceCallDeps, now: datetime) -> PlacedCall:
    """The plan is on file before the phone rings: the carrier requests it as soon as the call is answered.

    Raises BadRequest for a number that is not dialled, CallNotAllowed for one on a stop list, CarrierError, and
    OutcomeUnknown when the phone may be ringing.
    """
    refuse_voice_call(request, deps)
    return dial_voice_call(request, deps, now)


def refuse_voice_call(request: VoiceCallRequest, deps: PlaceVoiceCallDeps) -> None:
    """Raises BadRequest for a number that is not dialled, CallNotAllowed for one on a stop list."""
    request.destinations.refuse(request.to_number, "to_number")
    deps.stop_list.refuse_suppressed(request.company_id, request.to_number)


def dial_voice_call(request: VoiceCallRequest, deps: PlaceVoiceCallDeps, now: datetime) -> PlacedCall:
    """Without looking at the gates again."""
    plan_id = deps.new_plan_id()
    deps.plans.add(plan_id, _route(request), now)
    placed = deps.carrier.place(_order(request, plan_id, deps.public_base_url))
    deps.calls.open(placed.call_id, _placed_event(now), _facts(request, plan_id, deps.public_base_url, now))
    return placed


def find_placed(request: VoiceCallRequest, deps: PlaceVoiceCallDeps, since: datetime, now: datetime) -> PlacedCall:
    """After an unknown outcome the carrier is asked whether it placed the call. OutcomeUnknown when it lists none."""
    found = deps.carrier.placed_since(request.to_number, request.from_number, since)
    if not found:
        raise OutcomeUnknown("not_listed", "the carrier does not list this call; it may never have been placed")
    deps.calls.open(found[0].call_id, _placed_event(now), _facts(request, "", deps.public_base_url, now))
    return found[0]


def _order(request: VoiceCallRequest, plan_id: str, base_url: str) -> OutboundCallRequest:
    return OutboundCallRequest(
        request.to_number,
        request.from_number,
        answer_url=f"{base_url}/twilio/voice/plan/{plan_id}",
        status_url=f"{base_url}/api/v1/twilio/call-status",
        limit_s=request.max_duration_s,
    )


def _route(request: VoiceCallRequest) -> Route:
    """A route for one call: what a number would say, said by a plan."""
    return Route(
        number=request.from_number,
        mode=Mode.VOICE,
        company_id=request.company_id,
        voice=request.voice,
        max_duration_s=request.max_duration_s,
        remove_pii=request.remove_pii,
        disclosures=request.disclosures,
    )


def _placed_event(now: datetime) -> TimelineEvent:
    return TimelineEvent("placed", now, "placed by a program")


def _facts(request: VoiceCallRequest, plan_id: str, base_url: str, now: datetime) -> dict[str, Any]:
    """Facts of the call that answering files as well, and facts from the program."""
    return {
        "carrier": "twilio",
        "company_id": request.company_id,
        "company_day": company_day(request.company_id, now),
        "started_at": now.isoformat(),
        "direction": "outbound",
        "mode": Mode.VOICE.value,
        "from_number": request.from_number,
        "to_number": request.to_number,
        "voice": request.voice.values(),
        "remove_pii": request.remove_pii or None,
        "plan_id": plan_id or None,
        "webhook_url": events_url(request.webhook_url, base_url),
        "metadata": dict(request.metadata) or None,
    }
