"""Retell's calls as plain requests and answers: register, place, look up, list, change, stop, delete.

Retell documentation "Call API", SDK 6.2.13, read 2026-11.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trunkline.calls.domain.agent_start import (
    FIRST_MESSAGE,
    LANGUAGE,
    NOTHING_CHANGED,
    PROMPT,
    VOICE_ID,
    AgentStart,
)
from trunkline.calls.domain.calls import RingingCall
from trunkline.conversations.domain.reconciliation import ConversationPage, ListedConversation
from trunkline.ids import ConversationId
from trunkline.vendors.retell.call_objects import CALL_SID, USER_ID
from trunkline.vendors.retell.webhook_envelopes import ANALYZED, ENDED
from trunkline.web.json_responses import objects, optional_text, text
from trunkline.web.vendor_requests import VendorRequest

PAGE_SIZE = 100
SIP_HOST = "sip.retellai.com;transport=tcp"
# Retell's call status in the words of the reconciliation.
STATUSES = {
    "registered": "initiated",
    "ongoing": "in-progress",
    "ended": "done",
    "not_connected": "failed",
    "error": "failed",
}


def register_call(
    call: RingingCall, agent_id: str, variables: Mapping[str, str], start: AgentStart = NOTHING_CHANGED
) -> VendorRequest:
    """The numbers and the direction are for Retell's records alone; the metadata comes back in every webhook."""
    body = {
        "agent_id": agent_id,
        "from_number": call.from_number,
        "to_number": call.to_number,
        "direction": call.direction,
        "metadata": {CALL_SID: call.call_id} | ({USER_ID: start.user_id} if start.user_id else {}),
        "retell_llm_dynamic_variables": texts({**variables, CALL_SID: call.call_id}),
    }
    changed = agent_override(start.overrides)
    return VendorRequest(
        "POST", "/v2/register-phone-call", json=body | ({"agent_override": changed} if changed else {})
    )


def agent_override(overrides: Mapping[str, str]) -> dict[str, Any]:
    """Prompt and first message belong to the agent's model there, voice and language to the agent."""
    model = {"general_prompt": overrides.get(PROMPT), "begin_message": overrides.get(FIRST_MESSAGE)}
    agent = {"voice_id": overrides.get(VOICE_ID), "language": overrides.get(LANGUAGE)}
    trees = {"agent": agent, "retell_llm": model}
    given = {name: {key: value for key, value in tree.items() if value} for name, tree in trees.items()}
    return {name: tree for name, tree in given.items() if tree}


def get_call(conversation_id: ConversationId) -> VendorRequest:
    return VendorRequest("GET", f"/v2/get-call/{conversation_id}")


def stop_call(conversation_id: ConversationId) -> VendorRequest:
    return VendorRequest("POST", f"/v2/stop-call/{conversation_id}")


def delete_call(conversation_id: ConversationId) -> VendorRequest:
    return VendorRequest("DELETE", f"/v2/delete-call/{conversation_id}")


def add_context(conversation_id: ConversationId, words: str, *, is_answered: bool) -> VendorRequest:
    """Context for the agent of a live call; `is_answered` has it speak to that at once."""
    control = {"additional_context": words} | ({"trigger_response": True} if is_answered else {})
    return VendorRequest("PATCH", f"/v2/update-live-call/{conversation_id}", json={"call_control": control})


def list_calls(since: datetime, until: datetime, cursor: str | None) -> VendorRequest:
    span = {"type": "range", "op": "bt", "value": [_milliseconds(since), _milliseconds(until)]}
    return _list({"start_timestamp": span}, cursor)


def calls_with(entry: str, value: str, agent_id: str) -> VendorRequest:
    """By an entry of the metadata; of that agent alone: another company may write any id into its metadata."""
    ours = {"type": "string", "op": "eq", "key": entry, "value": value}
    return _list({"metadata": [ours], "agent": [{"agent_id": agent_id}]}, None)


def _list(criteria: dict[str, Any], cursor: str | None) -> VendorRequest:
    body = {"filter_criteria": criteria, "sort_order": "ascending", "limit": PAGE_SIZE}
    return VendorRequest("POST", "/v3/list-calls", json=body | ({"pagination_key": cursor} if cursor else {}))


def call_id_of(payload: dict[str, Any]) -> ConversationId:
    return ConversationId(text(payload, "call_id"))


def listed_calls(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return objects(payload, "items")


def page_of(payload: dict[str, Any]) -> ConversationPage:
    found = tuple(ListedConversation(call_id_of(item), status_of(item)) for item in listed_calls(payload))
    return ConversationPage(found, text(payload, "pagination_key") if payload.get("has_more") else None)


def status_of(call: Mapping[str, Any]) -> str:
    return STATUSES.get(optional_text(call, "call_status"), "in-progress")


def as_webhook(call: dict[str, Any]) -> dict[str, Any]:
    """A call that was looked up as the webhook that would have reported it."""
    return {"event": ANALYZED if call.get("call_analysis") else ENDED, "call": call}


def texts(variables: Mapping[str, Any]) -> dict[str, str]:
    """Retell's variables are texts; others would fail the call."""
    return {name: value if isinstance(value, str) else str(value).lower() for name, value in variables.items()}


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
