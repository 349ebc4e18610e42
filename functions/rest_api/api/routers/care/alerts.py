"""Alerts of patients: listed, and acknowledged by a person."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.errors import answers
from api.identity import ClinicalOperator, ClinicalReader
from api.models.patients import AlertShape
from api.own_patient import Desk, PatientId
from trunkline.audit.domain.entries import Action
from trunkline.errors import NotFound
from trunkline.patients.use_cases.tend_alerts import acknowledge

router = APIRouter(tags=["patients"])
AlertId = Annotated[str, Path(pattern=r"^[0-9a-f]{1,32}$")]


@router.get("/patient-alerts", response_model=list[AlertShape], responses=answers())
def list_open_alerts(key: ClinicalReader, desk: Desk) -> list[AlertShape]:
    """Those of all your patients that wait for a person, the newest first."""
    desk.note(key, Action.REPORT_VIEW, "open alerts")
    return [AlertShape.of(alert) for alert in desk.files.assessing.alerts.open_of_company(key.company_id)]


@router.get("/patients/{patient_id}/alerts", response_model=list[AlertShape], responses=answers(404))
def list_alerts(patient_id: PatientId, key: ClinicalReader, desk: Desk) -> list[AlertShape]:
    patient = desk.open(patient_id, key, Action.REPORT_VIEW)
    return [AlertShape.of(alert) for alert in desk.files.assessing.alerts.of_patient(patient.patient_id)]


@router.get("/patients/{patient_id}/alerts/{alert_id}", response_model=AlertShape, responses=answers(404))
def get_alert(patient_id: PatientId, alert_id: AlertId, key: ClinicalReader, desk: Desk) -> AlertShape:
    patient = desk.open(patient_id, key, Action.REPORT_VIEW, alert_id)
    found = desk.files.assessing.alerts.find(patient.patient_id, alert_id)
    if found is None:
        raise NotFound("Alert not found")
    return AlertShape.of(found)


@router.post("/patients/{patient_id}/alerts/{alert_id}/acknowledge", response_model=AlertShape, responses=answers(404))
def acknowledge_alert(patient_id: PatientId, alert_id: AlertId, key: ClinicalOperator, desk: Desk) -> AlertShape:
    """Ends its repetitions. The first person counts, by the label of their key; another one reads who it was."""
    patient = desk.open(patient_id, key, Action.ALERT_ACKNOWLEDGE, alert_id)
    alerts = desk.files.assessing.alerts
    return AlertShape.of(acknowledge(patient, alert_id, key.label or key.key_id, alerts, desk.now()))
