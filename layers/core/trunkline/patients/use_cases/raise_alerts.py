"""Alerts raised by an assessment or by a call that failed, and ended by a call that reached the patient."""

from datetime import datetime

from trunkline.patients.domain.alerts import TECHNICAL_LEVEL, AlertKind, needs_alert, new_alert, raised_to, reached
from trunkline.patients.domain.patients import Patient
from trunkline.patients.domain.protocols import Level
from trunkline.patients.ports import Alerts


def raise_alert(patient: Patient, call_id: str, level: Level, alerts: Alerts, now: datetime) -> None:
    """One alert for a call, at the worst level that was found."""
    if needs_alert(level):
        _raise(patient, call_id, AlertKind.ASSESSMENT, level, alerts, now)


def note_failed_call(patient: Patient, call_id: str, alerts: Alerts, now: datetime) -> bool:
    """A stream that broke, or a vendor that did not answer: staff are notified, the patient's contacts follow.

    False when the call's alert is on file already.
    """
    return _raise(patient, call_id, AlertKind.TECHNICAL, TECHNICAL_LEVEL, alerts, now)


def _raise(patient: Patient, call_id: str, kind: AlertKind, level: Level, alerts: Alerts, now: datetime) -> bool:
    fresh = new_alert(patient.patient_id, patient.company_id, call_id, kind, level, now)
    while True:
        filed = alerts.add(fresh)
        raised = raised_to(filed, level, now)
        if raised == filed or alerts.change(raised, filed):
            return filed == fresh


def note_reached(patient: Patient, call_id: str, at: datetime, alerts: Alerts) -> None:
    """A check-in that was answered ends the technical alerts of calls before it."""
    for alert in alerts.of_patient(patient.patient_id):
        if alert.kind is AlertKind.TECHNICAL and alert.is_open and alert.call_id != call_id and alert.raised_at <= at:
            alerts.change(reached(alert, call_id), alert)
