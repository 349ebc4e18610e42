"""Alerts: what a person has to act on, with notices that are repeated until one acknowledges."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from trunkline.patients.domain.protocols import Level

REPEATED_AFTER = {
    Level.YELLOW: timedelta(hours=24),
    Level.ORANGE: timedelta(hours=2),
    Level.RED: timedelta(minutes=15),
    Level.EMERGENCY: timedelta(minutes=5),
}
TECHNICAL_LEVEL = Level.RED  # a patient who could not be heard may be in any state
NEXT_CONTACT_AFTER = timedelta(minutes=5)


class AlertKind(StrEnum):
    ASSESSMENT = "assessment"
    TECHNICAL = "technical"  # the call of a patient failed


@dataclass(frozen=True, slots=True)
class Alert:
    """One for a call and kind. `notices` counts how often it was sent; `due_at` is when it is sent again.

    `contacts_tried` is how far a technical alert has come in the patient's list of contacts, `contact_due_at` when the
    next one is tried, and `reached_by` the call that reached the patient.
    """

    alert_id: str
    patient_id: str
    company_id: str
    call_id: str
    kind: AlertKind
    level: Level
    raised_at: datetime
    due_at: datetime
    notices: int = 1
    contacts_tried: int = 0
    reached_by: str = ""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.acknowledged_at is None and not self.reached_by


def alert_id_of(patient_id: str, call_id: str, kind: AlertKind) -> str:
    """The same for the same call: an alert that is raised twice is one."""
    return sha256(f"{kind}\n{patient_id}\n{call_id}".encode()).hexdigest()[:24]


def new_alert(patient_id: str, company_id: str, call_id: str, kind: AlertKind, level: Level, at: datetime) -> Alert:
    first_repeat = at + (NEXT_CONTACT_AFTER if kind is AlertKind.TECHNICAL else REPEATED_AFTER[level])
    alert_id = alert_id_of(patient_id, call_id, kind)
    return Alert(alert_id, patient_id, company_id, call_id, kind, level, at, first_repeat)


def needs_alert(level: Level) -> bool:
    return level > Level.GREEN


def raised_to(alert: Alert, level: Level, at: datetime) -> Alert:
    """A worse level is news: it is sent again, also where the milder one was acknowledged. A milder one changes
    nothing."""
    if level <= alert.level:
        return alert
    return replace(
        alert,
        level=level,
        notices=alert.notices + 1,
        due_at=at + REPEATED_AFTER[level],
        acknowledged_by="",
        acknowledged_at=None,
    )


def repeated(alert: Alert, at: datetime) -> Alert:
    return replace(alert, notices=alert.notices + 1, due_at=at + REPEATED_AFTER[alert.level])


def contact_tried(alert: Alert, at: datetime) -> Alert:
    """The next contact is tried, and staff are asked, after a few minutes."""
    return replace(
        alert, contacts_tried=alert.contacts_tried + 1, notices=alert.notices + 1, due_at=at + NEXT_CONTACT_AFTER
    )


def reached(alert: Alert, call_id: str) -> Alert:
    return replace(alert, reached_by=call_id)


def acknowledged(alert: Alert, by: str, at: datetime) -> Alert:
    """The first acknowledgement counts. `by` is the label of a person's key."""
    return alert if alert.acknowledged_at else replace(alert, acknowledged_by=by, acknowledged_at=at)
