"""The cepstral peak sinks as noise drowns the voice."""

import numpy as np

from tests.fakes.vowels import reference
from trunkline_voice.acoustics.cepstral_peak import cepstral_peak_db


def test_the_peak_sinks_with_noise():
    heights = [cepstral_peak_db(reference(name) / 32768, 8000) for name in ("R08", "R09", "R10", "R11")]
    assert heights == sorted(heights, reverse=True)
    hiss = cepstral_peak_db(np.random.default_rng(4).normal(size=16000), 8000)
    assert hiss is not None
    assert hiss < 5 < heights[-1]


def test_less_than_a_frame_has_none():
    assert cepstral_peak_db(np.zeros(0), 8000) is None
    assert cepstral_peak_db(np.ones(799), 8000) is None
