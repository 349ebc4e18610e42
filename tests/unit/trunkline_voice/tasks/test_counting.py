"""A count is whole only where a transcript has every number in order and nothing else."""

import pytest

from tests.fakes.patients_voices import ONE_TO_TWENTY
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.counting import why_not_counted

DIGITS = ", ".join(str(number) for number in range(1, 21))


@pytest.mark.parametrize(
    "words", [ONE_TO_TWENTY, ONE_TO_TWENTY.title() + ".", DIGITS, DIGITS.replace(" 7,", " seven,")]
)
@pytest.mark.parametrize("language", ["en", "en-US", "EN"])
def test_a_whole_count(words, language):
    assert why_not_counted(words, language) is None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", Reason.INCOMPLETE_COUNT),
        ("one two three", Reason.INCOMPLETE_COUNT),
        (ONE_TO_TWENTY.replace("nine ten", "ten nine"), Reason.INCOMPLETE_COUNT),
        (ONE_TO_TWENTY + " twenty", Reason.INCOMPLETE_COUNT),
        (ONE_TO_TWENTY.replace("four ", "four four "), Reason.INCOMPLETE_COUNT),
        ("okay " + ONE_TO_TWENTY, Reason.OTHER_WORDS),
        (ONE_TO_TWENTY + " done", Reason.OTHER_WORDS),
    ],
)
def test_what_is_no_whole_count(words, reason):
    assert why_not_counted(words, "en") == reason


def test_numbers_of_another_language_are_not_known():
    assert why_not_counted(DIGITS, "es-MX") == Reason.OTHER_LANGUAGE
