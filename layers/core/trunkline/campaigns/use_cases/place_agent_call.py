"""Places one call with an agent for a program. The phone rings once; a lost answer is asked about, never repeated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest
from trunkline.calls.use_cases.place_voice_call import PlaceVoiceCallDeps
from trunkline.campaigns.domain.agent_calls import AgentCallRequest, agent_call_facts
from trunkline.campaigns.domain.dialling import PlacedDial
from trunkline.campaigns.ports import AgentDialler
from trunkline.campaigns.use_cases.check_person import PersonGates
from trunkline.conversations.ports import ConversationRecords
from trunkline.errors import NotConfigured, OutcomeUnknown
from trunkline.ids import CallId, ConversationId

NOT_LISTED = "this call is not listed; it may never have been placed"


@dataclass(frozen=True, slots=True)
class PlaceAgentCallDeps:
    """Dependencies of `place_agent_call`. `diallers` are the voice providers that dial themselves, by name."""

    placing: PlaceVoiceCallDeps
    gates: PersonGates
    diallers: Mapping[str, AgentDialler]
    conversations: ConversationRecords


def place_agent_call(request: AgentCallRequest, deps: PlaceAgentCallDeps, now: datetime) -> PlacedDial:
    """The plan is on file before the phone rings. Raises CallNotAllowed, CarrierError, ProviderError, NotConfigured,
    and OutcomeUnknown when the phone may be ringing."""
    order_id = deps.placing.new_plan_id()
    dialler = _dialler(request, deps) if request.by_provider else None
    deps.gates.admit(request, now)
    if dialler:
        placed = dialler.place(request)
    else:
        deps.placing.plans.add(order_id, request.route, now)
        placed = dial_plan(request, order_id, deps)
    file_placed(request, placed, order_id, deps, now)
    return placed


def dial_plan(request: AgentCallRequest, order_id: str, deps: PlaceAgentCallDeps) -> PlacedDial:
    """By the carrier; the plan of that id answers."""
    base_url = deps.placing.public_base_url
    order = OutboundCallRequest(
        request.to_number,
        request.route.number,
        answer_url=f"{base_url}/twilio/voice/plan/{order_id}",
        status_url=f"{base_url}/api/v1/twilio/call-status",
        limit_s=request.route.max_duration_s,
    )
    return PlacedDial(deps.placing.carrier.place(order).call_id)


def find_agent_call(
    request: AgentCallRequest, deps: PlaceAgentCallDeps, since: datetime, now: datetime, order_id: str = ""
) -> PlacedDial:
    """After an unknown outcome the vendor is asked whether it placed the call. OutcomeUnknown when it lists none."""
    placed = _listed(request, deps, since)
    if placed is None:
        raise OutcomeUnknown("not_listed", NOT_LISTED)
    file_placed(request, placed, order_id, deps, now)
    return placed


def _listed(request: AgentCallRequest, deps: PlaceAgentCallDeps, since: datetime) -> PlacedDial | None:
    if request.by_provider:
        return _dialler(request, deps).find(request, since)
    found = deps.placing.carrier.placed_since(request.to_number, request.route.number, since)
    return PlacedDial(found[0].call_id) if found else None


def file_placed(
    request: AgentCallRequest, placed: PlacedDial, order_id: str, deps: PlaceAgentCallDeps, now: datetime
) -> None:
    event = TimelineEvent("placed", now, "placed by a program")
    facts = agent_call_facts(request, order_id, deps.placing.public_base_url, now)
    call_id = call_id_of(placed)
    if placed.conversation_id:
        deps.conversations.open_dialled(ConversationId(placed.conversation_id), call_id, event, facts)
    else:
        deps.placing.calls.open(call_id, event, facts)


def call_id_of(placed: PlacedDial) -> CallId:
    """A call that the provider dialled without naming its carrier's id is filed under its conversation."""
    return placed.call_id or CallId(placed.conversation_id)


def _dialler(request: AgentCallRequest, deps: PlaceAgentCallDeps) -> AgentDialler:
    dialler = deps.diallers.get(request.route.provider)
    if dialler is None:
        raise NotConfigured(f"the voice provider {request.route.provider} places no calls")
    return dialler
