"""Trends: check-ins in order, each measure with the band of its baseline, and calls answered of calls due."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trunkline.patients.domain.baselines import Baseline, PastCheckIn, accepted, baseline_of
from trunkline.patients.domain.patients import Patient
from trunkline.patients.domain.protocols import RiskProtocol, Transform

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Band:
    """The range within one spread of the median, in the measure's own unit. `n` is how many calls it is made of."""

    low: float
    median: float
    high: float
    n: int


def bands(history: Sequence[PastCheckIn], line: str, protocol: RiskProtocol) -> dict[str, Band | None]:
    """By measure; None while there are too few calls on this line."""
    good = accepted(history, line, protocol)
    found = {}
    for name, scale in protocol.voice.measures.items():
        values = [past.report.values[name] for past in good if name in past.report.values]
        baseline = baseline_of(values, scale, protocol.voice.baseline)
        found[name] = _band(baseline, scale.transform) if baseline else None
    return found


def _band(baseline: Baseline, transform: Transform) -> Band:
    edges = (baseline.median - baseline.spread, baseline.median, baseline.median + baseline.spread)
    low, middle, high = (round(math.exp(edge) if transform is Transform.LN else edge, DIGITS) for edge in edges)
    return Band(low, middle, high, baseline.n)


@dataclass(frozen=True, slots=True)
class Adherence:
    """Calls answered of calls due: itself an outcome of monitoring."""

    due: int
    answered: int


def adherence(
    patient: Patient, calls: Sequence[datetime], first: date, last: date, named: Sequence[date] = ()
) -> Adherence:
    """`named`: the days for which campaigns named the patient. A call answers the due one before it: two of them answer
    one."""
    of_campaigns = sorted({day for day in named if first <= day <= last})
    due = of_campaigns if named else patient.periods_due(first, last)
    days = (patient.day_of(at) for at in calls)
    answered = {bisect_right(due, day) for day in days if day <= last} - {0}
    return Adherence(len(due), len(answered))


def point(document: dict[str, Any], values: dict[str, float]) -> dict[str, Any]:
    """Of one assessment: level, scores and measures with their z, where they have one."""
    scored = {item["item"]: item["baseline"]["z"] for item in document["findings"] if _is_measured(item)}
    measures = {name: {"value": value, "z": scored.get(name)} for name, value in sorted(values.items())}
    return {
        "call_id": document["call_id"],
        "at": document["at"],
        "level": document["level"],
        "overall_risk": document["risk"]["overallRisk"],
        "voice_points": document["voice_points"],
        "voice_status": document["voice_status"],
        "recheck": document["recheck"],
        "measures": measures,
    }


def _is_measured(finding: dict[str, Any]) -> bool:
    return str(finding["rule_id"]).startswith("V-")
