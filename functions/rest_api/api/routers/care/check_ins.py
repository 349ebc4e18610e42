"""Check-ins of patients: filed, assessed, shown as trend and as FHIR."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from api.errors import answers
from api.identity import ClinicalOperator, ClinicalReader
from api.models.patients import (
    AssessmentAnswer,
    AssessmentShape,
    BandShape,
    CheckInChange,
    NewCheckInBody,
    TrendPoint,
    TrendShape,
)
from api.own_patient import Desk, PatientDesk, PatientId
from trunkline.audit.domain.entries import Action
from trunkline.errors import BadRequest, NotFound
from trunkline.patients.domain.fhir import FhirRelease, observation
from trunkline.patients.domain.patients import Patient
from trunkline.patients.domain.weights import WeightUnit
from trunkline.patients.ports import FiledAssessment
from trunkline.patients.use_cases.assess_check_in import NewCheckIn, assess_check_in, newest_of_each_call
from trunkline.patients.use_cases.read_trend import read_trend

router = APIRouter(tags=["patients"])
CallReference = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,128}$")]
DAYS_AT_MOST, EARLY = 400, timedelta(minutes=5)
FHIR_JSON = "application/fhir+json"


@router.post("/patients/{patient_id}/check-ins", response_model=AssessmentAnswer, responses=answers(404))
def file_check_in(patient_id: PatientId, body: NewCheckInBody, key: ClinicalOperator, desk: Desk) -> AssessmentAnswer:
    """Assesses what the call brought, once for each engine and protocol, and alerts where a person has to act. A
    repeated request gets the first assessment."""
    patient, now = desk.open(patient_id, key, Action.SCORE_WRITE, body.call_id), desk.now()
    if body.at > now + EARLY:
        raise BadRequest("at: a call that has begun is expected")
    found = assess_check_in(patient, _check_in(body), desk.files.assessing, now)
    return AssessmentAnswer(assessment=_shape(found) if found else None)


def _check_in(body: NewCheckInBody) -> NewCheckIn:
    given = body.model_dump(mode="json")
    return NewCheckIn(
        call_id=body.call_id,
        at=body.at,
        number=body.number,
        answers=given["answers"],
        weight=(body.weight.value, WeightUnit(body.weight.unit)) if body.weight else None,
        voice=given["voice"],
    )


@router.patch("/patients/{patient_id}/check-ins/{call_id}", status_code=204, responses=answers(404))
def change_check_in(
    patient_id: PatientId, call_id: CallReference, body: CheckInChange, key: ClinicalOperator, desk: Desk
) -> None:
    """Excludes a call from the baselines of the patient's voice, or takes it back. What was assessed stays."""
    patient = desk.open(patient_id, key, Action.PATIENT_CHANGE, call_id)
    if not desk.files.assessing.check_ins.exclude(patient, call_id, is_excluded=body.excluded):
        raise NotFound("Check-in not found")


@router.get("/patients/{patient_id}/assessments", response_model=list[AssessmentShape], responses=answers(404))
def list_assessments(patient_id: PatientId, key: ClinicalReader, desk: Desk) -> list[AssessmentShape]:
    """Every one on file, the newest call first: a call has one for each engine and protocol it was assessed with."""
    found = desk.files.assessing.assessments.of_patient(desk.open(patient_id, key, Action.REPORT_VIEW))
    ordered = sorted(found, key=lambda item: (item.at, item.made_at), reverse=True)
    return [_shape(item) for item in ordered]


@router.get("/patients/{patient_id}/assessments/{call_id}/fhir", response_model=dict[str, Any], responses=answers(404))
def get_observation(
    patient_id: PatientId,
    call_id: CallReference,
    key: ClinicalReader,
    desk: Desk,
    release: FhirRelease = FhirRelease.R4,
) -> JSONResponse:
    """The call's newest assessment as a FHIR Observation."""
    patient = desk.open(patient_id, key, Action.REPORT_VIEW, call_id)
    found = next((item for item in _newest(patient, desk) if item.call_id == call_id), None)
    if found is None:
        raise NotFound("Assessment not found")
    made = observation(patient, found.document, dict(found.report.values), release)
    return JSONResponse(made, media_type=FHIR_JSON)


@router.get("/patients/{patient_id}/trend", response_model=TrendShape, responses=answers(404))
def get_trend(
    patient_id: PatientId,
    key: ClinicalReader,
    desk: Desk,
    first_day: Annotated[date | None, Query(description="30 days before the last day if left out")] = None,
    last_day: Annotated[date | None, Query(description="Today if left out")] = None,
) -> TrendShape:
    """Measures with the band of their baseline, the level of each call, and calls answered of calls due."""
    patient, now = desk.open(patient_id, key, Action.REPORT_VIEW), desk.now()
    last = min(last_day or patient.day_of(now), patient.day_of(now))
    first = first_day or last - timedelta(days=30)
    if (last - first).days > DAYS_AT_MOST:
        raise BadRequest(f"first_day: {DAYS_AT_MOST} days at most")
    trend = read_trend(patient, first, last, desk.files.assessing, now)
    return TrendShape(
        points=[TrendPoint.model_validate(point) for point in trend.points],
        bands={name: BandShape(**asdict(band)) if band else None for name, band in trend.bands.items()},
        calls_due=trend.adherence.due,
        calls_answered=trend.adherence.answered,
        statement=desk.files.assessing.protocol(now).statement,
    )


def _newest(patient: Patient, desk: PatientDesk) -> list[FiledAssessment]:
    return newest_of_each_call(desk.files.assessing.assessments.of_patient(patient))


def _shape(assessment: FiledAssessment) -> AssessmentShape:
    return AssessmentShape.model_validate(assessment.document)
