"""What bodies of requests must look like. Refused in the words of the JSON-schema validator that Retell uses."""

import json
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from local.retell.errors import Refusal

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
METADATA_BYTES = 50_000
ENGINES = {
    "custom-llm": "llm_websocket_url",
    "retell-llm": "llm_id",
    "conversation-flow": "conversation_flow_id",
}
AMBIENT = {"coffee-shop", "convention-hall", "summer-outdoor", "mountain-outdoor", "static-noise", "call-center", None}


async def body_of(request: web.Request) -> dict[str, Any]:
    try:
        payload = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise Refusal(400) from error
    if not isinstance(payload, dict):
        raise Refusal(400, "request/body must be object")
    return payload


def required(body: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if name not in body:
            raise Refusal(400, f"request/body must have required property '{name}'")


def call_body(body: Mapping[str, Any], *, any_variables: bool) -> None:
    """Fields that creating and registering have in common."""
    variables, metadata = body.get("retell_llm_dynamic_variables"), body.get("metadata")
    if variables is not None and not isinstance(variables, dict):
        raise Refusal(400, "request/body/retell_llm_dynamic_variables must be object")
    if not any_variables and any(not isinstance(value, str) for value in (variables or {}).values()):
        raise Refusal(400, "request/body/retell_llm_dynamic_variables values must be string")
    if metadata is not None and not isinstance(metadata, dict):
        raise Refusal(400, "request/body/metadata must be object")
    if len(json.dumps(metadata or {})) > METADATA_BYTES:
        raise Refusal(400, "request/body/metadata must not be larger than 50kB")


def numbers(body: Mapping[str, Any]) -> None:
    required(body, "from_number", "to_number")
    for name in ("from_number", "to_number"):
        if not E164.fullmatch(str(body[name])):
            raise Refusal(400, f"request/body/{name} must match format E.164")


def agent_body(body: Mapping[str, Any], *, is_new: bool) -> None:
    if is_new:
        required(body, "response_engine", "voice_id")
    engine = body.get("response_engine")
    if engine is not None and not _is_engine(engine):
        raise Refusal(400, "request/body/response_engine must match exactly one schema in oneOf")
    if body.get("ambient_sound") not in AMBIENT:
        raise Refusal(400, "request/body/ambient_sound must be equal to one of the allowed values")


def _is_engine(engine: Any) -> bool:
    return isinstance(engine, dict) and ENGINES.get(str(engine.get("type")), "-") in engine
