"""Search that forgives: what speech recognition misheard is still found. Likeness of words is rapidfuzz's to judge."""

from collections.abc import Callable

from rapidfuzz import fuzz, utils

ALIKE = 80.0  # of 100: one letter in five may be wrong


def finder(wanted: str) -> Callable[[str], bool]:
    """A predicate: whether a text contains words like the query."""
    words = utils.default_process(wanted)

    def is_match(text: str) -> bool:
        return fuzz.partial_ratio(words, utils.default_process(text), score_cutoff=ALIKE) >= ALIKE

    return is_match
