"""Phone numbers as the carrier writes them. Withheld callers arrive as words, so nothing here insists on digits."""

import re
from dataclasses import dataclass

E164 = re.compile(r"\+[1-9]\d{1,14}")


def is_e164(number: str) -> bool:
    return E164.fullmatch(number) is not None


def showable(number: str) -> str:
    """The number, if another phone may be shown it as the caller's; a withheld one would make that leg fail."""
    return number if is_e164(number) else ""


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
