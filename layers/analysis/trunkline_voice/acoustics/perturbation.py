"""Jitter and shimmer: how much periods and their amplitudes differ from one to the next."""

from dataclasses import dataclass

import numpy as np

from trunkline_voice.acoustics.pitch import PitchRange
from trunkline_voice.arrays import Flags, Floats

PERIOD_FACTOR, AMPLITUDE_FACTOR = 1.3, 1.6  # beyond these ratios neighbours are not compared
REACH = 0.2  # part of the periods beside a mark that its amplitude is taken from


@dataclass(frozen=True)
class Periods:
    """Lengths between marks in seconds, and which of them can be periods."""

    lengths: Floats
    valid: Flags

    @property
    def alike(self) -> Flags:
        """Pairs of neighbours that are both periods and of similar length; one fewer than periods."""
        a, b = self.lengths[:-1], self.lengths[1:]
        similar = np.maximum(a, b) <= PERIOD_FACTOR * np.minimum(a, b)
        return np.asarray(self.valid[:-1] & self.valid[1:] & similar)


def periods_of(marks: Floats, rate: int, searched: PitchRange) -> Periods:
    """Periods between marks given in samples."""
    lengths = np.diff(marks) / rate
    return Periods(lengths, (lengths >= 0.8 / searched.ceiling) & (lengths <= 1.25 / searched.floor))


def jitter_local_s(periods: Periods) -> float | None:
    return _mean(np.abs(np.diff(periods.lengths))[periods.alike])


def mean_period_s(periods: Periods) -> float | None:
    """Mean of the periods that resemble a neighbour."""
    if len(periods.lengths) < 2:
        return None
    beside = np.concatenate([[False], periods.alike]) | np.concatenate([periods.alike, [False]])
    return _mean(periods.lengths[beside])


def jitter_of(periods: Periods, points: int) -> float | None:
    """Mean distance of a period from the mean of the `points` around it, over the mean period."""
    distance, mean = (
        _mean(_from_mean(periods.lengths, points)[_runs(periods.alike, points - 1)]),
        mean_period_s(periods),
    )
    return None if distance is None or mean is None else distance / mean


def amplitudes(samples: Floats, marks: Floats) -> Floats:
    """Amplitude at every mark but the first and the last: RMS under a Hann window that reaches into both periods."""
    return np.array([_amplitude(samples, *three) for three in zip(marks[:-2], marks[1:-1], marks[2:], strict=True)])


def _amplitude(samples: Floats, before: float, mark: float, after: float) -> float:
    left, right = REACH * (mark - before), REACH * (after - mark)
    at = np.arange(max(0, int(np.ceil(mark - left))), min(len(samples) - 1, int(np.floor(mark + right))) + 1)
    if not len(at):
        return 0.0
    from_mark = (at - mark) / np.where(at < mark, left, right)
    window = 0.5 + 0.5 * np.cos(np.pi * from_mark)
    weighted = samples[at] * window
    return float(np.sqrt((weighted @ weighted) / (window @ window)))


def shimmer_local(heights: Floats, alike: Flags) -> float | None:
    pairs = _comparable(heights, alike)
    return _over_mean(np.abs(np.diff(heights))[pairs], heights)


def shimmer_db(heights: Floats, alike: Flags) -> float | None:
    pairs = _comparable(heights, alike)
    return _mean(np.abs(20 * np.log10(heights[1:][pairs] / heights[:-1][pairs])))


def shimmer_of(heights: Floats, alike: Flags, points: int) -> float | None:
    """Mean distance of an amplitude from the mean of the `points` around it, over the mean amplitude."""
    runs = _runs(_comparable(heights, alike), points - 1)
    return _over_mean(_from_mean(heights, points)[runs], heights)


def _comparable(heights: Floats, alike: Flags) -> Flags:
    a, b = heights[:-1], heights[1:]
    return np.asarray(
        alike[:-1] & alike[1:] & (np.minimum(a, b) > 0) & (np.maximum(a, b) <= AMPLITUDE_FACTOR * np.minimum(a, b))
    )


def _from_mean(values: Floats, points: int) -> Floats:
    """Distance of each value from the mean of the `points` centred on it; `points - 1` fewer than values."""
    if len(values) < points:
        return np.zeros(0)
    means = np.convolve(values, np.ones(points) / points, "valid")
    return np.abs(values[points // 2 : len(values) - points // 2] - means)


def _runs(flags: Flags, length: int) -> Flags:
    """Whether `length` flags in a row are set, from each place on."""
    if len(flags) < length:
        return np.zeros(0, bool)
    return np.asarray(np.convolve(flags, np.ones(length, int), "valid") == length)


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None


def _over_mean(distances: Floats, heights: Floats) -> float | None:
    mean = _mean(heights[:-1])
    return None if not len(distances) or not mean else float(distances.mean()) / mean
