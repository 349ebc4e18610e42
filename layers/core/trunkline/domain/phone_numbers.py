"""Phone numbers as the carrier writes them. Withheld callers arrive as words, so nothing here insists on digits."""

import re

E164 = re.compile(r"\+[1-9]\d{1,14}")


def is_e164(number: str) -> bool:
    return E164.fullmatch(number) is not None
