"""Alerts that wait for a person: repeated, acknowledged, and after a failed call the contacts tried in order."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.errors import NotFound
from trunkline.patients.domain.alerts import Alert, AlertKind, acknowledged, contact_tried, repeated
from trunkline.patients.domain.patients import Patient
from trunkline.patients.ports import Alerts, ContactCaller, Patients


@dataclass(frozen=True, slots=True)
class TendAlertsDeps:
    """All that the tending of alerts needs."""

    patients: Patients
    alerts: Alerts
    contacts: ContactCaller


def tend_alerts(deps: TendAlertsDeps, now: datetime) -> int:
    """Sends every notice that is due; how many. One that fails does not hinder the others.

    The write is what the event `patient.alert` is read from. It comes before the call to a contact: of two runs at the
    same time one calls.
    """
    sent, failed = 0, []
    for alert in deps.alerts.due(now):
        try:
            sent += _tend(alert, deps, now)
        except Exception as error:  # noqa: BLE001 - raised again below, when the others have had their turn
            failed.append(error)
    if failed:
        raise ExceptionGroup("alerts not tended", failed)
    return sent


def _tend(alert: Alert, deps: TendAlertsDeps, now: datetime) -> bool:
    """Where contacts cannot be called for a fault of ours, staff are notified all the same."""
    if alert.kind is not AlertKind.TECHNICAL:
        return deps.alerts.change(repeated(alert, now), alert)
    try:
        patient = deps.patients.find(alert.company_id, alert.patient_id)
    except Exception:
        deps.alerts.change(repeated(alert, now), alert)
        raise
    return patient is not None and _next_contact(alert, patient, deps, now)


def _next_contact(alert: Alert, patient: Patient, deps: TendAlertsDeps, now: datetime) -> bool:
    """One call at each due moment, so that it has time to be answered; a contact who may not be called now is passed
    over. Then notices alone."""
    while alert.contacts_tried < len(patient.contacts):
        tried = contact_tried(alert, now)
        if not deps.alerts.change(tried, alert):
            return False
        if deps.contacts.call(patient, patient.contacts[alert.contacts_tried], alert, now):
            return True
        alert = tried
    return deps.alerts.change(repeated(alert, now), alert)


def acknowledge(patient: Patient, alert_id: str, by: str, alerts: Alerts, now: datetime) -> Alert:
    """The first person counts; another one reads who it was. Raises NotFound."""
    while True:
        alert = alerts.find(patient.patient_id, alert_id)
        if alert is None:
            raise NotFound("Alert not found")
        done = acknowledged(alert, by, now)
        if done == alert or alerts.change(done, alert):
            return done
