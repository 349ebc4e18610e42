"""DTMF digits: the message to the agent, and their redaction everywhere else.

A card number or a PIN must not be stored. A private message is marked in its text, so that the function that files it
later, without knowing the route, can leave the digits out.
"""

import re
from enum import StrEnum

KEYS = "0123456789*#ABCD"
PRIVATE, OPEN = "The caller pressed these keys (private): ", "The caller pressed these keys: "
PLAYABLE = re.compile(r"[0-9*#A-DwW]{1,32}")  # w waits half a second, W a whole one, as in the vendor's own tool
PLAYABLE_WORDS = "digits is a text of 1 to 32 of 0-9 * # A-D, and w or W for a pause"
PRIVATE_KEYS = re.compile(re.escape(PRIVATE) + rf"([{KEYS}]+)")


class Keypad(StrEnum):
    """The use of the digits a caller presses."""

    MESSAGE = "message"  # the agent answers to them, as if the caller had said them
    CONTEXT = "context"  # a context message without an answer
    IGNORE = "ignore"


def agent_message(digits: str, *, is_private: bool) -> str:
    return (PRIVATE if is_private else OPEN) + digits


def redacted(text: str) -> str:
    """The text without the digits of private messages."""
    return PRIVATE_KEYS.sub(lambda found: f"[keys pressed: {len(found[1])}]", text)


def is_playable(digits: str) -> bool:
    """Keys that can be played to the other side, pauses among them."""
    return PLAYABLE.fullmatch(digits) is not None


def key_count(digits: str) -> int:
    """How many keys, without the pauses: what may be said of them where the digits may not."""
    return len(digits) - digits.lower().count("w")
