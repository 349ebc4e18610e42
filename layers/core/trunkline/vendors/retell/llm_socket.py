"""Retell's custom-LLM socket: its frames as a brain's input, a brain's output as frames. Text frames of JSON alone.

Retell documentation "LLM WebSocket", read 2026-11. Types are strict there: a number as text makes an event void.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.brain.domain.conversation import (
    EndCall,
    Line,
    NoteToolResult,
    PressDigits,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TransferCall,
)
from trunkline.json_frames import Ignored, InvalidFrame, number, read_frame

SPEAKERS = {"agent": "agent", "user": "caller"}


@dataclass(frozen=True, slots=True)
class Pinged:
    timestamp: int


@dataclass(frozen=True, slots=True)
class CallDetails:
    """The call object, as registering or placing it returned it."""

    call: dict[str, Any]

    @property
    def variables(self) -> dict[str, str]:
        given = self.call.get("retell_llm_dynamic_variables")
        return {str(name): str(value) for name, value in given.items()} if isinstance(given, dict) else {}


SocketEvent = Pinged | CallDetails | ResponseRequested | ReminderRequested | Ignored | InvalidFrame


def read(frame: bytes) -> SocketEvent:
    """Any text frame. Never raises. A transcript that changed is ignored: the next request contains all of it."""
    return read_frame(frame, "interaction_type", READERS)


def _response(payload: Mapping[str, Any]) -> ResponseRequested:
    return ResponseRequested(number(payload.get("response_id")), _lines(payload))


def _reminder(payload: Mapping[str, Any]) -> ReminderRequested:
    return ReminderRequested(number(payload.get("response_id")), _lines(payload))


def _details(payload: Mapping[str, Any]) -> CallDetails:
    return CallDetails(dict(payload["call"]))


READERS: dict[str, Callable[[Mapping[str, Any]], SocketEvent]] = {
    "response_required": _response,
    "reminder_required": _reminder,
    "ping_pong": lambda payload: Pinged(number(payload.get("timestamp"))),
    "call_details": _details,
}


def _lines(payload: Mapping[str, Any]) -> tuple[Line, ...]:
    items = payload.get("transcript")
    utterances = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return tuple(line for item in utterances if (line := _line(item)))


def _line(item: Mapping[str, Any]) -> Line | None:
    speaker, content = SPEAKERS.get(str(item.get("role"))), item.get("content")
    return Line(speaker, content.strip()) if speaker and isinstance(content, str) and content.strip() else None


def config() -> bytes:
    """Asks for keepalive, the call and the tools in transcripts. Retell reconnects a socket with keepalive twice."""
    wanted = {"auto_reconnect": True, "call_details": True, "transcript_with_tool_calls": True}
    return _frame(response_type="config", config=wanted)


def pong(timestamp: int) -> bytes:
    return _frame(response_type="ping_pong", timestamp=timestamp)


def speak(piece: Speak, numbers: Mapping[str, str]) -> bytes:
    """`numbers` are those of transfer targets. A target without one is not transferred to."""
    frame: dict[str, Any] = {
        "response_type": "response",
        "response_id": piece.request_id,
        "content": piece.text,
        "content_complete": piece.is_last,
    }
    if piece.is_protected:
        frame["no_interruption_allowed"] = True
    match piece.action:
        case EndCall():
            frame["end_call"] = True
        case TransferCall(target) if numbers.get(target):
            frame["transfer_number"] = numbers[target]
        case PressDigits(digits):
            frame["digit_to_press"] = digits
    return _frame(**frame)


def tool_called(tool: RunTool) -> bytes:
    """For Retell's transcript; it triggers nothing there."""
    arguments = json.dumps(tool.arguments, ensure_ascii=False)
    return _frame(
        response_type="tool_call_invocation", tool_call_id=tool.tool_call_id, name=tool.name, arguments=arguments
    )


def tool_returned(result: NoteToolResult) -> bytes:
    return _frame(
        response_type="tool_call_result",
        tool_call_id=result.tool_call_id,
        content=result.content,
        successful=not result.is_error,
    )


def _frame(**values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
