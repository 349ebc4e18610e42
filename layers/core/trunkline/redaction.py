"""Redaction of personal data in texts: numbers, spoken digits, dates, addresses of mail and web, known values.

A first redactor, without a model: it knows shapes, and the names and values it is given, and rather takes out too much.
A name that it was not given stays. Redacting twice changes nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NAME, NUMBER, EMAIL, URL, DATE, DETAIL = "[name]", "[number]", "[email]", "[url]", "[date]", "[detail]"
NAMING = re.compile(r"name|first|last|patient|customer|contact", re.IGNORECASE)
DIGITS_AT_LEAST = 3  # "two boxes" and "24 hours" stay; a house number or a code does not

# Every pattern begins at a word and is bounded, so that no text can make it run long.
OF_EMAIL = r"[^\s@<>\"',;:()\[\]]"
EMAILS = re.compile(rf"(?<!{OF_EMAIL}){OF_EMAIL}+@{OF_EMAIL}+")
DOT = r"\s{1,3}(?:dot|point|punkt|punto)\s{1,3}"
SPOKEN_EMAILS = re.compile(
    rf"(?<![\w.+-])(?:[\w+-]{{1,64}}(?:{DOT}|\s{{1,3}}(?:underscore|dash|minus)\s{{1,3}})){{0,6}}[\w.+-]{{1,64}}"
    rf"\s{{1,3}}at\s{{1,3}}(?:[\w-]{{1,64}}\s{{1,3}})?[\w-]{{1,64}}(?:{DOT}\w{{2,32}}){{1,4}}",
    re.IGNORECASE,
)
# Digits as people say them, in the languages agents are asked for most. What stands between them does not end a number.
SPOKEN = {
    "en": "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple",
    "de": "null eins ein zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
}
DIGIT_WORD = "|".join(sorted({word for words in SPOKEN.values() for word in words.split()}, key=len, reverse=True))
PIECE = rf"(?:\d|(?<![^\W\d_])(?:{DIGIT_WORD})(?![^\W\d_]))"
BETWEEN = (
    r"(?:[\s\-.,;:/()+#*_'\u2010-\u2015\u00a0]|(?<![^\W\d_])(?:and|uh|um|er|plus|area|code|und|y|et)(?![^\W\d_])){0,12}"
)
CODES = re.compile(r"(?<!\w)\w{4,64}(?!\w)")  # with so many digits and letters among them: plates, policies, customers
URLS = re.compile(
    r"(?<![\w@./-])(?:https?://|www\.)[^\s\[\]]{1,2000}|(?<![\w@./-])(?:[\w-]{1,63}\.){1,8}\w{2,24}/[^\s\[\]]{0,2000}"
)
MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "januar|jänner|februar|märz|mai|juni|juli|oktober|dezember"
)
ORDINAL = (
    r"\d{1,2}(?:st|nd|rd|th|\.)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"[a-z]{3,9}teenth|twentieth|thirtieth|(?:twenty|thirty)[\s-][a-z]{3,7}(?:st|nd|rd|th)|[a-zäöüß]{2,24}(?:ter|ten)"
)
YEAR = (
    rf"\d{{2,4}}|(?:neunzehnhundert|zweitausend)[a-zäöüß]{{0,30}}|(?:nineteen|twenty|two)(?:[\s-](?:{DIGIT_WORD}|and)){{1,5}}|"
    rf"(?:{DIGIT_WORD})(?:[\s-](?:{DIGIT_WORD}))?"
)
DATES = re.compile(
    rf"(?<!\w)(?:(?:{ORDINAL})\s{{1,3}}(?:of\s{{1,3}})?(?:{MONTH})|(?:{MONTH})\s{{1,3}}(?:the\s{{1,3}})?(?:{ORDINAL}))"
    rf"(?:,?\s{{1,3}}(?:{YEAR}))?(?!\w)",
    re.IGNORECASE,
)
NUMBERS = re.compile(rf"\+?\(?{PIECE}(?:{BETWEEN}{PIECE}){{{DIGITS_AT_LEAST - 1},}}\)?", re.IGNORECASE)
PLACEHOLDERS = {NAME, NUMBER, EMAIL, URL, DATE, DETAIL}
PLACEHOLDER = re.compile(r"(\[(?:name|number|email|url|date|detail)\])")
VALUE_CHARACTERS = range(3, 200)  # of a value that is looked for; shorter ones are in every text …
COMMON_VALUES = {"yes", "true", "false", "none", "null", "unknown"}  # … and so are these
WORDS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Knows the names of one call's parties."""

    names: re.Pattern[str] | None
    values: re.Pattern[str] | None = None

    @classmethod
    def of(cls, names: Iterable[str], values: Iterable[str] = ()) -> "Redactor":
        """Each word of a name counts by itself: "Ana Novak" is also spoken to as Ana. Initials alone do not count.

        Values are what else is known of the person: they count as a whole, however their words are set apart.
        """
        words = {word for name in names for word in WORDS.findall(name) if len(word) > 1}
        whole = {" ".join(value.split()) for value in values}
        kept = {value for value in whole if len(value) in VALUE_CHARACTERS and value.lower() not in COMMON_VALUES}
        phrases = (r"\s+".join(map(re.escape, value.split())) for value in kept)
        return cls(_any_of(map(re.escape, words), r"[^\W\d_]"), _any_of(phrases, r"[^\W_]"))

    def text(self, text: str) -> str:
        """Placeholders a redacted text already holds stay as they are."""
        return _outside(text, self._plain)

    def _plain(self, text: str) -> str:
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
        text = _outside(text, lambda part: CODES.sub(_code, part))
        return _outside(text, lambda part: NUMBERS.sub(_number, part))


def _any_of(patterns: Iterable[str], inside: str) -> re.Pattern[str] | None:
    """The longest first, and whole: no sign that may stand inside a word is beside it."""
    listed = "|".join(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))
    return re.compile(rf"(?<!{inside})(?:{listed})(?!{inside})", re.IGNORECASE) if listed else None


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
