"""Pitch by autocorrelation (Boersma 1993): candidates of each frame, and the cheapest path through them."""

from dataclasses import dataclass, replace

import numpy as np

from trunkline_voice.acoustics.autocorrelation import (
    DEPTH,
    Frames,
    autocorrelations,
    frames_of,
    hann,
    loudest_samples,
    strongest_peaks,
)
from trunkline_voice.arrays import Flags, Floats, Ints

FIRST_PASS = (60.0, 400.0)  # Hz; the second pass is narrowed around the median of the first
LOWEST, HIGHEST = 60.0, 500.0  # Hz, of the second pass
PERIODS = 3  # of the lowest pitch in a frame
CANDIDATES = 8
MULTIPLES = (1, 2, 3, 4)  # of the first pass's pitch
AS_STRONG, NEARLY = 0.93, 0.85  # parts of a strength: from here on a multiple is the pitch, and is in doubt
SAME = 1.2  # times a pitch, within which another is the same
REGULAR = 0.75  # mean strength of frames that have periods
ASTRAY, FEW = 0.2, 0.02  # a part of the median pitch, and how many frames may be further from it
SILENCE, VOICING = 0.03, 0.45
OCTAVE, OCTAVE_JUMP, VOICED_UNVOICED = 0.01, 0.35, 0.14


@dataclass(frozen=True)
class PitchRange:
    """Lowest and highest pitch searched, in Hz."""

    floor: float
    ceiling: float


@dataclass(frozen=True)
class PitchTrack:
    """Pitch of each frame in Hz, 0 where unvoiced; `centres` in samples, `strength` summed over voiced frames.

    `rivals` is the strength of the strongest higher multiple of this pitch.
    """

    centres: Floats
    hertz: Floats
    searched: PitchRange
    strength: float
    rivals: float = 0.0

    @property
    def voiced(self) -> Flags:
        """Frames with a pitch."""
        return self.hertz > 0

    @property
    def median(self) -> float:
        """Median pitch in Hz, 0 where nothing is voiced."""
        return float(np.median(self.hertz[self.voiced])) if self.voiced.any() else 0.0

    @property
    def is_certain(self) -> bool:
        """Whether the voice repeats itself enough, keeps its pitch, and no multiple of it is nearly as likely."""
        hertz = self.hertz[self.voiced]
        astray = np.abs(hertz / self.median - 1) > ASTRAY if len(hertz) else np.ones(1)
        is_regular = self.strength >= REGULAR * len(hertz) and astray.mean() <= FEW
        return bool(is_regular and self.rivals < NEARLY * self.strength)

    def at(self, sample: float) -> float:
        """Pitch at a place between frames, 0 outside voiced ones."""
        place = float(np.interp(sample, self.centres, np.arange(len(self.centres))))
        below, above = self.hertz[int(place)], self.hertz[int(np.ceil(place))]
        if below and above:
            return float(below + (above - below) * (place % 1.0))
        return float(self.hertz[int(place + 0.5)])


def pitch_track(samples: Floats, rate: int, hop_s: float) -> PitchTrack | None:
    """Two passes: the first finds the voice, the second keeps to its octave. None where nothing is voiced.

    A rough voice can look as regular over two or three periods as over one, and the first pass then hears it that much
    too low. The second is therefore made around multiples of its pitch, too: the highest that is as strong counts.
    """
    median = track_within(samples, rate, PitchRange(*FIRST_PASS), hop_s).median
    around = [times * median for times in MULTIPLES if 0 < times * median <= FIRST_PASS[1]]
    tracks = [track_within(samples, rate, range_around(pitch), hop_s) for pitch in around]
    tracks = [track for track in tracks if track.median]
    if not tracks:
        return None
    best = _highest_of_the_strong(tracks)
    above = [track.strength for track in tracks if track.median > SAME * best.median]
    return replace(best, rivals=max(above, default=0.0))


def _highest_of_the_strong(tracks: list[PitchTrack]) -> PitchTrack:
    """Of tracks around one pitch, which the ranges of several multiples may hold, the strongest."""
    least = AS_STRONG * max(track.strength for track in tracks)
    strong = [track for track in tracks if track.strength >= least]
    highest = max(track.median for track in strong)
    return max((track for track in strong if track.median * SAME > highest), key=lambda track: track.strength)


