"""Texts made fit to be spoken: markup taken out, abbreviations spelled, pauses between sentences. Rules are data."""

import re

# What a voice reads wrongly as a word. Whole words only, as they are written here.
SPELLED = {
    "AI": "A I",
    "API": "A P I",
    "AWS": "A W S",
    "FAQ": "F A Q",
    "ID": "I D",
    "PIN": "pin",
    "SMS": "S M S",
    "URL": "U R L",
    "e.g.": "for example",
    "i.e.": "that is",
}
# The vendor promises seconds, up to 3; milliseconds are not promised.
PAUSES_S = {".": "0.5", "?": "0.4", "!": "0.4"}
PAUSES_AT_MOST = 12  # many breaks in one text make the voice unstable
MARKUP = re.compile(r"<[^>]*>")
WORD = re.compile(r"(?<![\w.])(" + "|".join(map(re.escape, sorted(SPELLED, key=len, reverse=True))) + r")(?!\w)")
SENTENCE_END = re.compile(r"([.?!])\s+(?=\S)")
BETWEEN_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=\S)")


def without_markup(text: str) -> str:
    """A stranger's tags would be obeyed by the voice."""
    return MARKUP.sub(" ", text).strip()


def spelled(text: str) -> str:
    return WORD.sub(lambda found: SPELLED[found[1]], text)


def with_pauses(text: str) -> str:
    return SENTENCE_END.sub(lambda end: f'{end[1]} <break time="{PAUSES_S[end[1]]}s" /> ', text, count=PAUSES_AT_MOST)


def paused(text: str) -> list[tuple[str, float]]:
    """Sentences, each with the seconds of silence behind it: for a voice that is fed without markup."""
    *before, last = BETWEEN_SENTENCES.split(text, maxsplit=PAUSES_AT_MOST)
    return [*((piece, float(PAUSES_S[piece[-1]])) for piece in before), (last, 0.0)]


def sentences(text: str) -> list[str]:
    """Whole sentences, each with a space behind it, as a streaming TTS takes them."""
    pieces = SENTENCE_END.sub(lambda end: end[1] + "\n", text).split("\n")
    return [piece.strip() + " " for piece in pieces if piece.strip()]
