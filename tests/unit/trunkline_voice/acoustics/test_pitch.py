"""The pitch of a voice is its own, not the octave below, and noise has none."""

import numpy as np
import pytest

from tests.fakes.vowels import Vowel, reference
from trunkline_voice.acoustics.pitch import PitchRange, PitchTrack, pitch_track, range_around, track_within

RATE = 8000


@pytest.mark.parametrize(("name", "hertz"), [("R04", 99.846), ("R11", 125.034), ("R16", 250.008), ("R17", 85.093)])
def test_the_pitch_of_steady_and_of_rough_voices(name, hertz):
    track = pitch_track(reference(name) / 32768, RATE, 0.01)
    assert track is not None
    assert track.hertz[track.voiced].mean() == pytest.approx(hertz, abs=0.3)


def test_a_rough_voice_is_not_heard_an_octave_too_low():
    formants = ((367.7, 99.8, 1.0), (2128.9, 114.0, 0.6564), (2353.3, 150.0, 0.2729))
    samples = Vowel(140.15, 0.0198, 0.0757, None, 1189, formants=formants).samples() / 32768
    assert track_within(samples, RATE, PitchRange(60, 400), 0.01).median == pytest.approx(70.7, abs=1), "one pass"
    track = pitch_track(samples, RATE, 0.01)
    assert track is not None
    assert track.median == pytest.approx(140.15, abs=1)


def test_the_second_pass_keeps_to_its_octave_and_to_its_limits():
    assert range_around(200.0) == PitchRange(130.0, 320.0)
    assert range_around(70.0) == PitchRange(60.0, 112.0)
    assert range_around(390.0) == PitchRange(253.5, 500.0)


@pytest.mark.parametrize("samples", [np.zeros(RATE), np.zeros(0), np.ones(11), np.ones(RATE)])
def test_silence_has_no_pitch(samples):
    assert pitch_track(samples, RATE, 0.01) is None


def test_little_of_noise_is_taken_for_voice():
    hiss = np.random.default_rng(2).normal(size=2 * RATE)
    assert track_within(hiss, RATE, PitchRange(60, 400), 0.01).voiced.mean() < 0.05


def test_the_pitch_between_frames():
    track = PitchTrack(np.array([100.0, 200.0, 300.0]), np.array([100.0, 110.0, 0.0]), PitchRange(60, 400), 0.0)
    assert track.at(150) == pytest.approx(105)
    assert track.at(240) == 110
    assert track.at(260) == 0
    assert track.at(0) == 100
    assert track.median == 105
