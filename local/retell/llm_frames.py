"""Frames that a custom-LLM server sends, checked as Retell checks them: a wrong type makes an event void.

Retell documentation "LLM WebSocket", read 2026-11.
"""

import json
from dataclasses import dataclass
from typing import Any

Frame = dict[str, Any]
RANGES = {  # of `update_agent`
    "responsiveness": (0.0, 1.0),
    "interruption_sensitivity": (0.0, 1.0),
    "reminder_trigger_ms": (1, 3_600_000),
    "reminder_max_count": (0, 1000),
}


@dataclass
class Answer:
    """What came for a request so far. At most one action for each: hanging up beats a transfer beats keys."""

    text: str = ""
    is_complete: bool = False
    is_protected: bool = False
    is_void: bool = False  # the caller spoke over it: the rest is discarded, and its action
    ends_call: bool = False
    transfer_to: str = ""
    keys: str = ""

    def take(self, frame: Frame) -> None:
        self.text += frame["content"]
        self.is_complete = frame["content_complete"]
        self.is_protected = self.is_protected or frame.get("no_interruption_allowed") is True
        self.ends_call = self.ends_call or frame.get("end_call") is True
        self.transfer_to = self.transfer_to or str(frame.get("transfer_number") or "")
        self.keys = self.keys or str(frame.get("digit_to_press") or "")


def number_of(frame: Frame, name: str) -> int | None:
    """The id of a well-formed piece of speech; None for another."""
    number, content, is_last = (frame.get(field) for field in (name, "content", "content_complete"))
    is_typed = type(number) is int and isinstance(content, str) and isinstance(is_last, bool)
    return number if is_typed and isinstance(number, int) else None


def tool_item(frame: Frame) -> Frame | None:
    """The item of the transcript that a tool event becomes; None for one with a wrong type."""
    called = frame.get("response_type") == "tool_call_invocation"
    names = ("tool_call_id", "name", "arguments") if called else ("tool_call_id", "content")
    item = {name: frame.get(name) for name in names}
    if not all(isinstance(value, str) for value in item.values()) or (called and not _is_json(item["arguments"])):
        return None
    if isinstance(frame.get("successful"), bool):
        item["successful"] = frame["successful"]
    return {"role": frame["response_type"]} | item


def _is_json(text: Any) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def agent_config(frame: Frame) -> dict[str, float]:
    """The settings of `update_agent` that may be changed in mid-call, where they are in their range."""
    given = frame.get("agent_config")
    return {name: value for name, value in given.items() if _in_range(name, value)} if isinstance(given, dict) else {}


def _in_range(name: str, value: Any) -> bool:
    least, most = RANGES.get(name, (1, 0))
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
