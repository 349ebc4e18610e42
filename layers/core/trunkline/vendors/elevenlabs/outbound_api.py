"""Calls that ElevenLabs places, and what it remembers of them. ElevenLabs documentation "Outbound calls", read 2026-11.

There is no idempotency key: a request without an answer may have rung a phone, so it is never repeated.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from trunkline.calls.domain.agent_start import AgentStart
from trunkline.campaigns.domain.agent_calls import AgentCallRequest
from trunkline.campaigns.domain.attempts import AnsweredBy, AttemptEnd
from trunkline.campaigns.domain.campaigns import Campaign, MachinePolicy
from trunkline.campaigns.domain.dialling import (
    ANSWERED,
    DialRequest,
    DialState,
    PlacedDial,
    Resolved,
    answered_ending,
    detects_machines,
    unanswered_ending,
    verdict_of,
)
from trunkline.errors import OutcomeUnknown, ProviderError
from trunkline.ids import CallId, ConversationId
from trunkline.vendors.elevenlabs.calls_api import provider_error
from trunkline.vendors.elevenlabs.client_data import client_data
from trunkline.vendors.elevenlabs.conversations_api import CONVERSATIONS
from trunkline.web.json_responses import Unreadable, objects, optional_text, read_object, text
from trunkline.web.vendor_requests import VendorRequest

Read = TypeVar("Read")

DIAL_BUDGET_S = 15.0  # the provider asks its own carrier before it answers
FINISHED = {"done", "failed"}
VERDICTS = {
    AnsweredBy.HUMAN: ("human",),
    AnsweredBy.UNKNOWN: ("unknown",),
    AnsweredBy.FAX: ("fax",),
    AnsweredBy.MACHINE: ("machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other"),
}


def outbound_call(order: DialRequest, variables: Mapping[str, str]) -> VendorRequest:
    """The attempt's id goes along twice: as the user, which lists can be asked for, and among the variables."""
    data = {"user_id": order.attempt.attempt_id, "dynamic_variables": dict(variables)}
    body = {
        "agent_id": order.campaign.agent_id,
        "agent_phone_number_id": order.campaign.phone_number_id,
        "to_number": order.attempt.to_number,
        "conversation_initiation_client_data": data,
        "telephony_call_config": _telephony(order.campaign),
    }
    return VendorRequest("POST", "/v1/convai/twilio/outbound-call", json=body)


def agent_call(request: AgentCallRequest) -> VendorRequest:
    """The user's id goes along: lists can be asked for it when an answer is lost."""
    route = request.route
    body = {
        "agent_id": route.agent_id,
        "agent_phone_number_id": request.phone_number_id,
        "to_number": request.to_number,
        "conversation_initiation_client_data": client_data(
            route.dynamic_variables, AgentStart(request.user_id, route.overrides)
        ),
    }
    return VendorRequest("POST", "/v1/convai/twilio/outbound-call", json=body)


def _telephony(campaign: Campaign) -> dict[str, Any]:
    """The provider hangs up for a policy HANG_UP. The agent leaves messages itself, after the beep."""
    config: dict[str, Any] = {"ringing_timeout_secs": campaign.ring_s}
    if detects_machines(campaign):
        hang_up = [
            word
            for answered_by, words in VERDICTS.items()
            if campaign.machines.get(answered_by) is MachinePolicy.HANG_UP
            for word in words
        ]
        actions = [{"action": "hang_up", "answered_by": hang_up}] if hang_up else []
        config["twilio_machine_detection"] = {"mode": "enable", "actions": actions}
    return config


def read_dialled(status: int, body: bytes) -> PlacedDial:
    """Raises ProviderError for a clear no, OutcomeUnknown where the provider does not say whether it dialled."""
    if 400 <= status < 500:
        raise provider_error(status, body)
    try:
        return read_object(body, lambda payload: _dialled(status, payload))
    except Unreadable as error:
        raise _unclear(f"http_{status}", status) from error


def _dialled(status: int, payload: dict[str, Any]) -> PlacedDial:
    if status != 200:
        raise _unclear(f"http_{status}", status)
    if payload.get("success") is False:
        raise ProviderError("not_placed", status=status)
    call_sid, conversation_id = optional_text(payload, "callSid"), optional_text(payload, "conversation_id")
    if not conversation_id and not call_sid:
        raise _unclear("no_ids", status)
    return PlacedDial(CallId(call_sid) if call_sid else None, conversation_id)


def _unclear(code: str, status: int) -> OutcomeUnknown:
    return OutcomeUnknown(code, "the voice provider does not say whether it dialled", status=status)


def conversations_of(user_id: str, agent_id: str, since: datetime | None = None) -> VendorRequest:
    """Of the agent that was to call: what a user is called, any company may say of its callers."""
    query = {"user_id": user_id, "agent_id": agent_id, "page_size": "10", "sort_direction": "asc"}
    if since is not None:
        query["call_start_after_unix"] = str(int(since.timestamp()))
    return VendorRequest("GET", CONVERSATIONS, query=query)


def read_first(status: int, body: bytes) -> ConversationId | None:
    """The conversation that was dialled for an attempt, or None. An attempt is never dialled twice."""
    found = _read(status, body, _conversation_ids)
    return ConversationId(found[0]) if found else None


def _conversation_ids(payload: dict[str, Any]) -> list[str]:
    return [text(listed, "conversation_id") for listed in objects(payload, "conversations")]


def read_resolved(conversation_id: ConversationId, status: int, body: bytes) -> Resolved:
    return _read(status, body, lambda payload: _resolved(conversation_id, payload))


def _resolved(conversation_id: ConversationId, payload: dict[str, Any]) -> Resolved:
    metadata = payload["metadata"]
    phone = metadata.get("phone_call") or {}
    call_sid = optional_text(phone, "call_sid")
    dialled = PlacedDial(CallId(call_sid) if call_sid else None, conversation_id)
    if text(payload, "status") not in FINISHED:
        return Resolved(DialState.GOING_ON, dialled)
    duration = metadata.get("call_duration_secs")
    seconds = None if duration is None else int(duration)
    ending = ending_of(optional_text(phone, "call_result"), _has_words(payload), seconds)
    return Resolved(DialState.OVER, dialled, ending)


def ending_of(call_result: str, has_words: bool, seconds: int | None) -> AttemptEnd:
    """The provider's own word first. Without one, a call in which nothing was said was not taken."""
    if call_result not in ANSWERED:
        return unanswered_ending(call_result)
    if not call_result and not has_words:
        return unanswered_ending("failed")
    return answered_ending(verdict_of("voicemail") if call_result == "voicemail" else None, seconds)


def _has_words(payload: Mapping[str, Any]) -> bool:
    return any(turn.get("message") for turn in payload.get("transcript") or [])


def _read(status: int, body: bytes, read: Callable[[dict[str, Any]], Read]) -> Read:
    if status != 200:
        raise provider_error(status, body)
    try:
        return read_object(body, read)
    except Unreadable as error:
        raise ProviderError("malformed_answer", status=status) from error
