"""Answers that an agent collected: enumerated values with words that the patient said, or none."""

from decimal import Decimal

import pytest

from trunkline.patients.domain.answers import read_answers
from trunkline.patients.domain.collected_answers import collected_answers, has_red_flag, is_check_in
from trunkline.patients.domain.weights import WeightUnit

SAID = ["Oh, no. None of that.", "I get out of breath on the stairs,", "more than last week.", "181.5 pounds, I think"]


def answer(collected: dict, question: str = "dyspnea") -> object:
    found = read_answers(collected_answers(collected, SAID).answers)
    return found.red_flags if question == "red_flags" else found.items.get(question)


def test_a_listed_value_with_the_patients_words_is_an_answer_whichever_their_case_and_punctuation():
    words = "Out of breath on the stairs — more than LAST week"
    assert answer({"dyspnea": "worse", "dyspnea_words": words}) == "worse"


NO_ANSWERS = {
    "words that were not said": {"dyspnea": "none", "dyspnea_words": "I am fine"},
    "a part of a word": {"dyspnea": "none", "dyspnea_words": "o"},
    "no words": {"dyspnea": "none"},
    "words without a word": {"dyspnea": "none", "dyspnea_words": " … "},
    "words that are no text": {"dyspnea": "none", "dyspnea_words": ["no"]},
    "a value of no list": {"dyspnea": "a bit", "dyspnea_words": "on the stairs"},
    "a number": {"dyspnea": Decimal(2), "dyspnea_words": "on the stairs"},
    "null": {"dyspnea": None, "dyspnea_words": None},
}


@pytest.mark.parametrize("collected", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_everything_else_is_no_answer(collected):
    assert answer(collected) is None


@pytest.mark.parametrize("is_new", [True, "true", "yes"])
def test_new_swelling_is_another_answer(is_new):
    collected = {"edema": "mild", "edema_words": "more than last week", "edema_is_new": is_new}
    assert answer(collected, "edema") == "mild_new"


@pytest.mark.parametrize(
    ("value", "words", "flags"),
    [
        ("none", "None of that", set()),
        (["none"], "None of that", set()),
        ("none", "not said", None),
        ("no", "None of that", None),
        ("", "None of that", None),
        ("chest_pain, syncope", "not said", {"chest_pain", "syncope"}),
        (["pink_sputum", "a cold"], "", {"pink_sputum"}),
        (None, "None of that", None),
    ],
)
def test_red_flags_are_a_list_or_a_text_and_only_their_absence_needs_words(value, words, flags):
    collected = {"red_flags": value, "red_flags_words": words}
    assert answer(collected, "red_flags") == flags
    assert has_red_flag(collected) is bool(flags)


@pytest.mark.parametrize(
    ("value", "unit", "words", "weight"),
    [
        (Decimal("181.5"), "lb", "181.5 pounds", (Decimal("181.5"), WeightUnit.LB)),
        ("82.4", "kg", "181.5", (Decimal("82.4"), WeightUnit.KG)),
        (82, "kg", "eighty-two", None),
        (82, "stone", "181.5", None),
        ("heavy", "kg", "181.5", None),
        ("NaN", "kg", "181.5", None),
        (True, "kg", "181.5", None),
        (None, None, None, None),
    ],
)
def test_a_weight_has_a_unit_and_words(value, unit, words, weight):
    collected = {"weight": value, "weight_unit": unit, "weight_words": words}
    assert collected_answers(collected, SAID).weight == weight


def test_an_agent_that_reports_none_of_the_questions_asks_no_check_in():
    about = ({"feeling": None}, {"red_flags": None}, {"satisfaction": "good", "weight": 82}, {})
    assert [is_check_in(collected) for collected in about] == [True, True, False, False]
