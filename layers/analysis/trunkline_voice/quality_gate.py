"""The quality gate: what a recording may be measured for."""

from dataclasses import dataclass
from enum import StrEnum

from trunkline_voice.reasons import Reason
from trunkline_voice.timing.levels import Levels
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

GOOD_SNR_DB, LEAST_SNR_DB = 20.0, 15.0
AUDIBLE_DBFS = -60.0  # speech that is quieter is none
MOST_CLIPPED_PCT, MOST_MISSING_PCT = 0.1, 3.0


class Gate(StrEnum):
    """Verdict on the line: of a `poor` one nothing is measured, pauses of a `degraded` one are less sure."""

    OK = "ok"
    DEGRADED = "degraded"
    POOR = "poor"
    FAILED = "failed"


@dataclass(frozen=True)
class Quality:
    """Verdict and what it rests on. `reason` says why nothing is measured, where nothing is."""

    gate: Gate
    reason: Reason | None
    levels: Levels
    seconds: float
    clipped_pct: float
    missing_pct: float

    def as_dict(self) -> dict[str, float | str]:
        return {
            "gate": self.gate.value,
            "duration_s": round(self.seconds, 2),
            "snr_db": round(self.levels.snr, 1),
            "speech_dbfs": round(self.levels.speech, 1),
            "noise_dbfs": round(self.levels.noise, 1),
            "clipped_pct": round(self.clipped_pct, 3),
            "missing_pct": round(self.missing_pct, 2),
        }


def quality_of(track: Track, levels: Levels) -> Quality:
    gate, reason = _verdict(levels)
    whole = Span(0.0, track.seconds)
    return Quality(gate, reason, levels, track.seconds, track.clipped_pct(whole), track.missing_pct(whole))


def _verdict(levels: Levels) -> tuple[Gate, Reason | None]:
    if not len(levels.db):
        return Gate.FAILED, Reason.NO_AUDIO
    if levels.speech < AUDIBLE_DBFS:
        return Gate.FAILED, Reason.SILENT
    if levels.snr < LEAST_SNR_DB:
        return Gate.POOR, Reason.NOISY
    return (Gate.OK if levels.snr >= GOOD_SNR_DB else Gate.DEGRADED), None
