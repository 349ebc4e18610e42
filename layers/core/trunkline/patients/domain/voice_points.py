"""Points of a voice: each measure against the patient's own baseline on the line, or a status that says why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from trunkline.patients.domain.baselines import Baseline, PastCheckIn, accepted, baseline_of
from trunkline.patients.domain.findings import TENTH, ZERO, Finding, half_up
from trunkline.patients.domain.protocols import MeasureScale, RiskProtocol, VoiceScale
from trunkline.patients.domain.voice_reports import Gate, VoiceReport

MEASURED, BUILDING = "measured", "baseline_building"
POOR_AUDIO, LINE_CHANGED, LOUDNESS = "poor_audio", "line_changed", "loudness_differs"
UNUSABLE = {Gate.POOR: POOR_AUDIO, Gate.FAILED: "failed", Gate.PENDING: "pending"}
DIGITS = 4


@dataclass(frozen=True, slots=True)
class VoiceFindings:
    """`statuses` of every measure of the protocol; findings of those that were measured, and of drifts and gaps."""

    findings: tuple[Finding, ...]
    statuses: Mapping[str, str]
    status: str
    points: Decimal
    coverage: Decimal


def voice_findings(
    report: VoiceReport, line: str, history: Sequence[PastCheckIn], protocol: RiskProtocol
) -> VoiceFindings:
    """`history` has only what was before this call."""
    scale, good = protocol.voice, accepted(history, line, protocol)
    status = _status(report, line, history)
    statuses, findings = {}, []
    for name, measure in scale.measures.items():
        baseline = _baseline(name, good, measure, scale)
        statuses[name] = found = _measure_status(
            name, report, baseline, status, _is_as_loud(report, good, scale), scale
        )
        if found == MEASURED and baseline is not None:
            findings += list(_measure_findings(name, report.values[name], baseline, measure, scale))
    findings += _gaps(report, status)
    covered = sum(scale.measures[name].cap for name, found in statuses.items() if found == MEASURED)
    every = sum(measure.cap for measure in scale.measures.values())
    points = sum((finding.points for finding in findings), ZERO)
    status = MEASURED if covered else _why(statuses, status)
    return VoiceFindings(tuple(findings), statuses, status, points, Decimal(covered) / every)


def _status(report: VoiceReport, line: str, history: Sequence[PastCheckIn]) -> str:
    """What holds for every measure of this recording; MEASURED where nothing stands in the way."""
    if not report.gate.is_usable:
        return UNUSABLE[report.gate]
    lines = {past.line for past in history}
    return LINE_CHANGED if lines and line not in lines else MEASURED


def _why(statuses: Mapping[str, str], status: str) -> str:
    if status != MEASURED:
        return status
    return BUILDING if BUILDING in statuses.values() else next(iter(statuses.values()))


def _measure_status(
    name: str, report: VoiceReport, baseline: Baseline | None, status: str, is_as_loud: bool, scale: VoiceScale
) -> str:
    measure = scale.measures[name]
    if status != MEASURED:
        return status
    if name not in report.values:
        return report.reasons.get(name, "not_measured")
    if measure.kind == "quality" and not is_as_loud:
        return LOUDNESS
    if baseline is None:
        return BUILDING
    return MEASURED if baseline.z(report.values[name], measure) is not None else "no_logarithm"


def _baseline(name: str, good: Sequence[PastCheckIn], measure: MeasureScale, scale: VoiceScale) -> Baseline | None:
    values = [past.report.values[name] for past in good if name in past.report.values]
    return baseline_of(values, measure, scale.baseline)


def _is_as_loud(report: VoiceReport, good: Sequence[PastCheckIn], scale: VoiceScale) -> bool:
    """How loud a vowel is changes its quality more than any illness. True while it cannot be compared."""
    usual = [past.report.vowel_dbfs for past in good if past.report.vowel_dbfs is not None]
    if report.vowel_dbfs is None or len(usual) < scale.baseline.at_least:
        return True
    return abs(report.vowel_dbfs - median(usual[-scale.baseline.latest :])) <= scale.loudness_db


def _measure_findings(
    name: str, value: float, baseline: Baseline, measure: MeasureScale, scale: VoiceScale
) -> Iterator[Finding]:
    z = baseline.z(value, measure)
    if z is None:
        return
    compared = {"median": round(baseline.median, DIGITS), "n": baseline.n, "z": z}
    yield Finding(f"V-{name}", name, value, points_of(z, measure, scale), measure.cap, measure.source, compared)
    if abs(baseline.drift) > scale.baseline.drift_z:
        drift = {"median": round(baseline.median, DIGITS), "n": baseline.n, "z": round(baseline.drift, DIGITS)}
        yield Finding(f"DRIFT-{name}", name, value, source="rolling baseline against the first calls", baseline=drift)


def points_of(z: float, measure: MeasureScale, scale: VoiceScale) -> Decimal:
    """`cap * clip((z - 1) / 2, 0, 1)`, to a tenth, half up; of z as it is shown, so that it can be checked by hand."""
    share = (Decimal(str(z)) - scale.points_from_z) / (scale.points_to_z - scale.points_from_z)
    return half_up(measure.cap * min(max(share, ZERO), Decimal(1)), TENTH)


def _gaps(report: VoiceReport, status: str) -> list[Finding]:
    if report.gate in {Gate.POOR, Gate.FAILED}:
        return [Finding("NO-voice", "voice", report.gate.value)]
    return [Finding("NEW-LINE", "voice", None)] if status == LINE_CHANGED else []


def had_shift_before(history: Sequence[PastCheckIn], at: datetime, scale: VoiceScale) -> bool:
    """Whether the call before, a few days ago at most, had a change of voice as well."""
    before = max(history, key=lambda past: (past.at, past.call_id), default=None)
    if before is None or at - before.at > timedelta(days=scale.confirmed_within_days):
        return False
    return before.voice_points >= scale.shift
