"""Syllables by their nuclei (after de Jong and Wempe 2009): voiced peaks of loudness with dips between them."""

from collections.abc import Iterator, Sequence

import numpy as np

from trunkline_voice.acoustics.voicing import is_voiced
from trunkline_voice.arrays import Floats
from trunkline_voice.g711 import RATE
from trunkline_voice.timing.levels import Levels, moment
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

BELOW_SPEECH_DB, ABOVE_NOISE_DB = 35.0, 3.0
DIP_DB = 2.0


def count_syllables(track: Track, levels: Levels, speech: Sequence[Span]) -> int:
    """Nuclei within runs of speech."""
    threshold = max(levels.speech - BELOW_SPEECH_DB, levels.noise + ABOVE_NOISE_DB)
    peaks = [peak for run in speech for peak in _peaks_in(levels, run) if levels.db[peak] > threshold]
    middles = np.array([round(moment(peak) * RATE) for peak in peaks], int)
    return int(is_voiced(track.samples, middles).sum())


def _peaks_in(levels: Levels, run: Span) -> Iterator[int]:
    first = levels.index(run.begin)
    return (first + peak for peak in peaks_with_dips(levels.db[first : levels.index(run.end) + 1], DIP_DB))


def peaks_with_dips(contour: Floats, dip: float) -> Iterator[int]:
    """Places of maxima from which the contour falls by `dip` on both sides; what lies outside it is silence."""
    highest, lowest, place = -np.inf, -np.inf, 0
    is_rising = True
    for index, value in enumerate([*contour.tolist(), -np.inf]):
        if is_rising:
            if value > highest:
                highest, place = value, index
            elif value <= highest - dip and highest > -np.inf:
                yield place
                is_rising, lowest = False, value
        elif value < lowest:
            lowest = value
        elif value >= lowest + dip:
            is_rising, highest, place = True, value, index
