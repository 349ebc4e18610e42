"""Period marks, one for each vibration of the vocal folds: the waveform of one period is matched with the next."""

from collections.abc import Iterator

import numpy as np

from trunkline_voice.acoustics.pitch import PitchTrack
from trunkline_voice.arrays import Floats

SEARCH = (0.8, 1.25)  # periods from a mark in which the next one is looked for
LEAST_LIKENESS = 0.3  # correlation
NEARLY_AS_LOUD = 0.9  # part of the louder starting point
LEAST_PEAK = 0.01  # of the loudest sample


def period_marks(samples: Floats, rate: int, track: PitchTrack, choice: int = 0) -> Floats:
    """Places of the marks, in samples, ascending. `choice` 1 begins each stretch at its second starting point."""
    least = LEAST_PEAK * float(np.abs(samples).max(initial=0.0))
    marks: list[float] = []
    for begin, end in _voiced_stretches(track):
        start = _starts(samples, rate, track, (begin + end) / 2)[choice][1]
        before = list(_walk(samples, rate, track, start, -1, begin, least))
        after = list(_walk(samples, rate, track, start, 1, end, least))
        marks += [mark for mark in [*before[::-1], start, *after] if not marks or mark > marks[-1] + 1]
    return np.array(marks)


def is_start_in_doubt(samples: Floats, rate: int, track: PitchTrack) -> bool:
    """Whether the longest stretch could as well begin at its second starting point."""
    begin, end = max(_voiced_stretches(track), key=lambda stretch: stretch[1] - stretch[0])
    first, second = _starts(samples, rate, track, (begin + end) / 2)
    return second[0] >= NEARLY_AS_LOUD * first[0]


def _voiced_stretches(track: PitchTrack) -> list[tuple[float, float]]:
    """Ends of each run of voiced frames, in samples."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], track.voiced, [False]]).astype(int)))
    half = (track.centres[1] - track.centres[0]) / 2 if len(track.centres) > 1 else 0.0
    return [(float(track.centres[a] - half), float(track.centres[b - 1] + half)) for a, b in edges.reshape(-1, 2)]


def _starts(samples: Floats, rate: int, track: PitchTrack, middle: float) -> list[tuple[float, float]]:
    """Height and place of the highest and the lowest point of the period around the middle, the louder one first.

    Mu-law makes ties of what was nearly as loud up and down: the upper one counts.
    """
    half = rate / track.at(middle) / 2
    first, last = max(1, round(middle - half)), min(len(samples) - 2, round(middle + half))
    near = samples[first : last + 1]
    tops = [(float(near.max()), first + int(near.argmax())), (float(-near.min()), first + int(near.argmin()))]
    ordered = sorted(tops, key=lambda top: -top[0])
    return [(height, at + vertex(*np.abs(samples[at - 1 : at + 2]))) for height, at in ordered]


def _walk(
    samples: Floats, rate: int, track: PitchTrack, mark: float, step: int, end: float, least: float
) -> Iterator[float]:
    """Marks from one mark to an end of the stretch; `step` is 1 or -1."""
    while (pitch := track.at(mark)) > 0:
        period = rate / pitch
        found = _next(samples, mark, period, step)
        if found is None or (end - found[0]) * step < 0:
            return
        mark, likeness, peak = found
        if likeness > LEAST_LIKENESS and peak > least:
            yield mark


def _next(samples: Floats, mark: float, period: float, step: int) -> tuple[float, float, float] | None:
    """Place, correlation and height of the most similar period beside a mark; None at the end of the signal."""
    at = round(mark - period / 2)
    width = round(mark + period / 2) - at + 1
    near, far = sorted(step * factor * period for factor in SEARCH)
    first, last = int(np.floor(near)) - 1, int(np.ceil(far)) + 1
    first, last = max(first, -at), min(last, len(samples) - width - at)
    if at < 0 or at + width > len(samples) or last - first < 2:
        return None
    mine = samples[at : at + width]
    others = samples[at + first : at + last + width]
    likeness = _normalised_correlation(mine, others)
    best = 1 + int(likeness[1:-1].argmax())
    place = mark + first + best + vertex(*likeness[best - 1 : best + 2])
    return place, float(likeness[best]), float(np.abs(others[best : best + width]).max())


def vertex(left: float, top: float, right: float) -> float:
    """Where the parabola through three neighbours is highest, from the middle one, at most one sample away."""
    bend = left - 2 * top + right
    return float(np.clip(0.5 * (left - right) / bend, -1, 1)) if bend < 0 else 0.0


def _normalised_correlation(mine: Floats, others: Floats) -> Floats:
    """Correlation of one period with every place of a longer stretch, -1 to 1."""
    products = np.correlate(others, mine)
    energy = np.concatenate([[0.0], np.cumsum(others * others)])
    power = (energy[len(mine) :] - energy[: -len(mine)]) * (mine @ mine)
    return np.where(power > 0, products / np.sqrt(np.where(power > 0, power, 1.0)), 0.0)
