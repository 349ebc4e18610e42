"""What leaves us for somebody's spreadsheet must not run there."""

import re
from typing import Any

# A spreadsheet carries out what begins like this; a telephone number begins like it, too, and is left alone.
FORMULA = re.compile(r"[=@\t\r+-]")
PLAIN_NUMBER = re.compile(r"[+-]?\d[\d.]*")


def harmless(value: Any) -> Any:
    """Text that would be a formula, as text."""
    if isinstance(value, str) and FORMULA.match(value) and not PLAIN_NUMBER.fullmatch(value):
        return "'" + value
    return value
