"""Patients added and changed, and their weights entered by staff."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trunkline.errors import BadRequest, Conflict, NotFound
from trunkline.patients.domain.patients import CareContact, Patient
from trunkline.patients.domain.weights import HEAVIEST, LIGHTEST, Weight, WeightUnit, to_kg
from trunkline.patients.ports import CheckIns, Patients

KNOWN = "the company has a patient with this telephone number"


@dataclass(frozen=True, slots=True)
class PatientChange:
    """Fields that are None stay as they are."""

    name: str | None = None
    phone: str | None = None
    time_zone: str | None = None
    external_id: str | None = None
    contacts: tuple[CareContact, ...] | None = None
    check_in_route: str | None = None
    calls_every_days: int | None = None
    consent: str | None = None
    consent_at: datetime | None = None

    def facts(self) -> dict[str, Any]:
        named = {field: getattr(self, field) for field in self.__dataclass_fields__}
        return {field: value for field, value in named.items() if value is not None}


def find_patient(company_id: str, patient_id: str, patients: Patients) -> Patient:
    """Raises NotFound, for another company's patient as well."""
    found = patients.find(company_id, patient_id)
    if found is None:
        raise NotFound("Patient not found")
    return found


def add_patient(patient: Patient, patients: Patients) -> Patient:
    """Raises Conflict."""
    if not patients.add(patient):
        raise Conflict(KNOWN)
    return patient


def change_patient(patient: Patient, change: PatientChange, patients: Patients) -> Patient:
    """Raises Conflict: the new number is another patient's, or another request has changed the patient."""
    changed = replace(patient, **change.facts(), version=patient.version + 1)
    if not patients.replace(changed, patient):
        raise Conflict(f"the patient was changed meanwhile, or {KNOWN}")
    return changed


def enter_weight(
    patient: Patient, value: Decimal, unit: WeightUnit, day: date | None, check_ins: CheckIns, now: datetime
) -> Weight:
    """A weight that staff measured or corrected: later weights are compared with it. Raises BadRequest."""
    weight = Weight(day or patient.day_of(now), to_kg(value, unit), now)
    if not LIGHTEST <= weight.kg <= HEAVIEST:
        raise BadRequest(f"a weight from {LIGHTEST} to {HEAVIEST} kg is expected")
    if weight.day > patient.day_of(now):
        raise BadRequest("a day that has begun is expected")
    check_ins.add_weight(patient, weight)
    return weight
