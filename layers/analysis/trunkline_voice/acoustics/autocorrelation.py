"""Normalised autocorrelation of windowed frames (Boersma 1993, IFA Proceedings 17), with peaks between the samples."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trunkline_voice.arrays import Floats, Ints

CHUNK = 256  # frames at a time: an hour of audio takes no more memory than a minute
FAINT = 0.05  # maxima below this height are those of noise
DEPTH = 30  # samples on each side that a value between samples is made of
STEPS = (0.5, 0.1, 0.02, 0.004)  # samples: ever smaller parabolas


@dataclass(frozen=True)
class Frames:
    """Frames of one length, equally far apart, in the middle of a signal."""

    starts: Ints
    length: int

    @property
    def centres(self) -> Floats:
        """Middle of each frame, in samples."""
        return self.starts + (self.length - 1) / 2.0

    def of(self, samples: Floats, part: slice) -> Floats:
        """Samples of some frames, one row each."""
        return np.asarray(samples[self.starts[part, None] + np.arange(self.length)])

    def chunks(self) -> Iterator[slice]:
        """Slices of all frames, one after the other."""
        return (slice(begin, min(begin + CHUNK, len(self))) for begin in range(0, len(self), CHUNK))

    def __len__(self) -> int:
        return len(self.starts)


def frames_of(size: int, length: int, hop: int) -> Frames:
    """Frames that lie wholly inside `size` samples; none if it is shorter than one frame."""
    count = max(0, (size - length) // hop + 1)
    first = max(0, (size - length - (count - 1) * hop) // 2)
    return Frames(first + hop * np.arange(count), length)


def hann(length: int) -> Floats:
    """Hann window without the zeros at its ends."""
    return np.hanning(length + 2)[1:-1]


def gaussian(length: int) -> Floats:
    """Bell that falls to zero at both ends."""
    place = (np.arange(length) + 0.5) * 2 / length - 1
    return np.asarray((np.exp(-12 * place**2) - np.exp(-12)) / (1 - np.exp(-12)))


def loudest_samples(samples: Floats, frames: Frames) -> Floats:
    """Largest absolute value of each frame."""
    found = [np.abs(frames.of(samples, part)).max(axis=1) for part in frames.chunks()]
    return np.concatenate(found) if found else np.zeros(0)


def autocorrelations(samples: Floats, frames: Frames, window: Floats, lags: int) -> Iterator[tuple[slice, Floats]]:
    """Rows of r(0..lags) for chunks of frames: of the windowed frame over that of the window. Silence is all zero."""
    size = 1 << int(np.ceil(np.log2(frames.length + lags + 1)))
    of_window = _raw(window[None, :], size, lags)[0]
    of_window /= of_window[0]
    for part in frames.chunks():
        rows = frames.of(samples, part)
        raw = _raw((rows - rows.mean(axis=1, keepdims=True)) * window, size, lags)
        yield part, raw / np.where(raw[:, :1] > 0, raw[:, :1], np.inf) / of_window


def _raw(rows: Floats, size: int, lags: int) -> Floats:
    spectrum = np.fft.rfft(rows, size)
    power = spectrum.real**2 + spectrum.imag**2
    return np.asarray(np.fft.irfft(power, size)[:, : lags + 1])


def strongest_peaks(rows: Floats, shortest: int, longest: int, most: int) -> tuple[Ints, Ints, Floats, Floats]:
    """Up to `most` maxima of each row between two lags: row, rank, lag and height, the last two between the samples.

    A height above 1, which only interpolation makes, becomes its reciprocal.
    """
    here = rows[:, shortest : longest + 1]
    is_peak = (here > rows[:, shortest - 1 : longest]) & (here >= rows[:, shortest + 1 : longest + 2]) & (here > FAINT)
    best = np.argsort(-np.where(is_peak, here, -np.inf), axis=1)[:, :most]
    row, rank = np.nonzero(np.take_along_axis(is_peak, best, axis=1))
    lag, height = _between_samples(rows, row, best[row, rank] + shortest)
    return row, rank, lag, np.where(height > 1, 1 / height, height)


def _between_samples(rows: Floats, row: Ints, lag: Ints) -> tuple[Floats, Floats]:
    """Lag and height of the maxima beside whole lags."""
    mirrored = np.concatenate([rows[:, DEPTH + 1 : 0 : -1], rows, np.zeros((len(rows), DEPTH + 1))], axis=1)
    values = mirrored[row[:, None], lag[:, None] + 1 + np.arange(2 * DEPTH + 1)]
    values *= np.where(BESIDE % 2, -1.0, 1.0)
    shift = np.zeros(len(lag))
    for step in STEPS:
        left, top, right = (_interpolated(values, shift + move) for move in (-step, 0.0, step))
        shift = np.clip(shift + step * np.clip(vertices(left, top, right), -2, 2), -1, 1)
    return lag + shift, _interpolated(values, shift)


BESIDE = np.arange(-DEPTH, DEPTH + 1)
BELL = np.stack(
    [np.ones(2 * DEPTH + 1), np.cos(np.pi * BESIDE / (DEPTH + 1.5)), np.sin(np.pi * BESIDE / (DEPTH + 1.5))]
)


def _interpolated(values: Floats, shift: Floats) -> Floats:
    """Values `shift` samples from the middle of each row, whose every second sample has the other sign.

    A sinc under a raised cosine: sin(pi (s - k)) is the sine of s with the sign of k, and the cosine of s - k a sum of
    products, so that only one division for each sample is left.
    """
    shift = np.where(np.abs(shift - np.round(shift)) < 1e-9, np.round(shift) + 1e-9, shift)
    whole, cosines, sines = BELL @ (values / (shift[:, None] - BESIDE)).T
    angle = np.pi * shift / (DEPTH + 1.5)
    bell = 0.5 * whole + 0.5 * (np.cos(angle) * cosines + np.sin(angle) * sines)
    return np.asarray(np.sin(np.pi * shift) / np.pi * bell)


def vertices(left: Floats, top: Floats, right: Floats) -> Floats:
    """Where parabolas through three neighbours are highest, from the middle ones; 0 where they have no top."""
    bend = left - 2 * top + right
    return np.asarray(np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0))
