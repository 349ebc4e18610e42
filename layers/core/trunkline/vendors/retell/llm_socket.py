"""Retell's custom-LLM socket: its frames as a brain's input, a brain's output as frames. Text frames of JSON alone.

Retell documentation "LLM WebSocket", read 2026-11. Types are strict there: a number as text makes an event void.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from trunkline.brain.domain.context import ProviderCall
from trunkline.brain.domain.conversation import (
    Action,
    EndCall,
    Interject,
    Line,
    NoteToolResult,
    PressDigits,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TransferCall,
)
from trunkline.calls.domain.dtmf import KEYS, agent_message
from trunkline.ids import conversation_id_of
from trunkline.json_frames import Ignored, InvalidFrame, number, read_frame
from trunkline.vendors.retell.call_objects import carriers_call, numbers
from trunkline.web.lenient_json import Fields

SPEAKERS = {"agent": "agent", "user": "caller"}
PRESSED = "dtmf"


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

    def as_provider_call(self, call_id: str) -> ProviderCall:
        """`call_id` is the socket's own."""
        fields = Fields(self.call)
        _, person = numbers(fields)
        agent_id = str(self.call.get("agent_id") or "")
        return ProviderCall(conversation_id_of(call_id), agent_id, carriers_call(fields), person or "")


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
    """With the keys a caller pressed: they stand only beside the tools."""
    whole, plain = (_items(payload.get(name)) for name in ("transcript_with_tool_calls", "transcript"))
    runs = groupby(whole or plain, lambda item: item.get("role") == PRESSED)
    return tuple(line for is_keys, items in runs for line in _lines_of(items, is_keys=is_keys))


def _lines_of(items: Iterable[Mapping[str, Any]], *, is_keys: bool) -> list[Line]:
    found = [_keys(items)] if is_keys else map(_line, items)
    return [line for line in found if line]


def _items(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _keys(items: Iterable[Mapping[str, Any]]) -> Line | None:
    """Keys pressed one after the other are one line."""
    digits = "".join(str(item.get("digit") or "")[:1] for item in items)
    known = "".join(digit for digit in digits if digit in KEYS)
    return Line("caller", agent_message(known, is_private=True)) if known else None


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
    """`numbers` are those of transfer targets that Retell itself calls: none on a registered call, where it cannot."""
    frame: dict[str, Any] = {
        "response_type": "response",
        "response_id": piece.request_id,
        "content": piece.text,
        "content_complete": piece.is_last,
    }
    if piece.is_protected:
        frame["no_interruption_allowed"] = True
    return _frame(**frame, **_action(piece.action, numbers))


def interject(piece: Interject, interrupt_id: int, numbers: Mapping[str, str]) -> bytes:
    """Spoken at once, over either side."""
    frame = {"interrupt_id": interrupt_id, "content": piece.text, "content_complete": True}
    action = _action(piece.action, numbers)
    return _frame(response_type="agent_interrupt", **frame, no_interruption_allowed=True, **action)


def _action(action: Action | None, numbers: Mapping[str, str]) -> dict[str, Any]:
    match action:
        case EndCall():
            return {"end_call": True}
        case TransferCall(target) if numbers.get(target):
            return {"transfer_number": numbers[target]}
        case PressDigits(digits):
            return {"digit_to_press": digits}
    return {}


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
