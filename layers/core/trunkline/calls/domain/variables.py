"""Dynamic variables: which names are our own, which values are secret, and whose value stands where two meet."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from trunkline.errors import BadRequest

# Names that we set, or that we read in a report: from a company's list, route or system they are refused or dropped.
RESERVED = ("attempt_id", "call_sid", "called_number", "caller_number", "is_resumed")
SYSTEM = "system__"  # the voice provider's own variables
SECRET = "secret__"  # noqa: S105 - the provider keeps such variables from its model; we keep them from logs and answers of the API
HIDDEN = "***"
SEPARATORS = re.compile(r"[^a-z0-9]+")
JOINED_WORDS = re.compile(r"[Ss]ecret(?=[A-Z0-9])")  # secretPin
SECRET_HEADER = re.compile(r"[^a-z0-9]*secret[^a-z0-9]+(?=.*[a-z0-9])")


def _plain(name: str) -> str:
    """Small letters, full-width ones and other forms of them as the usual ones."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _letters(name: str) -> str:
    return SEPARATORS.sub("", _plain(name))


RESERVED_LETTERS = frozenset(map(_letters, RESERVED))


def is_reserved(name: str) -> bool:
    """A name in snake case: `Call SID`, `call-sid` and `callSid` are `call_sid`."""
    return _plain(name).startswith(SYSTEM) or _letters(name) in RESERVED_LETTERS


def is_secret(name: str) -> bool:
    return _plain(name).startswith(SECRET)


def refuse_reserved(names: Iterable[str]) -> None:
    """Raises BadRequest, with the name: a column's or a field's, never a value."""
    if taken := sorted(name for name in names if is_reserved(name)):
        raise BadRequest(f"the name of a variable is reserved: {', '.join(name[:64] for name in taken)}")


def merged(given: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A company's variables and ours, which win: what a call is, only we say."""
    return {name: value for name, value in given.items() if not is_reserved(name)} | dict(own)


def masked(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Variables with the values of secrets masked."""
    return {name: HIDDEN if is_secret(name) else value for name, value in variables.items()}


def name_of_column(header: str) -> str:
    """A header as the name of a variable. Any writing of `secret__` keeps the value secret."""
    plain = _plain(JOINED_WORDS.sub("secret ", unicodedata.normalize("NFKC", header)))
    if found := SECRET_HEADER.match(plain):
        return SECRET + SEPARATORS.sub("_", plain[found.end() :]).strip("_")
    return SEPARATORS.sub("_", plain).strip("_")
