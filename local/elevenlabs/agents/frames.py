"""The agent socket's JSON: strict reading of what a client sends, writing of what the vendor answers."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from local.elevenlabs.agents.agent import Agent
from local.elevenlabs.agents.effects import (
    AgentSaid,
    Audio,
    CallerSaid,
    Corrected,
    Effect,
    Ended,
    Interrupted,
    ToolAnswered,
    ToolCalled,
    VoiceScored,
)
from local.elevenlabs.speech import voice

INITIATION = "conversation_initiation_client_data"
ACCEPTED_WITHOUT_EFFECT = frozenset({"mcp_tool_approval_result", "multimodal_message"})


class InvalidMessage(ValueError):
    """A client frame that breaks the protocol; the vendor closes with 1008."""


@dataclass(frozen=True, slots=True)
class Initiation:
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CallerAudio:
    audio: bytes


@dataclass(frozen=True, slots=True)
class Pong:
    event_id: int


@dataclass(frozen=True, slots=True)
class TypedMessage:
    text: str


@dataclass(frozen=True, slots=True)
class Activity:
    pass


@dataclass(frozen=True, slots=True)
class Context:
    text: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    call_id: str
    result: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ignored:
    type: str


Frame = Initiation | CallerAudio | Pong | TypedMessage | Activity | Context | ToolResult | Feedback | Ignored


def read(text: str) -> Frame:
    try:
        message = json.loads(text)
    except ValueError:
        raise InvalidMessage("Message is not JSON.") from None
    if not isinstance(message, dict):
        raise InvalidMessage("Message is not an object.")
    if "user_audio_chunk" in message:
        return _read_audio(message)
    return _read_typed(message)


def _read_audio(message: dict[str, Any]) -> CallerAudio:
    if "type" in message:
        raise InvalidMessage("user_audio_chunk must not have a type.")
    try:
        return CallerAudio(base64.b64decode(_text(message, "user_audio_chunk"), validate=True))
    except binascii.Error:
        raise InvalidMessage("user_audio_chunk is not base64.") from None


def _read_typed(message: dict[str, Any]) -> Frame:
    match message.get("type"):
        case "conversation_initiation_client_data":
            return Initiation(_initiation_data(message))
        case "pong":
            return Pong(_integer(message, "event_id"))
        case "user_message":
            return TypedMessage(_text(message, "text"))
        case "user_activity":
            return Activity()
        case "contextual_update":
            return Context(_text(message, "text"))
        case "client_tool_result":
            failed = bool(message.get("is_error", False))
            return ToolResult(_text(message, "tool_call_id"), _text(message, "result"), failed)
        case "feedback":
            return Feedback(message)
        case kind if kind in ACCEPTED_WITHOUT_EFFECT:
            return Ignored(str(kind))
    raise InvalidMessage(f"Unknown message type: {message.get('type')!r}.")


def _initiation_data(message: dict[str, Any]) -> dict[str, Any]:
    """The known fields at top level. A nested object of the same name is ignored without a word, as at the vendor."""
    data = {key: value for key, value in message.items() if key not in {"type", INITIATION}}
    for key in ("conversation_config_override", "custom_llm_extra_body", "dynamic_variables"):
        if data.get(key) is not None and not isinstance(data[key], dict):
            raise InvalidMessage(f"{key} must be an object.")
    for name, value in (data.get("dynamic_variables") or {}).items():
        if isinstance(value, dict):
            raise InvalidMessage(f"Dynamic variable '{name}' must be a string, a number or a boolean.")
    return data


def _text(message: dict[str, Any], key: str) -> str:
    if not isinstance(message.get(key), str):
        raise InvalidMessage(f"{key} must be a string.")
    return message[key]


def _integer(message: dict[str, Any], key: str) -> int:
    value = message.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidMessage(f"{key} must be an integer.")
    return value


def metadata(conversation_id: str, agent: Agent) -> dict[str, Any]:
    return {
        "type": "conversation_initiation_metadata",
        "conversation_initiation_metadata_event": {
            "conversation_id": conversation_id,
            "agent_output_audio_format": agent.output_format,
            "user_input_audio_format": agent.input_format,
        },
    }


def ping(event_id: int, ping_ms: int | None) -> dict[str, Any]:
    return {"type": "ping", "ping_event": {"event_id": event_id, "ping_ms": ping_ms}}


def error(ended: Ended, *, flat: bool = False) -> dict[str, Any]:
    if flat:
        return {"type": "error", "message": f"received {ended.code} {ended.reason}"}
    event = {
        "code": ended.code,
        "message": ended.reason,
        "error_type": ended.error_type,
        "reason": ended.reason,
        "debug_message": None,
        "details": {},
    }
    return {"type": "error", "error_event": event}


def write(effect: Effect, agent: Agent) -> dict[str, Any] | None:
    """The frame for an effect, or None when the agent is not configured to send that kind."""
    frame = _frame(effect, agent)
    return frame if frame and frame["type"] in agent.client_events else None


def _frame(effect: Effect, agent: Agent) -> dict[str, Any] | None:
    match effect:
        case Audio(audio, event_id):
            payload = base64.b64encode(voice.to_format(audio, agent.output_format)).decode()
            return {"type": "audio", "audio_event": {"audio_base_64": payload, "event_id": event_id}}
        case AgentSaid(text, event_id):
            event = {"agent_response": text, "event_id": event_id}
            return {"type": "agent_response", "agent_response_event": event}
        case CallerSaid(text, event_id):
            event = {"user_transcript": text, "event_id": event_id}
            return {"type": "user_transcript", "user_transcription_event": event}
        case VoiceScored(score):
            return {"type": "vad_score", "vad_score_event": {"vad_score": score}}
        case Interrupted(event_id):
            return {"type": "interruption", "interruption_event": {"event_id": event_id}}
        case Corrected():
            return _correction(effect)
        case ToolCalled() | ToolAnswered():
            return _tool_frame(effect)
    return None


def _correction(corrected: Corrected) -> dict[str, Any]:
    event = {
        "original_agent_response": corrected.original,
        "corrected_agent_response": corrected.spoken,
        "event_id": corrected.event_id,
    }
    return {"type": "agent_response_correction", "agent_response_correction_event": event}


def _tool_frame(effect: ToolCalled | ToolAnswered) -> dict[str, Any]:
    shared = {"tool_name": effect.name, "tool_call_id": effect.call_id, "event_id": effect.event_id}
    if isinstance(effect, ToolCalled):
        called = {**shared, "parameters": effect.parameters, "expects_response": True}
        return {"type": "client_tool_call", "client_tool_call": called}
    answered = {**shared, "tool_type": effect.kind, "is_error": effect.is_error, "is_called": True}
    return {"type": "agent_tool_response", "agent_tool_response": answered}
