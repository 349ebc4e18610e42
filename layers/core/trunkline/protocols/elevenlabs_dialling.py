"""Calls that ElevenLabs places, and what it remembers of them. ElevenLabs documentation "Outbound calls", read 2026-11.

There is no idempotency key: a request without an answer may have rung a phone, so it is never repeated.
"""

import json
from collections.abc import Mapping
from typing import Any

from trunkline.domain.attempts import AnsweredBy, Ending
from trunkline.domain.calls import CallId, ConversationId
from trunkline.domain.campaigns import Campaign, MachinePolicy
from trunkline.domain.dialling import (
    Dialled,
    DialOrder,
    Resolved,
    Whereabouts,
    answered_ending,
    detects_machines,
    unanswered_ending,
    verdict_of,
)
from trunkline.domain.errors import OutcomeUnknown, ProviderError
from trunkline.protocols.elevenlabs_calls import Outgoing, provider_error
from trunkline.protocols.elevenlabs_conversations import CONVERSATIONS

DIAL_BUDGET_S = 15.0  # the provider asks its own carrier before it answers
FINISHED = {"done", "failed"}
ANSWERED = {"", "answered", "voicemail"}
VERDICTS = {
    AnsweredBy.HUMAN: ("human",),
    AnsweredBy.UNKNOWN: ("unknown",),
    AnsweredBy.FAX: ("fax",),
    AnsweredBy.MACHINE: ("machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other"),
}


def outbound_call(order: DialOrder, variables: Mapping[str, str]) -> Outgoing:
    """The attempt's id goes along twice: as the user, which lists can be asked for, and among the variables."""
    data = {"user_id": order.attempt.attempt_id, "dynamic_variables": dict(variables)}
    body = {
        "agent_id": order.campaign.agent_id,
        "agent_phone_number_id": order.campaign.phone_number_id,
        "to_number": order.attempt.to_number,
        "conversation_initiation_client_data": data,
        "telephony_call_config": _telephony(order.campaign),
    }
    return Outgoing("POST", "/v1/convai/twilio/outbound-call", json=body)


def _telephony(campaign: Campaign) -> dict[str, Any]:
    """Whom a policy hangs up on, the provider does. A message is left by the agent, which hears the beep itself."""
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


def read_dialled(status: int, body: bytes) -> Dialled:
    """Raises ProviderError for a clear no, OutcomeUnknown where the provider does not say whether it dialled."""
    if 400 <= status < 500:
        raise provider_error(status, body)
    told = _object(body)
    if status != 200 or told is None:
        raise OutcomeUnknown(f"http_{status}", "the voice provider does not say whether it dialled", status=status)
    if told.get("success") is False:
        raise ProviderError("not_placed", status=status)
    call_sid, conversation_id = told.get("callSid"), told.get("conversation_id")
    if not conversation_id and not call_sid:
        raise OutcomeUnknown("no_ids", "the voice provider does not say whom it dialled", status=status)
    return Dialled(CallId(str(call_sid)) if call_sid else None, str(conversation_id or ""))


def conversations_of(attempt_id: str, agent_id: str) -> Outgoing:
    """Of the campaign's own agent: what a user is called, any company may say of its callers."""
    query = {"user_id": attempt_id, "agent_id": agent_id, "page_size": "10", "sort_direction": "asc"}
    return Outgoing("GET", CONVERSATIONS, query=query)


def read_first(status: int, body: bytes) -> ConversationId | None:
    """The conversation that was dialled for an attempt: nobody dials twice, so there is one or none."""
    told = _read(status, body)
    try:
        found = [str(one["conversation_id"]) for one in told["conversations"]]
    except (KeyError, TypeError) as error:
        raise ProviderError("malformed_answer", status=status) from error
    return ConversationId(found[0]) if found else None


def read_resolved(conversation_id: ConversationId, status: int, body: bytes) -> Resolved:
    told = _read(status, body)
    try:
        metadata = told["metadata"]
        phone = metadata.get("phone_call") or {}
        dialled = Dialled(CallId(phone["call_sid"]) if phone.get("call_sid") else None, conversation_id)
        if told["status"] not in FINISHED:
            return Resolved(Whereabouts.GOING_ON, dialled)
        ending = ending_of(str(phone.get("call_result") or ""), _has_words(told), metadata.get("call_duration_secs"))
    except (KeyError, TypeError, AttributeError) as error:
        raise ProviderError("malformed_answer", status=status) from error
    return Resolved(Whereabouts.OVER, dialled, ending)


def ending_of(call_result: str, has_words: bool, seconds: int | None) -> Ending:
    """The provider's own word first. Without one, a call in which nothing was said was not taken."""
    if call_result not in ANSWERED:
        return unanswered_ending(call_result)
    if not call_result and not has_words:
        return unanswered_ending("failed")
    return answered_ending(verdict_of("voicemail") if call_result == "voicemail" else None, seconds)


def _has_words(told: Mapping[str, Any]) -> bool:
    return any(turn.get("message") for turn in told.get("transcript") or [])


def _read(status: int, body: bytes) -> dict[str, Any]:
    if status != 200:
        raise provider_error(status, body)
    told = _object(body)
    if told is None:
        raise ProviderError("malformed_answer", status=status)
    return told


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
