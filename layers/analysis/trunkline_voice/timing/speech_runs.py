"""Runs of speech and the pauses between them, by loudness alone."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import numpy as np

from trunkline_voice.acoustics.autocorrelation import hann
from trunkline_voice.arrays import Floats
from trunkline_voice.g711 import RATE
from trunkline_voice.timing.levels import WINDOW, Levels, moment
from trunkline_voice.timing.spans import Span, bridged, runs

BELOW_SPEECH_DB, ABOVE_NOISE_DB = 35.0, 6.0
SHORTEST_PAUSE_S, SHORTEST_RUN_S = 0.25, 0.1
INSIDE = 4  # frames from an edge at which speech has its own level


def threshold_of(levels: Levels) -> float:
    """Level from which on a frame is speech."""
    return max(levels.speech - BELOW_SPEECH_DB, levels.noise + ABOVE_NOISE_DB)


def speech_runs(levels: Levels, window: Span) -> list[Span]:
    """Runs of speech in a window: silence of less than a quarter of a second is within a run, and clicks are none."""
    first, last = levels.index(window.begin), levels.index(window.end) + 1
    loud = levels.db[first:last] > threshold_of(levels)
    found = [_edges(levels, first + begin, first + end) for begin, end in runs(loud)]
    inside = [span.within(window) for span in found]
    return [run for run in bridged(inside, SHORTEST_PAUSE_S) if run.seconds >= SHORTEST_RUN_S]


def pauses_between(speech: list[Span], spoilt: Iterable[Span]) -> list[Span]:
    """Silence between neighbouring runs, without pauses in which audio is missing or another person speaks."""
    others = list(spoilt)
    between = [Span(one.end, next_.begin) for one, next_ in pairwise(speech)]
    return [pause for pause in between if not pause.meets(others)]


def _edges(levels: Levels, begin: int, end: int) -> Span:
    """Where speech begins and ends, between the frames. How long a frame is loud outside speech is taken off."""
    threshold = threshold_of(levels)
    early = _overhang(_inside(levels, begin + INSIDE, begin, end) - threshold)
    late = _overhang(_inside(levels, end - 1 - INSIDE, begin, end) - threshold)
    onset = begin - _fraction(levels, begin, begin - 1, threshold)
    offset = end - 1 + _fraction(levels, end - 1, end, threshold)
    return Span(moment(onset) + early, max(moment(onset) + early, moment(offset) - late))


def _inside(levels: Levels, frame: int, begin: int, end: int) -> float:
    return float(levels.db[min(max(frame, begin), end - 1)])


def _fraction(levels: Levels, loud: int, quiet: int, threshold: float) -> float:
    """Part of the way from a loud frame to its quiet neighbour at which the level crosses the threshold."""
    if not 0 <= quiet < len(levels.db) or levels.db[quiet] >= threshold:
        return 0.0
    return float((levels.db[loud] - threshold) / (levels.db[loud] - levels.db[quiet]))


def _overhang(depth_db: float) -> float:
    """Seconds from an edge at which a window that holds its tail in speech is so many dB quieter than speech."""
    tails, distances = _tails()
    return float(np.interp(-depth_db, tails, distances))


@cache
def _tails() -> tuple[Floats, Floats]:
    """dB of the energy under the window's tail beyond each distance from its middle, ascending, and the distances."""
    weight = np.square(hann(WINDOW))
    beyond = np.cumsum(weight[::-1])[::-1][WINDOW // 2 :] / weight.sum()
    distances = (np.arange(WINDOW // 2)) / RATE
    return 10 * np.log10(beyond[::-1]), distances[::-1]