def range_around(median: float) -> PitchRange:
    """Range of the second pass around the median pitch of the first."""
    return PitchRange(max(LOWEST, 0.65 * median), min(HIGHEST, 1.6 * median))


def track_within(samples: Floats, rate: int, searched: PitchRange, hop_s: float) -> PitchTrack:
    """One pass: the cheapest path through the candidates of every frame."""
    frames = frames_of(len(samples), round(PERIODS * rate / searched.floor), round(hop_s * rate))
    hertz, strengths = _candidates(samples, rate, frames, searched)
    path = _cheapest_path(hertz, strengths, 0.01 / hop_s)
    row = np.arange(len(frames))
    chosen = hertz[row, path]
    return PitchTrack(frames.centres, chosen, searched, float(strengths[row, path][chosen > 0].sum()))


def _candidates(samples: Floats, rate: int, frames: Frames, searched: PitchRange) -> tuple[Floats, Floats]:
    """Frequencies and strengths; the first of each frame is unvoiced, at 0 Hz."""
    hertz = np.zeros((len(frames), 1 + CANDIDATES))
    strengths = np.full((len(frames), 1 + CANDIDATES), -np.inf)
    strengths[:, 0] = _unvoiced(samples, frames)
    longest = int(rate / searched.floor) + 1
    for part, rows in autocorrelations(samples, frames, hann(frames.length), longest + DEPTH + 2):
        hertz[part, 1:], strengths[part, 1:] = _voiced(rows, rate, searched, longest)
    return hertz, strengths


def _unvoiced(samples: Floats, frames: Frames) -> Floats:
    loudest = float(np.abs(samples - samples.mean()).max()) if len(samples) else 0.0
    parts = loudest_samples(samples, frames) / (loudest or 1.0)
    return np.asarray(VOICING + np.maximum(0.0, 2.0 - parts / (SILENCE / (1.0 + VOICING))))


def _voiced(rows: Floats, rate: int, searched: PitchRange, longest: int) -> tuple[Floats, Floats]:
    """The strongest maxima of each row between the lags of ceiling and floor."""
    hertz = np.zeros((len(rows), CANDIDATES))
    strength = np.full((len(rows), CANDIDATES), -np.inf)
    row, rank, lag, height = strongest_peaks(rows, max(2, int(rate / searched.ceiling)), longest, CANDIDATES)
    inside = (lag >= rate / searched.ceiling) & (lag <= rate / searched.floor)
    row, rank, lag, height = row[inside], rank[inside], lag[inside], height[inside]
    hertz[row, rank] = rate / lag
    strength[row, rank] = height - OCTAVE * np.log2(searched.ceiling * lag / rate)
    return hertz, strength


def _cheapest_path(hertz: Floats, strengths: Floats, scale: float) -> Ints:
    """Candidate of each frame on the path of the greatest strength less the cost of jumps (Viterbi)."""
    came_from = np.zeros(hertz.shape, int)
    total = strengths[0] if len(hertz) else np.zeros(1 + CANDIDATES)
    for frame in range(1, len(hertz)):
        reached = total[:, None] - scale * _costs(hertz[frame - 1], hertz[frame])
        came_from[frame] = reached.argmax(axis=0)
        total = reached.max(axis=0) + strengths[frame]
    path = np.full(len(hertz), int(total.argmax()))
    for frame in range(len(hertz) - 1, 0, -1):
        path[frame - 1] = came_from[frame][path[frame]]
    return path


def _costs(before: Floats, now: Floats) -> Floats:
    """Of going from each candidate of a frame to each of the next one."""
    left, right = before[:, None], now[None, :]
    both = (left > 0) & (right > 0)
    octaves = np.abs(np.log2(np.where(both, left, 1.0) / np.where(both, right, 1.0)))
    return np.asarray(np.where(both, OCTAVE_JUMP * octaves, VOICED_UNVOICED * ((left > 0) ^ (right > 0))))
