"""Takes what points to a person out of a text: numbers, spoken digits, e-mail addresses, names of known parties.

A first redactor, without a model: it knows shapes and the names it is told, and rather takes out too much. A name that
nobody told it stays. Redacting twice changes nothing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NAME, NUMBER, EMAIL = "[name]", "[number]", "[email]"
DIGITS_AT_LEAST = 3  # "two boxes" and "24 hours" stay; a house number or a code does not

# Every pattern begins where a word begins and is bounded from there: nobody can make one run away with a long text.
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
NUMBERS = re.compile(rf"\+?\(?{PIECE}(?:{BETWEEN}{PIECE}){{{DIGITS_AT_LEAST - 1},}}\)?", re.IGNORECASE)
PLACEHOLDERS = {NAME, NUMBER, EMAIL}
PLACEHOLDER = re.compile(r"(\[name\]|\[number\]|\[email\])")
WORDS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Knows the names of one call's parties."""

    names: re.Pattern[str] | None

    @classmethod
    def of(cls, names: Iterable[str]) -> "Redactor":
        """Each word of a name counts by itself: "Ana Novak" is also spoken to as Ana. Initials alone do not count."""
        words = {word for name in names for word in WORDS.findall(name) if len(word) > 1}
        if not words:
            return cls(None)
        listed = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
        return cls(re.compile(rf"(?<![^\W\d_])(?:{listed})(?![^\W\d_])", re.IGNORECASE))

    def text(self, text: str) -> str:
        """Placeholders a redacted text already holds stay as they are."""
        return _outside(text, self._plain)

    def _plain(self, text: str) -> str:
        text = EMAILS.sub(EMAIL, text)
        text = _outside(text, lambda part: SPOKEN_EMAILS.sub(EMAIL, part))
        if self.names:
            names = self.names
            text = _outside(text, lambda part: names.sub(NAME, part))
        return _outside(text, lambda part: NUMBERS.sub(NUMBER, part))


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Changes everything but the placeholders."""
    parts = PLACEHOLDER.split(text)
    return "".join(part if part in PLACEHOLDERS else change(part) for part in parts)
