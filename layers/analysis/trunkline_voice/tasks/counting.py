"""Counting from one to twenty: whether a transcript says that it was done, whole and with nothing else."""

import re

from trunkline_voice.reasons import Reason

ENGLISH = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
VALUES = {word: number for number, word in enumerate(ENGLISH, 1)} | {str(number): number for number in range(1, 21)}
WHOLE = tuple(range(1, 21))


def why_not_counted(words: str, language: str) -> Reason | None:
    """None where the words are the numbers from 1 to 20 in order and no others.

    Where a word stands before "one" or after "twenty", the moments of those two are not known.
    """
    if language.split("-", maxsplit=1)[0].lower() != "en":
        return Reason.OTHER_LANGUAGE
    spoken = re.findall(r"[^\W\d_]+|\d+", words.lower())
    numbers = tuple(VALUES[word] for word in spoken if word in VALUES)
    if numbers != WHOLE:
        return Reason.INCOMPLETE_COUNT
    return None if len(spoken) == len(WHOLE) else Reason.OTHER_WORDS
