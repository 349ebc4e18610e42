"""Protection against CSV injection: an exported cell must not run as a formula."""

import re
from typing import Any

# A spreadsheet carries out what begins like this; a telephone number begins like it, too, and is left alone. Which
# separator splits the file depends on the reader's country, so a cell may begin behind any of them.
BEGINNING = re.compile(
    r"""(?:^|[;,|\t\r\n])[\s"\x00-\x1f\u200b-\u200f\u2060\ufeff]*(?=[=@+\uff1d\uff20\uff0b\uff0d-])"""
)
PLAIN_NUMBER = re.compile(r"""[+-]?\d[\d.]*(?=\s*(?:["\]};,|\t\r\n]|$))""")
BLANK_FIRST = ("\t", "\r")


def escape(value: Any) -> Any:
    """Text that would be a formula, as text."""
    if not isinstance(value, str):
        return value
    guarded = BEGINNING.sub(lambda found: _guarded(found, value), value)
    return "'" + guarded if guarded.startswith(BLANK_FIRST) else guarded


def _guarded(found: re.Match[str], text: str) -> str:
    return found[0] if PLAIN_NUMBER.match(text, found.end()) else found[0] + "'"
