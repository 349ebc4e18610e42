"""Loudness over time, and the two levels that decide what is speech: that of the noise and that of the voice."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trunkline_voice.acoustics.autocorrelation import CHUNK, hann
from trunkline_voice.arrays import Floats
from trunkline_voice.g711 import RATE
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

WINDOW, HOP = 256, 80  # samples: 32 and 10 ms
HOP_S = HOP / RATE
FIRST_S = WINDOW / 2 / RATE  # middle of the first frame
NOISE_PERCENTILE, SPEECH_PERCENTILE = 5, 99
LEAST_DB = -100.0  # of digital silence


@dataclass(frozen=True)
class Levels:
    """Level of each frame in dB below full scale, and the track's levels of noise and of speech."""

    db: Floats
    noise: float
    speech: float

    @property
    def snr(self) -> float:
        return self.speech - self.noise

    def index(self, second: float) -> int:
        """The frame whose middle is nearest, or one of the ends."""
        return int(np.clip(round((second - FIRST_S) / HOP_S), 0, max(0, len(self.db) - 1)))


def moment(frame: float) -> float:
    """Middle of a frame, in seconds."""
    return FIRST_S + frame * HOP_S


def levels_of(track: Track) -> Levels:
    """Levels of a track; missing audio has none in its percentiles. All at the least where there is no frame."""
    db = _levels(track.samples)
    heard = db[~_frames_in(track.gaps, len(db))]
    if not len(heard):
        return Levels(db, LEAST_DB, LEAST_DB)
    noise, speech = np.percentile(heard, [NOISE_PERCENTILE, SPEECH_PERCENTILE])
    return Levels(db, float(noise), float(speech))


def level_dbfs(samples: Floats) -> float:
    """Level of a stretch as a whole."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return 10 * float(np.log10(power + 10 ** (LEAST_DB / 10)))


def _levels(samples: Floats) -> Floats:
    count = max(0, (len(samples) - WINDOW) // HOP + 1)
    if not count:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    weight = np.square(hann(WINDOW)).astype(np.float32)
    weight /= weight.sum()
    powers = [_power(frames[begin : begin + CHUNK], weight) for begin in range(0, count, CHUNK)]
    return np.asarray(10 * np.log10(np.concatenate(powers) + 10 ** (LEAST_DB / 10)), np.float64)


def _power(frames: Floats, weight: Floats) -> Floats:
    """Of each frame under the window, without its constant part."""
    means = frames @ weight
    return np.asarray(np.square(frames - means[:, None]) @ weight, np.float64)


def _frames_in(spans: Iterable[Span], count: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether a frame reaches into a span."""
    inside = np.zeros(count, bool)
    for span in spans:
        first = int(np.ceil((span.begin - FIRST_S) / HOP_S - FIRST_S / HOP_S))
        last = int((span.end + FIRST_S - FIRST_S) / HOP_S)
        inside[max(0, first) : max(0, last + 1)] = True
    return inside
