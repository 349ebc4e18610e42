"""Voice reports: measures of a recording with the quality of the line, each a value or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

REPORTED = frozenset({"ok", "degraded", "poor"})
NO_VALUE, REASON_AT_MOST = "not_measured", 60
LARGEST = 1e6  # of any measure, in its unit


class Gate(StrEnum):
    """What the quality of the line allows. `failed`: the recording could not be analysed; `pending`: not yet."""

    OK = "ok"
    DEGRADED = "degraded"
    POOR = "poor"
    FAILED = "failed"
    PENDING = "pending"

    @property
    def is_usable(self) -> bool:
        return self in {Gate.OK, Gate.DEGRADED}


@dataclass(frozen=True, slots=True)
class VoiceReport:
    """`reasons` has the measures without a value. `vowel_dbfs` is how loud the sustained vowel was, if known."""

    engine: str
    gate: Gate
    values: Mapping[str, float] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    vowel_dbfs: float | None = None


@dataclass(frozen=True, slots=True)
class VoiceJob:
    """A reported call whose voice is to be measured."""

    company_id: str
    patient_id: str
    call_id: str


@dataclass(frozen=True, slots=True)
class SealJob:
    """A patient's call of which a recording was filed: it is to be sealed."""

    recorded_call_id: str


def failed_report(engine: str) -> VoiceReport:
    """For a recording without an analysis: the assessment then rests on the answers and says so."""
    return VoiceReport(engine, Gate.FAILED)


NOT_YET = VoiceReport("", Gate.PENDING)  # of a call whose answers are assessed before its recording is analysed


def read_voice_report(payload: Mapping[str, Any]) -> VoiceReport:
    """Of `{"engine", "quality": {"gate"}, "measures": {name: {"value", "unit"} or {"value": null, "reason"}}}`.

    A report without a known gate has failed; a value that is no finite number is none. Units are part of the names.
    """
    quality, measures = _mapping(payload.get("quality")), _mapping(payload.get("measures"))
    gate = quality.get("gate")
    numbers = {name: _number(_mapping(item).get("value")) for name, item in measures.items()}
    values = {name: value for name, value in numbers.items() if value is not None}
    reasons = {name: _reason(measures[name]) for name in numbers if name not in values}
    return VoiceReport(
        str(payload.get("engine") or ""),
        Gate(gate) if isinstance(gate, str) and gate in REPORTED else Gate.FAILED,
        values,
        reasons,
        _number(quality.get("vowel_dbfs")),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _reason(measure: Any) -> str:
    return str(_mapping(measure).get("reason") or NO_VALUE)[:REASON_AT_MOST]


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= LARGEST else None
