"""Reports as ElevenLabs sends them, to be varied by tests."""

import base64
import json
from typing import Any

STARTED = 1767225540


def transcription(conversation_id: str = "conv_1", call_sid: str | None = "CA1", **data: Any) -> bytes:
    variables = {"call_sid": call_sid, "first_name": "Ana", "secret__crm": "hush"} if call_sid else {}
    values = {
        "agent_id": "agent_1",
        "conversation_id": conversation_id,
        "status": "done",
        "transcript": [
            {"role": "agent", "message": "Hello Ana.", "time_in_call_secs": 0},
            {"role": "user", "message": "Move it to Friday.", "time_in_call_secs": 3, "tool_calls": None},
            {
                "role": "agent",
                "message": "We have",
                "time_in_call_secs": 6,
                "interrupted": True,
                "original_message": "We have Monday.",
            },
            {"role": "agent", "message": None, "tool_calls": [{"tool_name": "end_call"}], "time_in_call_secs": 9},
        ],
        "metadata": {
            "start_time_unix_secs": STARTED,
            "call_duration_secs": 42,
            "cost": 310,
            "cost_fiat": 0.061,
            "termination_reason": "end_call tool was called.",
            "main_language": "en",
            "phone_call": None,
            "a_field_of_next_year": {},
        },
        "analysis": {"call_successful": "success", "transcript_summary": "Moved an appointment."},
        "conversation_initiation_client_data": {"dynamic_variables": variables},
        "has_audio": True,
    }
    return _envelope("post_call_transcription", values | data)


def audio(conversation_id: str = "conv_1", mp3: bytes = b"ID3\x04") -> bytes:
    values = {"agent_id": "agent_1", "conversation_id": conversation_id, "full_audio": base64.b64encode(mp3).decode()}
    return _envelope("post_call_audio", values)


def initiation_failure(
    conversation_id: str = "conv_1", body: dict[str, Any] | None = None, reason: str = "busy"
) -> bytes:
    metadata = {"type": "twilio", "body": {"CallSid": "CA1", "CallStatus": "busy"} if body is None else body}
    values = {"agent_id": "agent_1", "conversation_id": conversation_id, "failure_reason": reason, "metadata": metadata}
    return _envelope("call_initiation_failure", values)


def machine_detection(conversation_id: str = "conv_1", answered_by: str = "machine") -> bytes:
    return _envelope("answering_machine_detection", {"conversation_id": conversation_id, "answered_by": answered_by})


def traces(conversation_id: str = "conv_1") -> bytes:
    values = {"agent_id": "agent_1", "conversation_id": conversation_id, "otlp_traces": {"resourceSpans": []}}
    return _envelope("post_call_transcription_otel", values)


def unknown(kind: str = "post_call_surprise") -> bytes:
    return _envelope(kind, {"conversation_id": "conv_1"})


def _envelope(kind: str, data: dict[str, Any]) -> bytes:
    return json.dumps({"type": kind, "event_timestamp": STARTED + 60, "data": data}).encode()
