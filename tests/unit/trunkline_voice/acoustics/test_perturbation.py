"""Jitter and shimmer, by hand."""

import numpy as np
import pytest

from trunkline_voice.acoustics.perturbation import (
    amplitudes,
    jitter_local_s,
    jitter_of,
    mean_period_s,
    periods_of,
    shimmer_db,
    shimmer_local,
    shimmer_of,
)
from trunkline_voice.acoustics.pitch import PitchRange

RANGE = PitchRange(60, 400)
MARKS = np.cumsum([0, 80, 82, 78, 80, 84, 80]).astype(float)


def test_jitter_of_a_handful_of_periods():
    periods = periods_of(MARKS, 8000, RANGE)
    assert jitter_local_s(periods) == pytest.approx((2 + 4 + 2 + 4 + 4) / 5 / 8000)
    assert mean_period_s(periods) == pytest.approx(484 / 6 / 8000)
    assert jitter_of(periods, 3) == pytest.approx((2 + 2 + 2 / 3 + 8 / 3) / 4 / (484 / 6))
    assert jitter_of(periods, 5) == pytest.approx((2.8 + 0.8) / 2 / (484 / 6))


def test_periods_that_cannot_be_are_left_out():
    """A missed vibration is twice as long, and is compared with neither neighbour."""
    periods = periods_of(np.cumsum([0, 80, 80, 160, 80, 80]).astype(float), 8000, RANGE)
    assert periods.alike.tolist() == [True, False, False, True]
    assert jitter_local_s(periods) == 0.0
    assert not periods_of(np.array([0.0, 200.0, 400.0]), 8000, RANGE).valid.any(), "40 Hz is below the floor"


def test_too_few_periods_have_no_jitter_and_no_shimmer():
    for marks in (np.zeros(0), np.array([1.0]), np.array([1.0, 81.0]), np.array([1.0, 81.0, 161.0])):
        periods = periods_of(marks, 8000, RANGE)
        heights = amplitudes(np.ones(400), marks)
        assert jitter_of(periods, 5) is None
        assert shimmer_local(heights, periods.alike) is None
        assert shimmer_db(heights, periods.alike) is None
        assert shimmer_of(heights, periods.alike, 11) is None


def test_shimmer_of_a_handful_of_amplitudes():
    heights, alike = np.array([1.0, 1.1, 1.0, 0.9]), np.ones(4, bool)
    assert shimmer_local(heights, alike) == pytest.approx(0.1 / (3.1 / 3))
    assert shimmer_db(heights, alike) == pytest.approx(20 * np.log10(1.1 * 1.1 / 0.9) / 3)
    assert shimmer_of(heights, alike, 3) == pytest.approx((0.2 / 3) / 2 / (3.1 / 3))
    assert shimmer_of(heights, alike, 5) is None


def test_amplitudes_too_far_apart_are_not_compared():
    assert shimmer_local(np.array([1.0, 1.7, 1.7]), np.ones(3, bool)) == 0.0
    assert shimmer_local(np.array([0.0, 0.0]), np.ones(2, bool)) is None


def test_the_amplitude_is_what_the_window_holds():
    samples = np.full(400, 0.25)
    assert amplitudes(samples, MARKS[:4]) == pytest.approx([0.25, 0.25])
