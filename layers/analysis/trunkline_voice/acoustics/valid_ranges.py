"""Ranges in which our measures of vowels were shown to agree with Praat's; outside them a measure is null.

`make praat` shows it again. The limits are those of what was compared, not of health.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from trunkline_voice.acoustics.vowels import Vowel
from trunkline_voice.reasons import Reason


@dataclass(frozen=True)
class Range:
    """Lowest and highest value, both inside."""

    lowest: float
    highest: float

    def holds(self, value: float | None) -> bool:
        return value is not None and self.lowest <= value <= self.highest


PITCH_HZ = Range(65.0, 300.0)
JITTER_PCT, SHIMMER_PCT = Range(0.0, 2.0), Range(0.0, 12.0)
HNR_DB, CPPS_DB = Range(0.0, 40.0), Range(0.0, 30.0)
FROM_THE_CEPSTRUM = "cpps_db"  # needs no pitch
FROM_PITCH = ("f0_mean_hz", "f0_median_hz", "f0_st", "f0_sd_st", "voiced_fraction", "voice_breaks")
JITTER = ("jitter_local_pct", "jitter_abs_us", "jitter_rap_pct", "ppq5_pct")
SHIMMER = ("shimmer_local_pct", "shimmer_db", "apq3_pct", "apq5_pct", "apq11_pct")
SAME_SHIMMER = 0.05  # part of a shimmer by which it may depend on where a period is said to begin


def validated(vowel: Vowel) -> Mapping[str, float | Reason]:
    """Measures of a vowel by name: a value within what was shown to agree, or the reason why there is none."""
    return {name: _validated(name, value, vowel) for name, value in vowel.values.items()}


def _validated(name: str, value: float | None, vowel: Vowel) -> float | Reason:
    if name == FROM_THE_CEPSTRUM:
        return value if value is not None and CPPS_DB.holds(value) else Reason.OUTSIDE_RANGE
    if not vowel.is_certain:
        return Reason.UNCERTAIN_PITCH
    if value is None:
        return Reason.TOO_FEW_PERIODS
    if not _is_within(name, value, vowel):
        return Reason.OUTSIDE_RANGE
    return Reason.UNCERTAIN_MARKS if name in SHIMMER and _depends_on_the_start(vowel) else value


def _is_within(name: str, value: float, vowel: Vowel) -> bool:
    pitch, jitter, shimmer = (vowel.values[key] for key in ("f0_median_hz", "jitter_local_pct", "shimmer_local_pct"))
    is_steady = PITCH_HZ.holds(pitch) and JITTER_PCT.holds(jitter)
    if name in FROM_PITCH:
        return is_steady
    return is_steady and SHIMMER_PCT.holds(shimmer) and (name != "hnr_db" or HNR_DB.holds(value))


def _depends_on_the_start(vowel: Vowel) -> bool:
    one, other = vowel.values["shimmer_local_pct"], vowel.other_shimmer
    return one is not None and other is not None and abs(other - one) > max(SAME_SHIMMER * one, 0.02)
