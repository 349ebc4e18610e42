"""Whether there is a voice at given moments: how well 50 ms of sound repeat themselves at the pitch of a voice."""

import numpy as np

from trunkline_voice.acoustics.autocorrelation import Frames, autocorrelations, hann
from trunkline_voice.acoustics.pitch import FIRST_PASS, PERIODS, VOICING
from trunkline_voice.arrays import Flags, Floats, Ints
from trunkline_voice.g711 import RATE

LENGTH = round(PERIODS * RATE / FIRST_PASS[0])


def is_voiced(samples: Floats, middles: Ints) -> Flags:
    """One flag for each place, in samples. Beside the ends of the signal the nearest whole frame speaks for it."""
    if len(samples) < LENGTH:
        return np.zeros(len(middles), bool)
    starts = np.clip(middles - LENGTH // 2, 0, len(samples) - LENGTH)
    frames = Frames(starts, LENGTH)
    shortest, longest = int(RATE / FIRST_PASS[1]), int(RATE / FIRST_PASS[0])
    found = np.zeros(len(middles), bool)
    for part, rows in autocorrelations(samples, frames, hann(LENGTH).astype(np.float32), longest + 1):
        here = rows[:, shortest : longest + 1]
        is_peak = (here > rows[:, shortest - 1 : longest]) & (here >= rows[:, shortest + 1 : longest + 2])
        found[part] = (is_peak & (here > VOICING)).any(axis=1)
    return found
