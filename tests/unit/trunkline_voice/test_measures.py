"""Measures have one unit each, and the reference page has all of them."""

from pathlib import Path

from trunkline_voice.measures import OF_SPEECH, OF_THE_COUNT, OF_THE_VOWEL, UNITS, none_of
from trunkline_voice.reasons import Reason


def test_no_measure_is_of_two_tasks():
    assert len(UNITS) == len(OF_THE_VOWEL) + len(OF_THE_COUNT) + len(OF_SPEECH)


def test_none_of_them_has_one_reason():
    assert none_of(OF_THE_COUNT, Reason.NO_TASK) == {"count20_s": Reason.NO_TASK, "count_breaths": Reason.NO_TASK}


def test_the_reference_page_has_each_measure_and_each_reason():
    page = (Path(__file__).parents[3] / "docs/reference/voice-measures.md").read_text()
    assert [name for name in UNITS if f"`{name}`" not in page] == []
    assert [reason for reason in Reason if f"`{reason}`" not in page] == []


def test_reasons_are_short_enough_to_be_kept():
    assert all(len(reason) <= 60 for reason in Reason)
