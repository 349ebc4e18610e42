"""Retell's custom functions: its request for a tool while an agent talks, and our answer, of which a model reads 15,000
characters.

The module is a `ToolWebhook`. Retell documentation "Custom function", SDK 6.2.13, read 2026-11: signed like a webhook,
repeated up to `max_retry` times on any failure, not ended by an interruption.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from trunkline.calls.domain.client_tools import ToolResult
from trunkline.conversations.domain.agent_tools import ToolRequest
from trunkline.errors import BadRequest
from trunkline.ids import conversation_id_in
from trunkline.vendors.retell import signatures
from trunkline.vendors.retell.call_objects import NAME, carriers_call, numbers
from trunkline.web.lenient_json import Fields

LIMIT_BYTES = 4_500_000  # the call object has the whole transcript
READ_BY_THE_MODEL = 15_000  # characters
FAILED = 502  # any status but 2xx: Retell may ask again


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now_s: float) -> None:
    """Raises InvalidSignature; also while no key is configured."""
    signatures.verify(headers.get(signatures.SIGNATURE_HEADER), body, secrets, now_s)


def read_request(body: bytes, tool: str) -> ToolRequest:
    """Raises BadRequest for what is no custom function of a call."""
    payload = _object(body)
    call, arguments = payload.get("call"), payload.get("args")
    conversation_id = conversation_id_in(call.get("call_id")) if isinstance(call, dict) else None
    if not isinstance(call, dict) or conversation_id is None:
        raise BadRequest("a custom function has a call: its setting `Payload: args only` must be off")
    if arguments is not None and not isinstance(arguments, dict):
        raise BadRequest("args is an object")
    fields, given = Fields(call), arguments or {}
    ours, theirs = numbers(fields)
    return ToolRequest(
        tool=tool,
        use=_use(tool, str(payload.get("name") or tool), given, fields),
        conversation_id=conversation_id,
        agent_id=fields.text("agent_id", NAME) or "",
        call_id=carriers_call(fields),
        arguments=given,
        our_number=ours or "",
        person=theirs or "",
    )


def answer(result: ToolResult) -> tuple[int, str, str]:
    """A fault is an answer, too: the agent reads why. Only one that a repetition may mend is a failure to Retell."""
    if result.is_error:
        status, words = (200, "error") if result.is_final else (FAILED, "detail")
        return status, json.dumps({words: result.text}), "application/json"
    if len(result.text) > READ_BY_THE_MODEL:
        return 200, json.dumps({"error": "the tool's answer is too large"}), "application/json"
    return 200, result.text, "application/json" if _is_json(result.text) else "text/plain; charset=utf-8"


def _use(tool: str, name: str, arguments: Mapping[str, Any], call: Fields) -> str:
    """By the id of the invocation without a result. Where the transcript has none: by the arguments, and how often the
    tool has answered, which a repeated request cannot change."""
    items = call.objects("transcript_with_tool_calls")
    answered = {_id(item) for item in items if item.text("role", NAME) == "tool_call_result"}
    invoked = [item for item in items if item.text("role", NAME) == "tool_call_invocation" and _is_of(item, name)]
    waiting = [item for item in invoked if _id(item) not in answered and _arguments(item) == arguments]
    how_often = sum(_id(item) in answered for item in invoked)
    known = ["id", _id(waiting[-1])] if waiting else ["use", arguments, how_often]
    return f"{tool}-{sha256(json.dumps([tool, known], sort_keys=True).encode()).hexdigest()[:32]}"


def _is_of(item: Fields, name: str) -> bool:
    return item.text("name", NAME) == name


def _id(item: Fields) -> str:
    return item.text("tool_call_id", NAME) or ""


def _arguments(item: Fields) -> Any:
    try:
        return json.loads(item.text("arguments", LIMIT_BYTES) or "{}")
    except (ValueError, RecursionError):
        return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _object(body: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("a custom function is JSON") from error
    if not isinstance(payload, dict):
        raise BadRequest("a custom function is a JSON object")
    return payload
