"""Voice is where sound repeats itself."""

import numpy as np

from tests.fakes.patients_voices import steady
from trunkline_voice.acoustics.voicing import is_voiced

PLACES = np.array([0, 4000, 7999])


def test_a_vowel_is_voiced_and_noise_is_not():
    assert is_voiced(steady(1.0), PLACES).all()
    assert not is_voiced(np.random.default_rng(7).normal(size=8000), PLACES).any()
    assert not is_voiced(np.zeros(8000), PLACES).any()


def test_what_is_shorter_than_a_frame_is_not():
    assert not is_voiced(np.ones(100), np.array([50])).any()
    assert len(is_voiced(np.ones(8000), np.zeros(0, int))) == 0
