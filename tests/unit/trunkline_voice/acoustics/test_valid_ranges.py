"""A measure outside the range in which it was shown to agree with Praat is null, and says so."""

import pytest

from tests.fakes.vowels import reference
from trunkline_voice.acoustics.valid_ranges import FROM_PITCH, JITTER, SHIMMER, validated
from trunkline_voice.acoustics.vowels import Vowel, measured_vowel
from trunkline_voice.g711 import RATE
from trunkline_voice.reasons import Reason

VALUES = dict.fromkeys((*FROM_PITCH, *JITTER, *SHIMMER), 1.0) | {"f0_median_hz": 120.0, "hnr_db": 20.0, "cpps_db": 15.0}


def changed(**values):
    return validated(Vowel(VALUES | values, is_certain=True))


def test_values_within_the_ranges_are_shown():
    assert changed() == VALUES


def nulls(shown):
    return {name for name, value in shown.items() if isinstance(value, Reason)}


@pytest.mark.parametrize("shimmer", [12.01, None])
def test_a_voice_that_swings_too_much_has_its_pitch_alone(shimmer):
    shown = changed(shimmer_local_pct=shimmer)
    assert nulls(shown) == {*JITTER, *SHIMMER, "hnr_db"}
    assert shown["f0_median_hz"] == 120.0


def test_a_voice_too_rough_has_the_cepstrum_alone():
    assert nulls(changed(jitter_local_pct=2.01)) == VALUES.keys() - {"cpps_db"}


def test_a_shimmer_that_depends_on_where_a_period_begins_is_null():
    shown = validated(Vowel(VALUES, is_certain=True, other_shimmer=1.06))
    assert nulls(shown) == set(SHIMMER)
    assert shown["apq11_pct"] == Reason.UNCERTAIN_MARKS
    assert validated(Vowel(VALUES, is_certain=True, other_shimmer=1.04)) == VALUES


@pytest.mark.parametrize("hertz", [64.9, 300.1])
def test_a_pitch_that_was_not_compared_allows_the_cepstrum_alone(hertz):
    shown = changed(f0_median_hz=hertz)
    assert [name for name, value in shown.items() if not isinstance(value, Reason)] == ["cpps_db"]
    assert set(shown.values()) == {Reason.OUTSIDE_RANGE, 15.0}


@pytest.mark.parametrize(("name", "value"), [("hnr_db", 40.1), ("hnr_db", -0.1), ("cpps_db", 30.1), ("cpps_db", None)])
def test_extremes_of_noise_measures_are_null(name, value):
    assert changed(**{name: value})[name] == Reason.OUTSIDE_RANGE


def test_an_uncertain_pitch_leaves_the_cepstrum_alone():
    shown = validated(Vowel(VALUES, is_certain=False))
    assert shown.pop("cpps_db") == 15.0
    assert set(shown.values()) == {Reason.UNCERTAIN_PITCH}


def test_a_missing_measure_is_null():
    assert changed(apq11_pct=None)["apq11_pct"] == Reason.TOO_FEW_PERIODS


def test_a_reference_vowel_is_shown_and_a_very_rough_one_is_not():
    fair, rough = (measured_vowel(reference(name) / 32768, RATE) for name in ("R12", "R04"))
    assert fair is not None
    assert rough is not None
    assert all(isinstance(value, float) for value in validated(fair).values())
    assert validated(rough)["ppq5_pct"] == Reason.OUTSIDE_RANGE
