"""Redaction of personal data in texts: numbers, spoken digits, dates, streets, addresses of mail and web, known values,
and names where a sentence introduces one.

It knows shapes, and the names and values it is given, and rather takes out too much. Names and places of any kind take
a model, which may be put into it (`find`). docs/reference/redaction.md has the recall of both, by class: neither
finds everything. Without a model, redacting twice changes nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.introduced_names import without_introduced
from trunkline.personal_shapes import (
    CODES,
    DATES,
    DIGITS_AT_LEAST,
    EMAILS,
    LIVES_ON,
    NAMED_STREETS,
    NUMBERS,
    SPOKEN_EMAILS,
    STREETS,
    UNITS,
    URLS,
)

NAME, NUMBER, EMAIL, URL, DATE, DETAIL = "[name]", "[number]", "[email]", "[url]", "[date]", "[detail]"
ADDRESS, PLACE = "[address]", "[place]"
NAMING = re.compile(r"name|first|last|patient|customer|contact", re.IGNORECASE)

PLACEHOLDERS = {NAME, NUMBER, EMAIL, URL, DATE, DETAIL, ADDRESS, PLACE}
PLACEHOLDER = re.compile(r"(\[(?:name|number|email|url|date|detail|address|place)\])")
Find = Callable[[str], Iterable[tuple[int, int, str]]]
"""Spans of a text (start, end, placeholder) that a model takes for personal, in order and apart."""
VALUE_CHARACTERS = range(3, 200)  # of a value that is looked for; shorter ones are in every text …
COMMON_VALUES = {"yes", "true", "false", "none", "null", "unknown"}  # … and so are these
WORDS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Knows the names of one call's parties."""

    names: re.Pattern[str] | None
    values: re.Pattern[str] | None = None
    find: Find | None = None  # a model that looks at what the shapes have left, if there is one

    @classmethod
    def of(cls, names: Iterable[str], values: Iterable[str] = (), find: Find | None = None) -> "Redactor":
        """Each word of a name counts by itself: "Ana Novak" is also spoken to as Ana. Initials alone do not count.

        Values are what else is known of the person: they count as a whole, however their words are set apart.
        """
        words = {word for name in names for word in WORDS.findall(name) if len(word) > 1}
        whole = {" ".join(value.split()) for value in values}
        kept = {value for value in whole if len(value) in VALUE_CHARACTERS and value.lower() not in COMMON_VALUES}
        phrases = (r"\s+".join(map(re.escape, value.split())) for value in kept)
        return cls(_any_of(map(re.escape, words), r"[^\W\d_]"), _any_of(phrases, r"[^\W_]"), find)

    def text(self, text: str) -> str:
        """Placeholders a redacted text already holds stay as they are."""
        text = _outside(text, self._without_shapes)
        if self.find:
            text = _without_found(text, self.find(text))
        return _outside(text, lambda part: without_introduced(part, NAME))

    def _without_shapes(self, text: str) -> str:
        text = URLS.sub(URL, text)
        text = _outside(text, lambda part: EMAILS.sub(EMAIL, part))
        text = _outside(text, lambda part: SPOKEN_EMAILS.sub(EMAIL, part))
        if self.names:
            names = self.names
            text = _outside(text, lambda part: names.sub(NAME, part))
        if self.values:
            values = self.values
            text = _outside(text, lambda part: values.sub(DETAIL, part))
        text = _outside(text, lambda part: DATES.sub(DATE, part))
        text = _outside(text, lambda part: LIVES_ON.sub(rf"\1{ADDRESS}", part))
        text = _outside(text, lambda part: STREETS.sub(ADDRESS, part))
        text = _outside(text, lambda part: NAMED_STREETS.sub(ADDRESS, part))
        text = _outside(text, lambda part: UNITS.sub(_unit, part))
        text = _outside(text, lambda part: CODES.sub(_code, part))
        return _outside(text, lambda part: NUMBERS.sub(_number, part))


def _any_of(patterns: Iterable[str], inside: str) -> re.Pattern[str] | None:
    """The longest first, and whole: no sign that may stand inside a word is beside it."""
    listed = "|".join(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))
    return re.compile(rf"(?<!{inside})(?:{listed})(?!{inside})", re.IGNORECASE) if listed else None


def _without_found(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """A span that a placeholder stands in goes as far as that alone: what it covers is hidden already."""
    hidden = [found.span() for found in PLACEHOLDER.finditer(text)]
    pieces, at = list[str](), 0
    for start, end, placeholder in spans:
        for before, after in _apart(start, end, hidden):
            if text[before:after].strip(" ,.'"):
                pieces += [text[at:before], placeholder]
                at = after
    return "".join([*pieces, text[at:]])


def _apart(start: int, end: int, hidden: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a span outside of these."""
    for first, last in hidden:
        if first < end and last > start:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def _unit(found: re.Match[str]) -> str:
    return (found[1] or found[2]) + NUMBER


def _code(found: re.Match[str]) -> str:
    digits = sum(map(str.isdigit, found[0]))
    return NUMBER if DIGITS_AT_LEAST <= digits < len(found[0]) else found[0]


def _number(found: re.Match[str]) -> str:
    """A bracket that was opened or closed outside of the number stays."""
    opened, closed = found[0].count("("), found[0].count(")")
    before = "(" if opened > closed and found[0].lstrip("+").startswith("(") else ""
    return before + NUMBER + (")" if closed > opened and found[0].endswith(")") else "")


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Changes everything but the placeholders."""
    parts = PLACEHOLDER.split(text)
    return "".join(part if part in PLACEHOLDERS else change(part) for part in parts)


def names_in(values: Mapping[str, Any]) -> Iterator[str]:
    """The values whose own name says that they are a name: `first_name`, `doctor_name`."""
    return (str(value) for name, value in values.items() if NAMING.search(name))
