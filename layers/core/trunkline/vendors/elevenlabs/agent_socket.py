"""The ElevenLabs agent socket: frames in, frames out. One socket is one conversation.

`agent_payload` splices the usual audio frame; `read` validates the rest. AsyncAPI of the agent socket, read 2026-11.
"""

import binascii
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from trunkline.calls.domain.agent_start import AgentStart
from trunkline.ids import ConversationId
from trunkline.json_frames import Ignored, InvalidFrame, number, read_frame, text
from trunkline.realtime.agent_events import (
    AgentAudio,
    AgentCorrected,
    AgentEvent,
    AgentFaulted,
    AgentPinged,
    AgentReady,
    AgentSaid,
    CallerInterrupted,
    CallerSaid,
    ToolAnswered,
    ToolRequested,
    VoiceScored,
)
from trunkline.speech.domain.voices import TELEPHONE
from trunkline.vendors.elevenlabs.client_data import client_data

IS_SCANNED = True

PAYLOAD_BEGINS = re.compile(rb'"audio_base_64": ?"')
# The envelope in its usual shape, payload cut out: recognised at a glance, where any other is parsed.
USUAL_ENVELOPE = re.compile(
    rb'\{ ?"type": ?"audio", ?"audio_event": ?\{ ?"audio_base_64": ?"", ?"event_id": ?(\d{1,12}) ?\} ?\}'
)

CHUNK_HEAD, CHUNK_END = b'{"user_audio_chunk":"', b'"}'

# Stands where the payload was cut out: what is read there must be it, and no other field of the same name.
PLACEHOLDER = b"trunkline+payload+was+cut+out+00"


def agent_payload(frame: bytes) -> tuple[bytes, bytes, int] | None:
    """(base64, audio, event id) of an audio frame with sound; None for every other frame, which the full reader takes.

    Nearly all of a frame is payload. It is cut out and left to the base64 decoder, and only the envelope is parsed.
    """
    begins = PAYLOAD_BEGINS.search(frame)
    if begins is None:
        return None
    start, end = begins.end(), frame.find(b'"', begins.end())
    event_id = _event_id(frame[:start], frame[end:]) if end > 0 else None
    if event_id is None:
        return None
    payload = frame[start:end]
    if not payload:
        return None
    try:
        return payload, binascii.a2b_base64(payload, strict_mode=True), event_id
    except binascii.Error:
        return None


def _event_id(head: bytes, tail: bytes) -> int | None:
    usual = USUAL_ENVELOPE.fullmatch(head + tail)
    if usual is not None:
        return int(usual.group(1))
    message = read(head + PLACEHOLDER + tail)
    return message.event_id if isinstance(message, AgentAudio) and message.payload == PLACEHOLDER else None


def read(frame: bytes) -> AgentEvent:
    """Any frame. Never raises."""
    return read_frame(frame, "type", READERS)


def _ready(message: Mapping[str, Any]) -> AgentEvent:
    payload = message["conversation_initiation_metadata_event"]
    return AgentReady(
        ConversationId(text(payload["conversation_id"])),
        speaks=text(payload["agent_output_audio_format"]),
        hears=text(payload.get("user_input_audio_format", TELEPHONE)),
    )


def _audio(message: Mapping[str, Any]) -> AgentEvent:
    data = message["audio_event"]
    payload = text(data["audio_base_64"]).encode("ascii")
    if not binascii.a2b_base64(payload, strict_mode=True):
        return Ignored("audio without sound")  # the vendor sends it; an agent that says nothing else is silent
    return AgentAudio(payload, number(data["event_id"]))


def _interrupted(message: Mapping[str, Any]) -> AgentEvent:
    """An interruption counts even with unreadable details: an agent that talks on is worse than a lost sentence."""
    details = message.get("interruption_event")
    event_id = details.get("event_id") if isinstance(details, Mapping) else None
    return CallerInterrupted(event_id if _is_id(event_id) else None)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _tool_requested(message: Mapping[str, Any]) -> AgentEvent:
    payload = message["client_tool_call"]
    return ToolRequested(
        text(payload["tool_name"]), text(payload["tool_call_id"]), dict(payload.get("parameters") or {})
    )


def _faulted(message: Mapping[str, Any]) -> AgentEvent:
    """Two forms are sent: with an `error_event`, and flat with only a message."""
    payload = message.get("error_event") or {}
    return AgentFaulted(int(payload.get("code") or 0), str(payload.get("error_type") or "unknown")[:64])


def _scored(message: Mapping[str, Any]) -> AgentEvent:
    score = message["vad_score_event"]["vad_score"]
    if isinstance(score, bool) or not 0 <= score <= 1:  # what is no number raises here, and NaN is neither
        return InvalidFrame("vad_score")
    return VoiceScored(float(score))


READERS: dict[str, Callable[[Mapping[str, Any]], AgentEvent]] = {
    "conversation_initiation_metadata": _ready,
    "audio": _audio,
    "agent_response": lambda m: AgentSaid(text(m["agent_response_event"]["agent_response"])),
    "agent_response_correction": lambda m: AgentCorrected(
        text(m["agent_response_correction_event"]["corrected_agent_response"])
    ),
    "user_transcript": lambda m: CallerSaid(text(m["user_transcription_event"]["user_transcript"])),
    "interruption": _interrupted,
    "ping": lambda m: AgentPinged(number(m["ping_event"]["event_id"])),
    "client_tool_call": _tool_requested,
    "agent_tool_response": lambda m: ToolAnswered(text(m["agent_tool_response"]["tool_name"])),
    "vad_score": _scored,
    "error": _faulted,
}


def initiation(user_id: str, variables: Mapping[str, str], overrides: Mapping[str, str]) -> bytes:
    """The first frame. Its fields are top level: nested one deeper the vendor ignores them without a word."""
    data = client_data(variables, AgentStart(user_id, overrides))
    return json.dumps({"type": "conversation_initiation_client_data", **data}).encode()


def contextual_update(text: str) -> bytes:
    """A context message for the agent, which it does not answer."""
    return json.dumps({"type": "contextual_update", "text": text}).encode()


def user_message(text: str) -> bytes:
    """Handled as if the caller had said it: the agent answers."""
    return json.dumps({"type": "user_message", "text": text}).encode()


def caller_audio(payload: bytes) -> bytes:
    """No `type` in this one."""
    return CHUNK_HEAD + payload + CHUNK_END


def pong(event_id: int) -> bytes:
    return b'{"type":"pong","event_id":%d}' % event_id


def tool_result(tool_call_id: str, result: str, *, is_error: bool) -> bytes:
    """`result` is always a string: the vendor closes the socket over an object."""
    frame = {"type": "client_tool_result", "tool_call_id": tool_call_id, "result": result, "is_error": is_error}
    return json.dumps(frame).encode()
