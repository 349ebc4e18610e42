"""Answers that an agent collected in a call: a value for each question, and the patient's words it was taken from.

Values are flat, as every line reports them: `dyspnea` and `dyspnea_words`. Words count only where the patient said
them: a quotation that is not in the transcript is none, and a value without words is no answer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from trunkline.patients.domain.answers import VALUES, RedFlag
from trunkline.patients.domain.weights import WeightUnit

RED_FLAGS, EDEMA, WEIGHT, WEIGHT_UNIT = "red_flags", "edema", "weight", "weight_unit"
WORDS, IS_NEW, NO_FLAG = "_words", "_is_new", "none"
QUESTIONS = frozenset({*VALUES, RED_FLAGS})
A_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class CollectedAnswers:
    """`answers` as `read_answers` reads them."""

    answers: Mapping[str, Any] = field(repr=False)
    weight: tuple[Decimal, WeightUnit] | None = field(repr=False, default=None)


def is_check_in(collected: Mapping[str, Any]) -> bool:
    """Whether its agent asks a check-in's questions: it reports each of them, answered or not."""
    return not QUESTIONS.isdisjoint(collected)


def collected_answers(collected: Mapping[str, Any], said: Sequence[str]) -> CollectedAnswers:
    """`said` is what the patient said in the call, in order."""
    spoken = _plain(" ".join(said))
    answers = {name: _answer(name, collected, spoken) for name in sorted(QUESTIONS) if name in collected}
    return CollectedAnswers(answers, _weight(collected) if _quoted(WEIGHT, collected, spoken) else None)


def has_red_flag(collected: Mapping[str, Any]) -> bool:
    """With or without the patient's words: a false alarm is the lesser harm."""
    return not set(RedFlag).isdisjoint(_flags(collected.get(RED_FLAGS)) or ())


def _answer(name: str, collected: Mapping[str, Any], spoken: str) -> dict[str, Any]:
    value, words = collected.get(name), _quoted(name, collected, spoken)
    if name == RED_FLAGS:
        return {"value": _flags(value), "words": words}
    answer = {"value": value if isinstance(value, str) else None, "words": words}
    return answer | ({"is_new": _is_new(collected)} if name == EDEMA else {})


def _flags(value: Any) -> list[str] | None:
    """Of a list, or a text with commas. `none` is an empty list; an unknown word stays, and keeps it from being one."""
    if isinstance(value, str):
        value = [item.strip() for item in value.split(",") if item.strip()] or None
    if not isinstance(value, list):
        return None
    return [] if value == [NO_FLAG] else [str(item) for item in value]


def _is_new(collected: Mapping[str, Any]) -> bool:
    return collected.get(EDEMA + IS_NEW) in (True, "true", "yes")


def _weight(collected: Mapping[str, Any]) -> tuple[Decimal, WeightUnit] | None:
    value, unit = collected.get(WEIGHT), collected.get(WEIGHT_UNIT)
    if unit not in set(WeightUnit) or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return (number, WeightUnit(unit)) if number.is_finite() else None


def _quoted(name: str, collected: Mapping[str, Any], spoken: str) -> str:
    """The words, if the patient said them; case and punctuation are the recogniser's."""
    words = collected.get(name + WORDS)
    plain = _plain(words) if isinstance(words, str) else ""
    return str(words) if plain.strip() and plain in spoken else ""


def _plain(text: str) -> str:
    """Words between single spaces, so that a quotation begins and ends with a whole word."""
    return f" {' '.join(A_WORD.findall(normalize('NFKC', text).casefold()))} "
