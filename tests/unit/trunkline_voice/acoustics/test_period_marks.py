"""A mark for each vibration, at the same place of each."""

import numpy as np
import pytest

from tests.fakes.vowels import Vowel, reference
from trunkline_voice.acoustics.period_marks import is_start_in_doubt, period_marks, vertex
from trunkline_voice.acoustics.pitch import pitch_track

RATE = 8000


def marks_of(samples):
    return period_marks(samples, RATE, pitch_track(samples, RATE, 0.01))


def test_marks_of_a_steady_voice_are_one_period_apart():
    marks = marks_of(reference("R08") / 32768)
    assert np.diff(marks) == pytest.approx(64.0, abs=0.1)
    assert len(marks) >= 246


def test_marks_follow_the_pulses_of_an_unsteady_voice():
    """The periods are those that the voice was made of, a sixth of a sample apart at most."""
    from tests.fakes.vowels import noise

    made = RATE / 100 * (1 + 0.005 * np.sqrt(3.0) * noise(2, 202))
    periods = np.diff(marks_of(reference("R02") / 32768))
    first = min(range(4), key=lambda skip: np.abs(periods - made[skip : skip + len(periods)]).mean())
    assert np.corrcoef(periods, made[first : first + len(periods)])[0, 1] > 0.95


def test_two_stretches_of_voice_are_walked_apart():
    voice = Vowel(120, 0.0, 0.0, 30, 3, 1.0).samples() / 32768
    marks = marks_of(np.concatenate([voice, np.zeros(4000), voice]))
    assert (np.diff(marks) > 0).all()
    assert (np.diff(marks) > 3000).sum() == 1


def test_the_highest_point_of_three():
    assert vertex(0.0, 1.0, 0.0) == 0.0
    assert vertex(0.5, 1.0, 1.0) == pytest.approx(0.5)
    assert vertex(1.0, 1.0, 1.0) == 0.0, "a line has none"


def test_a_period_begins_at_its_loudest_point_or_at_the_other_one():
    samples = reference("R08") / 32768
    track = pitch_track(samples, RATE, 0.01)
    one, other = (period_marks(samples, RATE, track, choice) for choice in (0, 1))
    assert np.diff(other) == pytest.approx(64.0, abs=0.1)
    assert 2 < abs(one[50] - other[np.abs(other - one[50]).argmin()]) < 32
    assert not is_start_in_doubt(samples, RATE, track)
    even = np.sin(2 * np.pi * 120 * np.arange(RATE) / RATE)
    assert is_start_in_doubt(even, RATE, pitch_track(even, RATE, 0.01)), "as far up as down"
