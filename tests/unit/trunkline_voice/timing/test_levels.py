"""Levels are those of the sound: a constant part is none."""

import numpy as np
import pytest

from trunkline_voice.timing.levels import LEAST_DB, level_dbfs, levels_of, moment
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

SINE = 0.1 * np.sin(2 * np.pi * 200 * np.arange(8000) / 8000)


def levels(samples, gaps=()):
    return levels_of(Track(np.asarray(samples, np.float32), gaps))


def test_the_level_of_a_sine():
    assert levels(SINE).speech == pytest.approx(-23.0, abs=0.1)
    assert levels(SINE + 0.05).speech == pytest.approx(-23.0, abs=0.1), "a constant part is no sound"
    assert level_dbfs(SINE) == pytest.approx(-23.01, abs=0.01)
    assert level_dbfs(np.zeros(0)) == LEAST_DB


def test_missing_audio_is_no_silence_of_the_line():
    samples = np.concatenate([SINE, np.zeros(800)])
    assert levels(samples).noise == pytest.approx(LEAST_DB, abs=0.1)
    assert levels(samples, (Span(1.0, 1.1),)).noise == pytest.approx(-23, abs=1)


@pytest.mark.parametrize("size", [0, 1, 255])
def test_less_than_a_frame_has_no_level(size):
    found = levels(np.ones(size))
    assert len(found.db) == 0
    assert found.snr == 0


def test_frames_and_moments():
    found = levels(SINE)
    assert found.index(moment(17)) == 17
    assert found.index(-5) == 0
    assert found.index(99) == len(found.db) - 1
