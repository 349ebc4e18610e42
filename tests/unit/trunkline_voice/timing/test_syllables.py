"""Syllables are counted as they were made, at any rate that people speak at."""

import numpy as np
import pytest

from tests.fakes.patients_voices import CheckIn, silence, syllables
from trunkline_voice.timing.levels import levels_of
from trunkline_voice.timing.spans import Span
from trunkline_voice.timing.speech_runs import speech_runs
from trunkline_voice.timing.syllables import count_syllables, peaks_with_dips


@pytest.mark.parametrize("rate", [2.3, 3.5, 5.0, 6.5])
def test_syllables_at_several_rates(rate):
    call = CheckIn()
    call.hears(silence(0.5), syllables(20, rate), silence(0.5), syllables(20, rate), silence(0.5))
    track = call.track(snr_db=30)
    levels = levels_of(track)
    assert count_syllables(track, levels, speech_runs(levels, Span(0, track.seconds))) == pytest.approx(40, abs=1)


def test_swells_of_noise_are_no_syllables():
    call = CheckIn()
    hiss = np.random.default_rng(6).normal(0, 1, 64000) * np.abs(syllables(32, 4.0)).max()
    swell = np.abs(np.sin(np.arange(64000) * np.pi / 2000))
    call.hears(silence(0.5), 0.1 * hiss * swell, silence(0.5))
    track = call.track()
    levels = levels_of(track)
    assert count_syllables(track, levels, speech_runs(levels, Span(0, track.seconds))) <= 2


@pytest.mark.parametrize(
    ("contour", "places"),
    [
        ([0, 5, 0], [1]),
        ([0, 5, 4, 5, 0], [1]),
        ([0, 5, 2, 6, 0], [1, 3]),
        ([5, 2, 5], [0, 2]),
        ([1, 1.5, 1], [1]),
        ([], []),
    ],
)
def test_peaks_are_apart_by_dips_of_two(contour, places):
    assert list(peaks_with_dips(np.array(contour, float), 2.0)) == places
