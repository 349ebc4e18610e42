"""Answers of a check-in: one of each question's values with the patient's own words, or nothing.

A language model takes them from the conversation. A value that is not on the list, or that comes without the words it
was taken from, is no answer; a missing answer is never "none".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

EDEMA_NEW = "_new"
WORDS_AT_MOST = 500


class Feeling(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Dyspnea(StrEnum):
    """Shortness of breath, compared with last week."""

    NONE = "none"
    USUAL = "usual"
    WORSE = "worse"  # on exertion, more than usual
    MINIMAL = "minimal"  # talking, dressing
    REST = "rest"


class Orthopnea(StrEnum):
    """How the patient sleeps."""

    NONE = "none"
    USUAL = "usual"
    INCREASED = "increased"  # a pillow more, or several
    UPRIGHT = "upright"  # in a chair


class NightBreathlessness(StrEnum):
    """Waking at night for breath (paroxysmal nocturnal dyspnea), in the last seven nights."""

    NO = "no"
    ONCE = "once"
    REPEATED = "repeated"  # two nights or more


class Edema(StrEnum):
    """Swelling; `_new` where it is new or worse."""

    NONE = "none"
    MILD = "mild"  # ankle
    MILD_NEW = "mild_new"
    MODERATE = "moderate"  # shin
    MODERATE_NEW = "moderate_new"
    SEVERE = "severe"  # knee, belly
    SEVERE_NEW = "severe_new"


class Adherence(StrEnum):
    """Medication as prescribed, in the last seven days."""

    ALL = "all"
    MISSED_FEW = "missed_1_2"
    MISSED_MANY = "missed_3plus"
    DIURETIC_MISSED = "diuretic_missed"
    STOPPED = "stopped"


class RedFlag(StrEnum):
    CHEST_PAIN = "chest_pain"
    SYNCOPE = "syncope"
    CANNOT_SPEAK = "cannot_speak"
    PINK_SPUTUM = "pink_sputum"
    CONFUSION = "confusion"


VALUES: Mapping[str, type[StrEnum]] = {
    "edema": Edema,
    "dyspnea": Dyspnea,
    "orthopnea": Orthopnea,
    "pnd": NightBreathlessness,
    "adherence": Adherence,
    "feeling": Feeling,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """`items` has the questions that were answered. `red_flags` is None while they were not asked or not answered."""

    items: Mapping[str, str] = field(default_factory=dict)
    red_flags: frozenset[RedFlag] | None = None
    words: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_answers(payload: Mapping[str, Any]) -> Answers:
    """Of `{question: {"value": …, "words": …}}`; `edema` may also have `is_new`, `red_flags` has a list of values.

    Never raises: what is no answer is left out.
    """
    answered = {name: value for name in VALUES if (value := _value(name, payload.get(name))) is not None}
    flags = _red_flags(payload.get("red_flags"))
    named = [*answered, *(["red_flags"] if flags is not None else [])]
    return Answers(answered, flags, {name: _words(payload[name]) for name in named})


def _value(name: str, given: Any) -> str | None:
    if not _words(given):
        return None
    value = given.get("value")
    if name == "edema" and given.get("is_new") is True and value not in (None, "none"):
        value = f"{value}{EDEMA_NEW}"
    return value if isinstance(value, str) and value in set(VALUES[name]) else None


def _red_flags(given: Any) -> frozenset[RedFlag] | None:
    """A flag that is known counts even if others beside it cannot be read; an empty list needs words too."""
    values = given.get("value") if isinstance(given, Mapping) else None
    if not isinstance(values, list):
        return None
    known = frozenset(RedFlag(value) for value in values if isinstance(value, str) and value in set(RedFlag))
    if known:
        return known
    return known if _words(given) and not values else None


def _words(given: Any) -> str:
    words = given.get("words") if isinstance(given, Mapping) else None
    return words.strip()[:WORDS_AT_MOST] if isinstance(words, str) else ""
