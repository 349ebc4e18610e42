"""Patients on file, their check-ins, assessments and alerts, as the use cases see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from trunkline.patients.domain.alerts import Alert
from trunkline.patients.domain.patients import CareContact, FiledCheckIn, Patient
from trunkline.patients.domain.protocols import Level
from trunkline.patients.domain.voice_reports import VoiceReport
from trunkline.patients.domain.weights import Weight


@dataclass(frozen=True, slots=True)
class FiledAssessment:
    """An assessment as it was stored; `made_at` orders several of one call. `document` is `Assessment.values()`."""

    call_id: str
    at: datetime
    line: str
    engine: str
    protocol_sha256: str
    level: Level
    report: VoiceReport
    document: dict[str, Any]
    made_at: datetime


class Patients(Protocol):
    """Patients of companies. Another company's patient is none."""

    def add(self, patient: Patient) -> bool:
        """False when the company has a patient with this telephone number."""
        ...

    def find(self, company_id: str, patient_id: str) -> Patient | None: ...

    def by_phone(self, company_id: str, phone: str) -> Patient | None: ...

    def page(self, company_id: str, size: int, after: str = "") -> list[Patient]:
        """In the order of their ids, behind `after`. Each takes a data key of its own: pages are short."""
        ...

    def replace(self, patient: Patient, before: Patient) -> bool:
        """False when it was changed meanwhile, or the new number is another patient's."""
        ...

    def erase(self, patient: Patient) -> int:
        """Every item, and the data key; how many there were."""
        ...


class CheckIns(Protocol):
    """What calls brought. Each part is filed once; a repetition changes nothing."""

    def file(self, patient: Patient, check_in: FiledCheckIn) -> FiledCheckIn:
        """As it stands afterwards: the first answers, the first voice report of the call."""
        ...

    def of_patient(self, patient: Patient) -> list[FiledCheckIn]: ...

    def exclude(self, patient: Patient, call_id: str, *, is_excluded: bool) -> bool:
        """False for a call that is not on file."""
        ...

    def add_due(self, patient: Patient, day: date, campaign_id: str) -> None:
        """A campaign calls the patient from this day on. A repetition, on a later day too, changes nothing."""
        ...

    def days_due(self, patient: Patient) -> list[date]:
        """The days for which campaigns named the patient."""
        ...

    def add_weight(self, patient: Patient, weight: Weight) -> None: ...

    def weights(self, patient: Patient) -> list[Weight]: ...


class Assessments(Protocol):
    def add(self, patient: Patient, assessment: FiledAssessment) -> FiledAssessment:
        """The one that is on file for this call, engine and protocol: this one, or an earlier one."""
        ...

    def of_patient(self, patient: Patient) -> list[FiledAssessment]: ...


class Alerts(Protocol):
    def add(self, alert: Alert) -> Alert:
        """The one that is on file."""
        ...

    def find(self, patient_id: str, alert_id: str) -> Alert | None: ...

    def of_patient(self, patient_id: str) -> list[Alert]: ...

    def open_of_company(self, company_id: str) -> list[Alert]:
        """The newest first."""
        ...

    def change(self, alert: Alert, before: Alert) -> bool:
        """False when it is no longer as it was read."""
        ...

    def due(self, now: datetime) -> Sequence[Alert]: ...


class LineNames(Protocol):
    """Pseudonyms of telephone numbers, under a key of the company's own."""

    def of(self, company_id: str, kind: str, value: str) -> str: ...


class ContactCaller(Protocol):
    """A call to one of a patient's contacts."""

    def call(self, patient: Patient, contact: CareContact, alert: Alert, now: datetime) -> bool:
        """False when it may not be placed now, or was refused: the next contact is tried."""
        ...
