"""Smoothed cepstral peak prominence (CPPS): how far the rhythm of the voice stands out of the spectrum's ripple."""

from collections.abc import Iterator

import numpy as np

from trunkline_voice.acoustics.autocorrelation import frames_of, gaussian, vertices
from trunkline_voice.arrays import Floats, Ints

PRE_EMPHASIS_HZ = 50.0
WINDOW_S, HOP_S = 0.1, 0.01
ACROSS_FRAMES, ACROSS_QUEFRENCY_S = 3, 0.0005  # averages: of three frames, and of half a millisecond
PEAK_HZ = (60.0, 330.0)
LINE_S = (0.001, 0.05)
LEAST_POWER = 1e-30


def cepstral_peak_db(samples: Floats, rate: int) -> float | None:
    """Mean over frames of the peak's height above a straight line through the cepstrum. None without a whole frame."""
    cepstra = list(_cepstra(_pre_emphasised(samples, rate), rate))
    if not cepstra:
        return None
    smooth = _averaged(_averaged(np.concatenate(cepstra), ACROSS_FRAMES).T, round(ACROSS_QUEFRENCY_S * rate)).T
    return float(_prominences(10 * np.log10(smooth + LEAST_POWER), rate).mean())


def _pre_emphasised(samples: Floats, rate: int) -> Floats:
    kept = np.exp(-2 * np.pi * PRE_EMPHASIS_HZ / rate)
    return np.concatenate([samples[:1], samples[1:] - kept * samples[:-1]])


def _cepstra(samples: Floats, rate: int) -> Iterator[Floats]:
    """Power of the cepstrum up to half its length, in chunks of frames."""
    frames = frames_of(len(samples), round(WINDOW_S * rate), round(HOP_S * rate))
    size = 1 << int(np.ceil(np.log2(frames.length)))
    window = gaussian(frames.length)
    for part in frames.chunks():
        rows = frames.of(samples, part)
        spectrum = np.fft.rfft((rows - rows.mean(axis=1, keepdims=True)) * window, size)
        levels = 10 * np.log10(spectrum.real**2 + spectrum.imag**2 + LEAST_POWER)
        yield np.fft.irfft(levels, size)[:, : size // 2 + 1] ** 2


def _averaged(values: Floats, width: int) -> Floats:
    """Means of `width` neighbours along the first axis, of fewer at its ends."""
    sums = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    place = np.arange(len(values))
    first, last = np.maximum(0, place - (width - 1) // 2), np.minimum(len(values), place + width // 2 + 1)
    return np.asarray((sums[last] - sums[first]) / (last - first)[:, None])


def _prominences(levels: Floats, rate: int) -> Floats:
    """Height of each row's peak, a parabola's vertex, above the least-squares line."""
    line = slice(round(LINE_S[0] * rate), round(LINE_S[1] * rate) + 1)
    base, slope = _line(np.arange(line.start, line.stop), levels[:, line])
    first, last = int(np.ceil(rate / PEAK_HZ[1])), int(rate / PEAK_HZ[0])
    peak = first + levels[:, first : last + 1].argmax(axis=1)
    row = np.arange(len(levels))
    left, top, right = levels[row, peak - 1], levels[row, peak], levels[row, peak + 1]
    shift = np.clip(vertices(left, top, right), -1, 1)
    return np.asarray(top - 0.25 * (left - right) * shift - (base + slope * (peak + shift)))


def _line(places: Ints, rows: Floats) -> tuple[Floats, Floats]:
    """Height at place 0 and slope of the least-squares line through each row."""
    middle = places.mean()
    slope = rows @ (places - middle) / ((places - middle) @ (places - middle))
    return rows.mean(axis=1) - slope * middle, slope
