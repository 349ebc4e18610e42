"""The trend of a patient, as a page draws it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trunkline.patients.domain.patients import Patient
from trunkline.patients.domain.trends import Adherence, Band, adherence, bands, point
from trunkline.patients.use_cases.assess_check_in import AssessDeps, history_of, newest_of_each_call


@dataclass(frozen=True, slots=True)
class Trend:
    """`bands` are those of the line of the newest call."""

    points: list[dict[str, Any]]
    bands: Mapping[str, Band | None]
    adherence: Adherence


def read_trend(patient: Patient, first: date, last: date, deps: AssessDeps, now: datetime) -> Trend:
    """Of the calls of these days, by the patient's clock."""
    check_ins = deps.check_ins.of_patient(patient)
    assessments = newest_of_each_call(deps.assessments.of_patient(patient))
    shown = [item for item in assessments if first <= patient.day_of(item.at) <= last]
    line = assessments[-1].line if assessments else ""
    return Trend(
        points=[point(item.document, dict(item.report.values)) for item in shown],
        bands=bands(history_of(assessments, check_ins), line, deps.protocol(now)),
        adherence=adherence(
            patient,
            [item.at for item in assessments],
            first,
            min(last, patient.day_of(now)),
            deps.check_ins.days_due(patient),
        ),
    )
