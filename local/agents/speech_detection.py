"""Speech recognition of the fake: the audio that arrived, compared with every known line."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import numpy as np

from local.audio import mulaw
from local.audio.speech import speech

UNINTELLIGIBLE = "..."
CUT_OFF = "—"

WINDOW = 256
HOP = 160
BAND_EDGES_HZ = (150, 400, 700, 1050, 1450, 1900, 2400, 2900, 3600)
RANGE_DB = 45.0  # what lies deeper below the loudest moment is silence
DIFFERENT = 0.085  # mean distance, as a share of RANGE_DB, from which on it is another line
STRETCH_COST = 0.04  # for a frame too many or too few
LOOSE_FRAMES = 6  # how far a match may miss the ends of what was heard
WHOLE_LINE = 0.8
SHORTEST_PREFIX = 0.3


def recognise(heard: bytes, lines: Iterable[str], voices: Iterable[str]) -> str:
    """The known line that was said, its beginning if it was cut off, or "..."."""
    voices = tuple(voices)
    spoken = features(heard)
    if not len(spoken):
        return UNINTELLIGIBLE
    found = [(*compare(_known(line, voice), spoken), line) for line in set(lines) for voice in voices]
    distance, share, line = min(found, default=(1.0, 0.0, ""))
    if distance > DIFFERENT:
        return UNINTELLIGIBLE
    return line if share >= WHOLE_LINE else _cut_off(beginning(line, share))


def _cut_off(words: str) -> str:
    return words + CUT_OFF if words else UNINTELLIGIBLE


def beginning(line: str, share: float) -> str:
    """The words of a line that fit into its first part, judged by letters."""
    letters = len(line) * share
    words, length = [], 0
    for word in line.split():
        length += len(word) + 1
        if length - 1 > letters:
            break
        words.append(word)
    return " ".join(words)


def features(audio: bytes) -> np.ndarray:
    """Loudness in eight bands every 20 ms, in shares of the dynamic range, without the silence around the voice."""
    samples = mulaw.decode(audio).astype(np.float64)
    if len(samples) < WINDOW:
        return np.zeros((0, len(BAND_EDGES_HZ) - 1))
    windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP] * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(windows)) ** 2
    bands = np.stack([power[:, low:high].sum(axis=1) for low, high in _band_bins()], axis=1)
    loudness_db = 10 * np.log10(bands + 1e4)
    if loudness_db.max() < 60:  # nothing but the noise of the code itself
        return np.zeros((0, len(BAND_EDGES_HZ) - 1))
    shares = np.clip((loudness_db - loudness_db.max()) / RANGE_DB + 1, 0, 1)
    voiced = np.flatnonzero(shares.max(axis=1) > 0.3)
    return shares[voiced[0] : voiced[-1] + 1]


def compare(known: np.ndarray, heard: np.ndarray) -> tuple[float, float]:
    """The best alignment of the heard with a beginning of the known: (mean distance, how much of the known)."""
    rows, columns = len(known), len(heard)
    if columns < SHORTEST_PREFIX * rows or columns > 1.3 * rows + LOOSE_FRAMES:
        return 1.0, 0.0
    distances = np.abs(known[:, None, :] - heard[None, :, :]).mean(axis=2)
    reached = np.full((rows, columns), np.inf)
    best = np.where(np.arange(columns) <= LOOSE_FRAMES, 0.0, np.inf) + distances[0]
    reached[0] = best
    for row in range(1, rows):
        best = _step(best) + distances[row]
        reached[row] = best
    return _best_ending(reached)


def _step(best: np.ndarray) -> np.ndarray:
    """Each known frame takes the same, the next, or the next but one heard frame: time may not run backwards."""
    following = np.concatenate(([np.inf], best[:-1]))
    skipping = np.concatenate(([np.inf, np.inf], best[:-2])) + STRETCH_COST
    return np.minimum(np.minimum(best + STRETCH_COST, following), skipping)


def _best_ending(reached: np.ndarray) -> tuple[float, float]:
    rows = len(reached)
    at_the_end = reached[:, -LOOSE_FRAMES:].min(axis=1) / np.arange(1, rows + 1)
    at_the_end[: int(SHORTEST_PREFIX * rows)] = np.inf
    row = int(np.argmin(at_the_end))
    if at_the_end[-1] <= min(DIFFERENT, at_the_end[row] + 0.01):
        row = rows - 1  # when in doubt, the whole line
    return float(at_the_end[row]), (row + 1) / rows


@lru_cache(maxsize=1024)
def _known(line: str, voice: str) -> np.ndarray:
    return features(speech(line, voice))


def _band_bins() -> list[tuple[int, int]]:
    bins = [round(edge * WINDOW / mulaw.RATE_HZ) for edge in BAND_EDGES_HZ]
    return list(pairwise(bins))
