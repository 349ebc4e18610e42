"""What is an answer, and what is none."""

import pytest

from tests.fakes.check_ins import PROTOCOL
from trunkline.patients.domain.answers import VALUES, RedFlag, read_answers


def said(value: object, words: object = "well, yes", **more: object) -> dict:
    return {"value": value, "words": words, **more}


def test_a_value_with_the_patients_words_is_an_answer():
    answers = read_answers({"dyspnea": said("worse", " I can't get up the stairs ")})
    assert answers.items == {"dyspnea": "worse"}
    assert answers.words == {"dyspnea": "I can't get up the stairs"}


NO_ANSWERS = {
    "a value of no list": said("terrible"), "no words": said("worse", ""), "words that are none": said("worse", 5),
    "nothing": None, "a bare value": "worse", "a list": ["worse"], "a number": said(3), "null": said(None),
    "an object as a value": said({"worse": 1}),
}  # fmt: skip


@pytest.mark.parametrize("given", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_everything_else_is_none_and_never_the_mildest(given):
    assert read_answers({"dyspnea": given}).items == {}


@pytest.mark.parametrize(
    ("value", "is_new", "item"),
    [("mild", True, "mild_new"), ("mild", False, "mild"), ("severe", None, "severe"), ("none", True, "none")],
)
def test_new_swelling_is_another_answer_than_the_usual_one(value, is_new, item):
    assert read_answers({"edema": said(value, is_new=is_new)}).items == {"edema": item}


@pytest.mark.parametrize(
    ("given", "flags"),
    [
        (said([]), frozenset()),
        (said([], words=""), None),
        (None, None),
        (said(["chest_pain", "a bad mood"]), {RedFlag.CHEST_PAIN}),
        (said(["syncope"], words=""), {RedFlag.SYNCOPE}),
        (said(["a bad mood"]), None),
        (said("chest_pain"), None),
    ],
)
def test_a_red_flag_counts_without_words_and_its_absence_does_not(given, flags):
    assert read_answers({"red_flags": given}).red_flags == flags


def test_the_values_are_those_of_the_protocol():
    assert {name: {str(value) for value in kind} for name, kind in VALUES.items()} == {
        name: set(scale.points) for name, scale in PROTOCOL.items.items()
    }
    assert set(PROTOCOL.red_flags) == set(RedFlag)
