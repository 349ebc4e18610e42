"""A check-in becomes an assessment: once for each call, engine and protocol, and an alert where a person has to act.

Answers and voice report come in any order. Nothing is assessed before there are answers: a voice alone says little.
Each step may be repeated, so that a run that ended halfway is finished by the next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from trunkline.patients.domain.answers import read_answers
from trunkline.patients.domain.assessments import Assessment, CheckIn, assess
from trunkline.patients.domain.baselines import PastCheckIn
from trunkline.patients.domain.patients import FiledCheckIn, Patient
from trunkline.patients.domain.protocols import RiskProtocol
from trunkline.patients.domain.voice_reports import NOT_YET, VoiceReport, read_voice_report
from trunkline.patients.domain.weights import Weight, WeightUnit, differences, is_plausible, to_kg
from trunkline.patients.ports import Alerts, Assessments, CheckIns, FiledAssessment, LineNames
from trunkline.patients.use_cases.raise_alerts import note_reached, raise_alert

LINE = "line"  # the kind of pseudonym


@dataclass(frozen=True, slots=True)
class AssessDeps:
    """All that an assessment needs."""

    check_ins: CheckIns
    assessments: Assessments
    alerts: Alerts
    lines: LineNames
    protocol: Callable[[datetime], RiskProtocol]


@dataclass(frozen=True, slots=True)
class NewCheckIn:
    """What a call brought, or a part of it. `number` is the patient's telephone in this call. `at` is when it began."""

    call_id: str
    at: datetime
    number: str = field(repr=False)
    answers: Mapping[str, Any] | None = field(repr=False, default=None)
    weight: tuple[Decimal, WeightUnit] | None = field(repr=False, default=None)
    voice: Mapping[str, Any] | None = field(repr=False, default=None)


def assess_check_in(patient: Patient, new: NewCheckIn, deps: AssessDeps, now: datetime) -> FiledAssessment | None:
    """The assessment on file, or None while answers are missing."""
    check_ins = deps.check_ins.of_patient(patient)
    weights = _weights(patient, check_ins, deps.check_ins.weights(patient), new.call_id)
    protocol = deps.protocol(new.at)
    filed = deps.check_ins.file(patient, _filed(patient, new, weights, protocol, deps))
    if filed.answers is None:
        return None
    history = history_of(deps.assessments.of_patient(patient), check_ins)
    result = assess(_check_in(patient, filed, weights, protocol), history, protocol)
    stored = deps.assessments.add(patient, _assessment(filed, result, now))
    raise_alert(patient, stored.call_id, stored.level, deps.alerts, now)
    note_reached(patient, stored.call_id, stored.at, deps.alerts)
    return stored


def _weights(
    patient: Patient, check_ins: Sequence[FiledCheckIn], entered: Sequence[Weight], call_id: str
) -> list[Weight]:
    """Those of other calls, and those that staff entered."""
    others = [(item.at, item.kg) for item in check_ins if item.call_id != call_id]
    return [*entered, *(Weight(patient.day_of(at), kg, at) for at, kg in others if kg is not None)]


def _filed(
    patient: Patient, new: NewCheckIn, weights: Sequence[Weight], protocol: RiskProtocol, deps: AssessDeps
) -> FiledCheckIn:
    """A weight that is not plausible is not filed: it is asked again."""
    kg = to_kg(*new.weight) if new.weight else None
    before = [weight for weight in weights if weight.at < new.at]
    return FiledCheckIn(
        call_id=new.call_id,
        at=new.at,
        line=deps.lines.of(patient.company_id, LINE, new.number),
        answers=dict(new.answers) if new.answers is not None else None,
        kg=kg if kg is not None and is_plausible(kg, before, protocol.weight) else None,
        voice=dict(new.voice) if new.voice is not None else None,
    )


def _check_in(patient: Patient, filed: FiledCheckIn, weights: Sequence[Weight], protocol: RiskProtocol) -> CheckIn:
    day = patient.day_of(filed.at)
    gained = differences(day, filed.kg, weights, protocol.weight) if filed.kg is not None else {}
    answers = read_answers(filed.answers or {})
    return CheckIn(filed.call_id, filed.at, filed.line, answers, gained, _report(filed))


def _report(filed: FiledCheckIn) -> VoiceReport:
    return NOT_YET if filed.voice is None else read_voice_report(filed.voice)


def _assessment(filed: FiledCheckIn, result: Assessment, now: datetime) -> FiledAssessment:
    return FiledAssessment(
        call_id=result.call_id,
        at=result.at,
        line=result.line,
        engine=result.engine,
        protocol_sha256=result.protocol_sha256,
        level=result.level,
        report=_report(filed),
        document=result.values(),
        made_at=now,
    )


def history_of(assessments: Sequence[FiledAssessment], check_ins: Sequence[FiledCheckIn]) -> list[PastCheckIn]:
    """One entry for each call: its newest assessment, one with a voice before one without."""
    excluded = {item.call_id for item in check_ins if item.is_excluded}
    return [
        PastCheckIn(
            call_id=item.call_id,
            at=item.at,
            line=item.line,
            level=item.level,
            voice_points=float(item.document["voice_points"]),
            report=item.report,
            is_excluded=item.call_id in excluded,
        )
        for item in newest_of_each_call(assessments)
    ]


def newest_of_each_call(assessments: Sequence[FiledAssessment]) -> list[FiledAssessment]:
    """In the order of the calls."""
    ordered = sorted(assessments, key=lambda item: (bool(item.engine), item.made_at))
    newest = {item.call_id: item for item in ordered}
    return sorted(newest.values(), key=lambda item: (item.at, item.call_id))
