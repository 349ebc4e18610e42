"""A conversation in the vendor's JSON: the full object, its line in a list, and its metadata."""

import math
from typing import Any

from local.elevenlabs.agents.conversation import DONE, FAILED, Conversation, Turn

CREDITS_PER_S = 7
DOLLARS_PER_S = 0.0014


def full(conversation: Conversation) -> dict[str, Any]:
    return {
        "agent_id": conversation.agent.agent_id,
        "agent_name": conversation.agent.name,
        "conversation_id": conversation.conversation_id,
        "status": conversation.status,
        "user_id": conversation.client_data.get("user_id"),
        "branch_id": None,
        "version_id": None,
        "environment": conversation.client_data.get("environment") or "production",
        "conversation_product": "agent",
        "transcript": [turn(t) for t in conversation.transcript],
        "metadata": metadata(conversation),
        "analysis": analysis(conversation),
        "conversation_initiation_client_data": client_data(conversation),
        **_audio_flags(conversation),
        **_counts(conversation),
        "visited_agents": [{"agent_id": conversation.agent.agent_id, "branch_id": None}],
        "tag_ids": [],
    }


def summary(conversation: Conversation, *, with_summary: bool) -> dict[str, Any]:
    found = analysis(conversation) or {}
    counts = _counts(conversation)
    return {
        "agent_id": conversation.agent.agent_id,
        "agent_name": conversation.agent.name,
        "branch_id": None,
        "version_id": None,
        "conversation_id": conversation.conversation_id,
        "start_time_unix_secs": _started(conversation),
        "call_duration_secs": int(conversation.duration_s),
        "message_count": sum(counts.values()),
        **counts,
        "cost": credits_of(conversation),
        "cost_fiat": dollars_of(conversation),
        "status": conversation.status,
        "termination_reason": conversation.termination_reason,
        "call_successful": found.get("call_successful", "unknown"),
        "transcript_summary": found.get("transcript_summary") if with_summary else None,
        "call_summary_title": found.get("call_summary_title"),
        "main_language": conversation.agent.language,
        "conversation_initiation_source": conversation.source,
        "tool_names": [c["tool_name"] for t in conversation.transcript for c in t.tool_calls],
        "direction": conversation.phone_call.direction if conversation.phone_call else None,
        "rating": None,
        "tag_ids": [],
    }


def turn(said: Turn) -> dict[str, Any]:
    body: dict[str, Any] = {
        "role": said.role,
        "message": said.message,
        "time_in_call_secs": int(said.time_in_call_s),
        "tool_calls": said.tool_calls,
        "tool_results": said.tool_results,
        "interrupted": said.interrupted,
        "original_message": said.original_message,
        "feedback": None,
        "conversation_turn_metrics": None,
        "rag_retrieval_info": None,
        "llm_usage": None,
        "source_medium": "audio",
    }
    return body


def metadata(conversation: Conversation) -> dict[str, Any]:
    return {
        "start_time_unix_secs": _started(conversation),
        "accepted_time_unix_secs": _started(conversation),
        "call_duration_secs": int(conversation.duration_s),
        "queue_wait_secs": None,
        "cost": credits_of(conversation),
        "cost_fiat": dollars_of(conversation),
        "termination_reason": conversation.termination_reason,
        "error": conversation.error,
        "warnings": [],
        "main_language": conversation.agent.language,
        "timezone": None,
        "text_only": False,
        "authorization_method": conversation.authorization_method,
        "conversation_initiation_source": conversation.source,
        "conversation_initiation_source_version": None,
        "phone_call": phone_call(conversation),
        "batch_call": None,
    }


def phone_call(conversation: Conversation) -> dict[str, Any] | None:
    call = conversation.phone_call
    if call is None or (call.stream_sid is None and call.call_result is None):
        return None
    outbound = call.direction == "outbound"
    return {
        "type": "twilio",
        "direction": call.direction,
        "phone_number_id": call.phone_number_id,  # None for register-call: that number is not imported
        "agent_number": call.from_number if outbound else call.to_number,
        "external_number": call.to_number if outbound else call.from_number,
        "call_sid": call.call_sid,
        "stream_sid": call.stream_sid,
        "call_result": call.call_result or "answered",
    }


def analysis(conversation: Conversation) -> dict[str, Any] | None:
    if conversation.status not in {DONE, FAILED}:
        return None
    heard = sum(t.role == "user" for t in conversation.transcript)
    return {
        "call_successful": "success" if heard and conversation.status == DONE else "unknown",
        "transcript_summary": f"The caller spoke {heard} time{'s' if heard != 1 else ''}.",
        "call_summary_title": conversation.agent.name,
        "evaluation_criteria_results": {},
        "data_collection_results": collected(conversation),
    }


def collected(conversation: Conversation) -> dict[str, Any]:
    """Each value that the agent's analysis looks for: null where the line it is found in was not heard."""
    heard = {said.message for said in conversation.transcript if said.role == "user"}
    found: dict[str, Any] = {}
    for exchange in conversation.agent.dialogue:
        values = exchange.collects if exchange.hears in heard else dict.fromkeys(exchange.collects)
        found |= {name: {"data_collection_id": name, "value": value} for name, value in values.items()}
    return found


def client_data(conversation: Conversation) -> dict[str, Any]:
    given = conversation.client_data
    return {
        "conversation_config_override": given.get("conversation_config_override") or {},
        "custom_llm_extra_body": given.get("custom_llm_extra_body") or {},
        "user_id": given.get("user_id"),
        "source_info": given.get("source_info"),
        "dynamic_variables": conversation.variables,
    }


def credits_of(conversation: Conversation) -> int:
    return math.ceil(conversation.duration_s * CREDITS_PER_S)


def dollars_of(conversation: Conversation) -> float:
    return round(conversation.duration_s * DOLLARS_PER_S, 6)


def _started(conversation: Conversation) -> int:
    return int(conversation.started_unix_s or conversation.created_unix_s)


def _audio_flags(conversation: Conversation) -> dict[str, bool]:
    ready = conversation.has_audio
    return {
        "has_audio": ready,
        "has_user_audio": ready and bool(conversation.tape.caller),
        "has_response_audio": ready and bool(conversation.tape.agent),
        "has_auxiliary_audio": False,
    }


def _counts(conversation: Conversation) -> dict[str, int]:
    return {
        f"{name}_message_count": sum(t.role == name and bool(t.message) for t in conversation.transcript)
        for name in ("user", "agent")
    }
