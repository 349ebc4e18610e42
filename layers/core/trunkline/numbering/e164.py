"""Phone numbers as the carrier writes them, and who withholds one. Light on purpose: the webhooks load it.

Text that people type is brought to E.164 by campaigns/adapters/phone_number_parser, which knows the numbering plans.
"""

import re
from dataclasses import dataclass

from trunkline.errors import BadRequest

E164 = re.compile(r"\+[1-9]\d{1,14}", re.ASCII)
SHORTEST_OF_A_PERSON = 8  # characters; no plan gives a person fewer than seven digits, country code included
MEXICAN_MOBILE = re.compile(
    r"\+521(\d{10})", re.ASCII
)  # the 1 was dropped from the plan in 2019; networks still send it
KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
ANONYMOUS = "anonymous"
WITHHELD = (ANONYMOUS, "restricted", "blocked", "unavailable", "unknown", "private", "withheld")
# Twilio passes the word on, or the keys it is typed with as if they were a number: +266696687 is "anonymous".
WITHHELD_AS_DIGITS = frozenset("+" + word.translate(KEYS) for word in WITHHELD)


class InvalidPhoneNumber(BadRequest):
    """The message says why, and never holds the number."""


def is_e164(number: str) -> bool:
    return E164.fullmatch(number) is not None


def is_withheld(number: str) -> bool:
    """No number, a word for none, or such a word in digits."""
    return not number.strip() or number in WITHHELD_AS_DIGITS or number.strip(" +").casefold() in WITHHELD


def is_of_a_person(number: str) -> bool:
    """Whether the number identifies a person: it can be called back or put on a list."""
    return is_e164(number) and len(number) >= SHORTEST_OF_A_PERSON and not is_withheld(number)


def showable(number: str) -> str:
    """The number, if another phone may be shown it as the caller's; a withheld one would make that leg fail."""
    return number if is_of_a_person(number) else ""


def one_writing(number: str) -> str:
    """A carrier's number in the one form that lists, stop lists and callers have it in; a withheld one as its word."""
    if number in WITHHELD_AS_DIGITS:
        return ANONYMOUS
    return MEXICAN_MOBILE.sub(r"+52\1", number) if MEXICAN_MOBILE.fullmatch(number) else number


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number imported at the voice provider, and the company it was imported for."""

    phone_number_id: str
    company_id: str
    number: str
    label: str
    provider: str  # "twilio" or "sip_trunk"
    agent_id: str = ""
    supports_inbound: bool = True  # False: for calls out only, a verified caller id, say; no agent answers it
