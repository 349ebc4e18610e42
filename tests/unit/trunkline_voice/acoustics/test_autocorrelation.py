"""Frames lie inside the signal; peaks of the autocorrelation are found between the samples."""

import numpy as np
import pytest

from trunkline_voice.acoustics.autocorrelation import (
    DEPTH,
    autocorrelations,
    frames_of,
    hann,
    loudest_samples,
    strongest_peaks,
)

RATE = 8000


@pytest.mark.parametrize(("size", "count"), [(0, 0), (99, 0), (100, 1), (149, 1), (150, 2), (1001, 19)])
def test_frames_lie_inside_the_signal(size, count):
    frames = frames_of(size, length=100, hop=50)
    assert len(frames) == count
    if count:
        assert frames.starts[0] >= 0
        assert frames.starts[-1] + 100 <= size
        assert abs(frames.starts[0] - (size - frames.starts[-1] - 100)) <= 1, "in the middle"


@pytest.mark.parametrize("hertz", [83.7, 123.45, 219.3, 377.7])
def test_the_period_of_a_sine_is_found_between_the_samples(hertz):
    samples = np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)
    frames = frames_of(RATE, 400, 80)
    for _, rows in autocorrelations(samples, frames, hann(400), 134 + DEPTH + 2):
        row, rank, lag, height = strongest_peaks(rows, 10, 134, 1)
        period = lag * hertz / RATE
        assert period == pytest.approx(np.round(period), abs=0.02)
        assert (rank == 0).all()
        assert len(set(row)) == len(frames)
        assert (height > 0.97).all()
        assert (height <= 1).all()


def test_more_frames_than_a_chunk_are_all_there():
    samples = np.sin(np.arange(RATE * 4) / 3)
    frames = frames_of(len(samples), 100, 40)
    parts = [part for part, _ in autocorrelations(samples, frames, hann(100), 60)]
    assert np.concatenate([np.arange(len(frames))[part] for part in parts]).tolist() == list(range(len(frames)))
    assert len(loudest_samples(samples, frames)) == len(frames)


def test_silence_correlates_with_nothing():
    [(_, rows)] = autocorrelations(np.zeros(800), frames_of(800, 400, 200), hann(400), 100)
    assert not rows.any()
