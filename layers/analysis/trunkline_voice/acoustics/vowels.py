"""Measures of a sustained vowel: pitch, perturbation, noise and prominence of one stretch of voice."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trunkline_voice.acoustics.cepstral_peak import cepstral_peak_db
from trunkline_voice.acoustics.harmonicity import harmonics_to_noise_db
from trunkline_voice.acoustics.period_marks import is_start_in_doubt, period_marks
from trunkline_voice.acoustics.perturbation import (
    amplitudes,
    jitter_local_s,
    jitter_of,
    mean_period_s,
    periods_of,
    shimmer_db,
    shimmer_local,
    shimmer_of,
)
from trunkline_voice.acoustics.pitch import PitchTrack, pitch_track
from trunkline_voice.arrays import Floats

HOP_S = 0.01
Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Vowel:
    """Every measure of a stretch of voice by name, None where there was nothing to measure.

    `other_shimmer` is what `shimmer_local_pct` would be with marks at the second starting point, where that is as good.
    """

    values: Values
    is_certain: bool
    other_shimmer: float | None = None


def measured_vowel(samples: Floats, rate: int) -> Vowel | None:
    """Measures of one stretch. None without a voice."""
    samples = np.asarray(samples, np.float64)
    track = pitch_track(samples, rate, HOP_S)
    if track is None:
        return None
    marks = period_marks(samples, rate, track)
    values = {
        **_pitch(track),
        **_perturbation(samples, rate, marks, track),
        "hnr_db": harmonics_to_noise_db(samples, rate, track.searched.floor),
        "cpps_db": cepstral_peak_db(samples, rate),
    }
    in_doubt = is_start_in_doubt(samples, rate, track)
    other = _perturbation(samples, rate, period_marks(samples, rate, track, choice=1), track) if in_doubt else {}
    return Vowel(values, track.is_certain, other.get("shimmer_local_pct"))


def _pitch(track: PitchTrack) -> Values:
    hertz = track.hertz[track.voiced]
    semitones = 12 * np.log2(hertz / 100)
    return {
        "f0_mean_hz": float(hertz.mean()),
        "f0_median_hz": float(np.median(hertz)),
        "f0_st": float(np.median(semitones)),
        "f0_sd_st": float(semitones.std()),
        "voiced_fraction": float(track.voiced.mean()),
    }


def _perturbation(samples: Floats, rate: int, marks: Floats, track: PitchTrack) -> Values:
    periods = periods_of(marks, rate, track.searched)
    heights, alike = amplitudes(samples, marks), periods.alike
    difference, mean = jitter_local_s(periods), mean_period_s(periods)
    breaks = periods.lengths[periods.lengths > 1.25 / track.searched.floor].sum()
    return {
        "jitter_abs_us": _times(1e6, difference),
        "jitter_local_pct": None if difference is None or mean is None else 100 * difference / mean,
        "jitter_rap_pct": _times(100, jitter_of(periods, 3)),
        "ppq5_pct": _times(100, jitter_of(periods, 5)),
        "shimmer_local_pct": _times(100, shimmer_local(heights, alike)),
        "shimmer_db": shimmer_db(heights, alike),
        "apq3_pct": _times(100, shimmer_of(heights, alike, 3)),
        "apq5_pct": _times(100, shimmer_of(heights, alike, 5)),
        "apq11_pct": _times(100, shimmer_of(heights, alike, 11)),
        "voice_breaks": float(breaks * rate / len(samples)),
    }


def _times(factor: float, value: float | None) -> float | None:
    return None if value is None else factor * value
