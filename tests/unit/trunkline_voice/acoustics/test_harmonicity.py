"""The harmonics-to-noise ratio is that of the signal's parts."""

import numpy as np
import pytest

from tests.fakes.vowels import reference
from trunkline_voice.acoustics.harmonicity import harmonics_to_noise_db


@pytest.mark.parametrize(("name", "ratio"), [("R08", 30), ("R09", 20), ("R10", 10), ("R11", 5)])
def test_the_noise_that_was_added_is_measured(name, ratio):
    assert harmonics_to_noise_db(reference(name) / 32768, 8000, 81.0) == pytest.approx(ratio, abs=0.5)


def test_quiet_ends_are_left_out():
    loud, quiet = reference("R09") / 32768, np.random.default_rng(3).normal(0, 0.002, 8000)
    assert harmonics_to_noise_db(np.concatenate([loud, quiet]), 8000, 81.0) == pytest.approx(20, abs=0.7)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(8000), np.ones(100)])
def test_silence_has_none(samples):
    assert harmonics_to_noise_db(samples, 8000, 60.0) is None
