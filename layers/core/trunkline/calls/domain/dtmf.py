"""Keys a caller presses: how the agent is told, and how they are kept from everybody else.

A card number or a PIN is nobody's business. What is told in private says so in its own words, so that whoever files it
later, without knowing the route, can leave the digits out.
"""

import re
from enum import StrEnum

KEYS = "0123456789*#ABCD"
PRIVATE, OPEN = "The caller pressed these keys (private): ", "The caller pressed these keys: "
TOLD_IN_PRIVATE = re.compile(re.escape(PRIVATE) + rf"([{KEYS}]+)")


class Keypad(StrEnum):
    """What becomes of the keys a caller presses."""

    MESSAGE = "message"  # the agent answers to them, as if the caller had said them
    CONTEXT = "context"  # the agent knows them and does not answer
    IGNORE = "ignore"


def told(digits: str, *, is_private: bool) -> str:
    return (PRIVATE if is_private else OPEN) + digits


def redacted(text: str) -> str:
    """The same words without the digits that were told in private."""
    return TOLD_IN_PRIVATE.sub(lambda found: f"[keys pressed: {len(found[1])}]", text)
