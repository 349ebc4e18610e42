"""A touch tone receiver, as a menu at the other end has one: keys by Goertzel's algorithm, in frames of 20 ms.

ITU-T Q.24: a key counts once both its tones stand out for 40 ms, and again only after a pause.
"""

import numpy as np

from local.audio.mulaw import RATE_HZ, decode

ROWS_HZ, COLUMNS_HZ = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
KEYS = ("123A", "456B", "789C", "*0#D")
FRAME = 160
FRAMES_OF_A_KEY = 2
SHARE = 0.7  # of a frame's power that the two tones have; speech spreads over many
QUIETEST = 300.0  # root mean square of a frame in which a key may be


def keys_in(tape: bytes) -> str:
    """The keys on a tape of mu-law, in order."""
    samples = decode(tape).astype(float)
    heard = [_key(samples[start : start + FRAME]) for start in range(0, len(samples) - FRAME + 1, FRAME)]
    return "".join(key for key, frames in _runs(heard) if key and frames >= FRAMES_OF_A_KEY)


def _key(frame: np.ndarray) -> str:
    power = float(np.mean(frame**2))
    if power < QUIETEST**2:
        return ""
    rows, columns = ([_goertzel(frame, hz) for hz in group] for group in (ROWS_HZ, COLUMNS_HZ))
    if max(rows) + max(columns) < SHARE * power or min(max(rows), max(columns)) < 0.1 * power:
        return ""
    return KEYS[rows.index(max(rows))][columns.index(max(columns))]


def _goertzel(frame: np.ndarray, hz: int) -> float:
    """The power of one frequency in a frame."""
    coefficient, before, last = 2 * np.cos(2 * np.pi * hz / RATE_HZ), 0.0, 0.0
    for sample in frame:
        before, last = last, float(sample) + coefficient * last - before
    return float(before**2 + last**2 - coefficient * before * last) * 2 / len(frame) ** 2


def _runs(heard: list[str]) -> list[tuple[str, int]]:
    runs: list[tuple[str, int]] = []
    for key in heard:
        if runs and runs[-1][0] == key:
            runs[-1] = (key, runs[-1][1] + 1)
        else:
            runs.append((key, 1))
    return runs
