"""Lenient reader of a vendor's JSON object, field by field. Unreadable fields are left out and their names noted.

Vendors' objects grow, and a null where a list was must not cost the whole of it. Names are noted, values never.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Number = int | float
LARGEST = 10**15  # of a number that is a time, a length or a price
DIGITS = 38  # of a number in a table
SMALLEST_PLACE, LARGEST_PLACE = -120, 120  # powers of ten a table can hold
DEPTH = 16  # of lists and objects inside each other; a table holds 32
WORDS_OF_YES_AND_NO = {"true": True, "false": False}


class Fields:
    """One object. `left_out` is shared with every object inside it."""

    def __init__(self, payload: Mapping[str, Any], path: str = "", left_out: set[str] | None = None) -> None:
        self._payload, self._path = payload, path
        self.left_out: set[str] = set() if left_out is None else left_out

    def text(self, name: str, limit: int) -> str | None:
        """Numbers are texts, too. What is longer than the limit is cut."""
        match self._payload.get(name):
            case None:
                return None
            case str() as value:
                text = whole_characters(value)
            case int() | float() as value if not isinstance(value, bool):
                text = str(value)
            case _:
                self.leave_out(name)
                return None
        if len(text) > limit:
            self.leave_out(name)
        return text[:limit]

    def number(self, name: str) -> Number | None:
        value = self._payload.get(name)
        number = _number(value)
        return self._without(name) if number is None and value is not None else number

    def within(self, name: str, most: int) -> Number | None:
        """A length or a moment: from 0 to `most`."""
        number = self.number(name)
        return number if number is None or 0 <= number <= most else self._without(name)

    def flag(self, name: str) -> bool | None:
        value = self._payload.get(name)
        if isinstance(value, str):
            value = WORDS_OF_YES_AND_NO.get(value.lower(), value)
        if value is None or isinstance(value, bool):
            return value
        return bool(value) if value in (0, 1) and isinstance(value, int) else self._without(name)

    def matching(self, name: str, form: re.Pattern[str]) -> str | None:
        """A text that becomes part of a key, so its form counts."""
        value = self._payload.get(name)
        if isinstance(value, str) and form.fullmatch(value):
            return value
        return None if value is None or value == "" else self._without(name)

    def object(self, name: str) -> "Fields":
        """Empty where there is none."""
        return Fields(self.mapping(name), f"{self._path}{name}.", self.left_out)

    def mapping(self, name: str) -> dict[str, Any]:
        value = self._payload.get(name)
        if value is not None and not isinstance(value, dict):
            self.leave_out(name)
        return value if isinstance(value, dict) else {}

    def objects(self, name: str) -> "list[Fields]":
        value = self._payload.get(name)
        if value is not None and not isinstance(value, list):
            self.leave_out(name)
        items: Iterable[Any] = value if isinstance(value, list) else ()
        return [fields for item in items if (fields := self._item(name, item)) is not None]

    def _item(self, name: str, item: Any) -> "Fields | None":
        return (
            Fields(item, f"{self._path}{name}[].", self.left_out)
            if isinstance(item, dict)
            else self._without(name + "[]")
        )

    def __bool__(self) -> bool:
        return bool(self._payload)

    def __iter__(self) -> Iterator[str]:
        return iter(self._payload)

    def _without(self, name: str) -> Any:
        self.leave_out(name)
        return None

    def leave_out(self, name: str) -> None:
        self.left_out.add(self._path + name)


def whole_characters(text: str) -> str:
    """Halves of characters, which JSON can hold and nothing else, as replacement characters."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_kept(value: Any, to_text: Callable[[str], str], depth: int = DEPTH) -> Any:
    """A value in the form a table holds: floats as decimals, numbers out of range as text, recursively."""
    match value:
        case bool():
            return value
        case int() | float():
            return _kept_number(value)
        case str():
            return to_text(whole_characters(value))
        case list() if depth:
            return [as_kept(item, to_text, depth - 1) for item in value]
        case dict() if depth:
            return {whole_characters(name): as_kept(item, to_text, depth - 1) for name, item in value.items() if name}
    return None


def _kept_number(value: Number) -> Any:
    """JSON's NaN and infinity are nothing that was measured."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    number = Decimal(str(value))
    fits = len(number.as_tuple().digits) <= DIGITS and SMALLEST_PLACE < number.adjusted() < LARGEST_PLACE
    return (value if isinstance(value, int) else number) if fits or not number else str(value)


def _number(value: Any) -> Number | None:
    if isinstance(value, str):
        value = _from_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if -LARGEST < value < LARGEST else None


def _from_text(text: str) -> Number | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number.adjusted() > DIGITS:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
