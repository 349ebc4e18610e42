"""Patients, check-ins, assessments and alerts in memory, with the promises of the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.fakes.check_ins import NOW, PROTOCOL, TABLE
from trunkline.patients.domain.alerts import Alert
from trunkline.patients.domain.patients import CareContact, FiledCheckIn, Patient
from trunkline.patients.domain.weights import Weight, WeightUnit
from trunkline.patients.ports import FiledAssessment
from trunkline.patients.use_cases.assess_check_in import AssessDeps, NewCheckIn, assess_check_in

PHONE, LANDLINE, DAUGHTER = "+14155550140", "+14155550141", "+14155550142"
CONTACTS = (CareContact("at home", LANDLINE, "self"), CareContact("Zoe Example", DAUGHTER, "daughter"))


def a_patient(patient_id: str = "pt1", company_id: str = "acme", **facts: Any) -> Patient:
    about = {"name": "Ada Example", "phone": PHONE, "time_zone": "America/New_York"}
    about |= {"created_at": datetime(2026, 11, 1, 15, tzinfo=UTC), "contacts": CONTACTS, **facts}
    return Patient(patient_id=patient_id, company_id=company_id, **about)


def answers(**differing: Any) -> dict[str, Any]:
    """As an agent files them: values with the patient's words. None leaves a question out."""
    usual = {name: value for name, value in TABLE["usual"].items() if not name.startswith("d")} | {"dyspnea": "none"}
    given = usual | {"red_flags": []} | differing
    return {name: {"value": value, "words": "as I said"} for name, value in given.items() if value is not None}


def voice(values: Mapping[str, float], gate: str = "ok", engine: str = "trunkline-voice 1.0.0") -> dict[str, Any]:
    measures = {name: {"value": value, "unit": ""} for name, value in values.items()}
    return {"engine": engine, "quality": {"gate": gate}, "measures": measures}


@dataclass
class InMemoryPatients:
    patients: dict[str, Patient] = field(default_factory=dict)

    def add(self, patient: Patient) -> bool:
        if self.by_phone(patient.company_id, patient.phone):
            return False
        self.patients[patient.patient_id] = patient
        return True

    def find(self, company_id: str, patient_id: str) -> Patient | None:
        found = self.patients.get(patient_id)
        return found if found and found.company_id == company_id else None

    def by_phone(self, company_id: str, phone: str) -> Patient | None:
        return next((item for item in self.page(company_id, 99) if item.phone == phone), None)

    def page(self, company_id: str, size: int, after: str = "") -> list[Patient]:
        of_company = [item for item in self.patients.values() if item.company_id == company_id]
        ordered = sorted(of_company, key=lambda item: item.patient_id)
        return [item for item in ordered if item.patient_id > after][:size]

    def replace(self, patient: Patient, before: Patient) -> bool:
        other = self.by_phone(patient.company_id, patient.phone)
        if self.patients.get(before.patient_id) != before or (other and other.patient_id != patient.patient_id):
            return False
        self.patients[patient.patient_id] = patient
        return True

    def erase(self, patient: Patient) -> int:
        return 1 if self.patients.pop(patient.patient_id, None) else 0


@dataclass
class InMemoryCheckIns:
    filed: dict[str, FiledCheckIn] = field(default_factory=dict)
    entered: list[Weight] = field(default_factory=list)
    due: dict[str, date] = field(default_factory=dict)

    def file(self, patient: Patient, check_in: FiledCheckIn) -> FiledCheckIn:
        before = self.filed.get(check_in.call_id, check_in)
        kg = check_in.kg if before.kg is None else before.kg
        given = check_in.answers if before.answers is None else before.answers
        self.filed[check_in.call_id] = replace(before, answers=given, kg=kg, voice=check_in.voice or before.voice)
        return self.filed[check_in.call_id]

    def of_patient(self, patient: Patient) -> list[FiledCheckIn]:
        return list(self.filed.values())

    def exclude(self, patient: Patient, call_id: str, *, is_excluded: bool) -> bool:
        if call_id not in self.filed:
            return False
        self.filed[call_id] = replace(self.filed[call_id], is_excluded=is_excluded)
        return True

    def add_due(self, patient: Patient, day: date, campaign_id: str) -> None:
        self.due.setdefault(campaign_id, day)

    def days_due(self, patient: Patient) -> list[date]:
        return sorted(self.due.values())

    def add_weight(self, patient: Patient, weight: Weight) -> None:
        self.entered.append(weight)

    def weights(self, patient: Patient) -> list[Weight]:
        return self.entered


@dataclass
class InMemoryAssessments:
    filed: dict[tuple[str, str, str], FiledAssessment] = field(default_factory=dict)

    def add(self, patient: Patient, assessment: FiledAssessment) -> FiledAssessment:
        key = (assessment.call_id, assessment.engine, assessment.protocol_sha256)
        return self.filed.setdefault(key, assessment)

    def of_patient(self, patient: Patient) -> list[FiledAssessment]:
        return list(self.filed.values())


@dataclass
class InMemoryAlerts:
    alerts: dict[str, Alert] = field(default_factory=dict)

    def add(self, alert: Alert) -> Alert:
        return self.alerts.setdefault(alert.alert_id, alert)

    def find(self, patient_id: str, alert_id: str) -> Alert | None:
        found = self.alerts.get(alert_id)
        return found if found and found.patient_id == patient_id else None

    def of_patient(self, patient_id: str) -> list[Alert]:
        return [alert for alert in self.alerts.values() if alert.patient_id == patient_id]

    def open_of_company(self, company_id: str) -> list[Alert]:
        return [alert for alert in self.alerts.values() if alert.company_id == company_id and alert.is_open]

    def change(self, alert: Alert, before: Alert) -> bool:
        if self.alerts.get(before.alert_id) != before:
            return False
        self.alerts[alert.alert_id] = alert
        return True

    def due(self, now: datetime) -> list[Alert]:
        return [alert for alert in self.alerts.values() if alert.is_open and alert.due_at <= now]


class PlainLines:
    """Pseudonyms that can be read in a failing test."""

    def of(self, company_id: str, kind: str, value: str) -> str:
        return f"{company_id} {kind} {value}"


@dataclass
class Practice:
    """A company with one patient, and its check-ins."""

    patient: Patient = field(default_factory=a_patient)
    check_ins: InMemoryCheckIns = field(default_factory=InMemoryCheckIns)
    assessments: InMemoryAssessments = field(default_factory=InMemoryAssessments)
    alerts: InMemoryAlerts = field(default_factory=InMemoryAlerts)

    @property
    def deps(self) -> AssessDeps:
        return AssessDeps(self.check_ins, self.assessments, self.alerts, PlainLines(), lambda _at: PROTOCOL)

    def hears(self, call_id: str, at: datetime = NOW, kg: str | None = None, **parts: Any) -> FiledAssessment | None:
        weight = (Decimal(kg), WeightUnit.KG) if kg else None
        number = parts.pop("number", PHONE)
        return assess_check_in(self.patient, NewCheckIn(call_id, at, number, weight=weight, **parts), self.deps, at)
