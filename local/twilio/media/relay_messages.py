"""What a server may send on a ConversationRelay session, as strictly as Twilio validates it (error 64107)."""

import json
from typing import Any

FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "text": {"token": str, "last": bool, "lang": str, "interruptible": bool, "preemptible": bool},
    "play": {"source": str, "loop": int, "preemptible": bool, "interruptible": bool},
    "sendDigits": {"digits": str},
    "language": {"ttsLanguage": str, "transcriptionLanguage": str},
    "end": {"handoffData": str},
}
NEEDED = {"text": {"token"}, "play": {"source"}, "sendDigits": {"digits"}}
DIGITS = frozenset("0123456789wW#*")


class InvalidRelayMessage(Exception):
    """A message that fails validation: the session goes on without it."""


def read_relay_message(text: str) -> dict[str, Any]:
    """Raises InvalidRelayMessage."""
    try:
        message = json.loads(text)
    except ValueError:
        raise InvalidRelayMessage("no JSON") from None
    kind = message.get("type") if isinstance(message, dict) else None
    if kind not in FIELDS:
        raise InvalidRelayMessage(f"unknown type {kind!r}")
    if missing := sorted(NEEDED.get(kind, set()) - message.keys()):
        raise InvalidRelayMessage(f"{kind} without {', '.join(missing)}")
    for name, value in message.items():
        if name != "type" and not isinstance(value, FIELDS[kind].get(name, object)):
            raise InvalidRelayMessage(f"{kind}.{name} is no {FIELDS[kind][name]}")
    if kind == "sendDigits" and not set(message["digits"]) <= DIGITS:
        raise InvalidRelayMessage("sendDigits.digits has other characters than digits, w, # and *")
    return message
