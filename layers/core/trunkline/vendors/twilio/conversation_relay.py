"""Twilio's ConversationRelay: text frames of a call whose speech Twilio makes and recognises itself.

Twilio documentation "ConversationRelay WebSocket messages", read 2026-11; Telnyx serves the same frames. New types and
fields may come at any time: they are ignored and counted.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.json_frames import Ignored, InvalidFrame, read_frame
from trunkline.json_frames import text as text_field


@dataclass(frozen=True, slots=True)
class SetUp:
    """The first message. The token is no proof until it has been spent for this very call."""

    call_sid: str
    session_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Prompted:
    """The caller's words. Not the last ones: more of the same sentence follows."""

    text: str
    is_last: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The caller spoke over the agent. `heard` is what was spoken until then."""

    heard: str
    after_ms: int


@dataclass(frozen=True, slots=True)
class DigitPressed:
    digit: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Twilio could not do something, such as reading a message of ours; the session goes on."""

    description: str


RelayEvent = SetUp | Prompted | Interrupted | DigitPressed | Failed | Ignored | InvalidFrame
DIGITS = frozenset("0123456789*#")


def read(frame: bytes) -> RelayEvent:
    """Any text frame. Never raises."""
    return read_frame(frame, "type", READERS)


def _set_up(payload: Mapping[str, Any]) -> SetUp:
    given = payload.get("customParameters")
    token = _text(given, "token") if isinstance(given, dict) else ""
    return SetUp(text_field(payload["callSid"]), _text(payload, "sessionId"), token)


def _prompted(payload: Mapping[str, Any]) -> Prompted:
    words = text_field(payload["voicePrompt"]).strip()
    return Prompted(words, payload.get("last") is not False, _text(payload, "lang"))


def _pressed(payload: Mapping[str, Any]) -> DigitPressed:
    digit = text_field(payload["digit"])
    if digit not in DIGITS:
        raise ValueError("no digit")
    return DigitPressed(digit)


READERS: dict[str, Callable[[Mapping[str, Any]], RelayEvent]] = {
    "setup": _set_up,
    "prompt": _prompted,
    "interrupt": lambda payload: Interrupted(_text(payload, "utteranceUntilInterrupt"), _milliseconds(payload)),
    "dtmf": _pressed,
    "error": lambda payload: Failed(_text(payload, "description")[:200]),
}


def _text(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def _milliseconds(payload: Mapping[str, Any]) -> int:
    """A number, or a number as text."""
    try:
        return max(int(float(payload.get("durationUntilInterruptMs") or 0)), 0)
    except (ValueError, TypeError, OverflowError):
        return 0


def text(token: str, *, is_last: bool, is_interruptible: bool = True) -> bytes:
    """A piece of the answer, spoken as it comes; `last` closes the turn."""
    more = {} if is_interruptible else {"interruptible": False}
    return _frame(type="text", token=token, last=is_last, **more)


def send_digits(digits: str) -> bytes:
    return _frame(type="sendDigits", digits=digits)


def language(code: str) -> bytes:
    """For what is spoken and what is recognised from now on."""
    return _frame(type="language", ttsLanguage=code, transcriptionLanguage=code)


def end(reason: str) -> bytes:
    """Ends the session; the `action` of its <Connect> is requested with the reason in `HandoffData`."""
    return _frame(type="end", handoffData=json.dumps({"reason": reason}))


def _frame(**values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
