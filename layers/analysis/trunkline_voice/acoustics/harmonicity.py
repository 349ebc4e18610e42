"""Harmonics-to-noise ratio: how much of a voice repeats itself from one period to the next (Boersma 1993)."""

import numpy as np

from trunkline_voice.acoustics.autocorrelation import (
    DEPTH,
    autocorrelations,
    frames_of,
    gaussian,
    loudest_samples,
    strongest_peaks,
)
from trunkline_voice.arrays import Floats

PERIODS = 4.5  # of the pitch floor within the bell of the window, which is as long again
HOP_S = 0.01
SILENCE = 0.1  # frames that stay below this part of the loudest sample are left out
HIGHEST = 1 - 1e-9  # 90 dB: beyond this, rounding speaks


def harmonics_to_noise_db(samples: Floats, rate: int, floor: float) -> float | None:
    """Mean over frames of 10 log10(r / (1 - r)), r being the autocorrelation at the period. None without frames."""
    frames = frames_of(len(samples), round(2 * PERIODS * rate / floor), round(HOP_S * rate))
    longest = int(rate / floor)
    loudest = float(np.abs(samples - samples.mean()).max()) if len(samples) else 0.0
    heard = loudest_samples(samples, frames) > SILENCE * loudest
    ratios = []
    for part, rows in autocorrelations(samples, frames, gaussian(frames.length), longest + DEPTH + 2):
        row, _, lag, height = strongest_peaks(rows, 2, longest, 4)
        best = np.zeros(len(rows))
        np.maximum.at(best, row, np.where(lag <= rate / floor, height, 0.0))
        ratios.append(np.minimum(best[heard[part] & (best > 0)], HIGHEST))
    within = np.concatenate(ratios) if ratios else np.zeros(0)
    return float(np.mean(10 * np.log10(within / (1 - within)))) if len(within) else None
