"""Patients: added, listed, changed, erased. A telephone number is never part of an address."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.errors import answers
from api.identity import ClinicalAdmin, ClinicalOperator, ClinicalReader
from api.models.patients import (
    EnteredWeight,
    Erased,
    NewPatient,
    PatientChangeBody,
    PatientPage,
    PatientSearch,
    PatientShape,
    WeightShape,
)
from api.own_patient import Desk, PatientDesk, PatientId
from trunkline.accounts.use_cases.ownership import refuse_foreign_number
from trunkline.audit.domain.entries import Action
from trunkline.errors import NotFound
from trunkline.patients.domain.patients import Patient
from trunkline.patients.domain.weights import WeightUnit
from trunkline.patients.use_cases.manage_patients import PatientChange, add_patient, change_patient, enter_weight

router = APIRouter(tags=["patients"])
PAGE = 25


@router.post("/patients", response_model=PatientShape, status_code=201, responses=answers(404, 409))
def create_patient(body: NewPatient, key: ClinicalOperator, desk: Desk) -> PatientShape:
    """A telephone number belongs to one patient of a company."""
    _check_route(body.check_in_route, key.company_id, desk)
    facts = body.model_dump(exclude={"contacts", "check_in_route", "consent"})
    contacts = tuple(contact.contact() for contact in body.contacts)
    patient = Patient(
        patient_id=desk.deps.new_secrets.key_id(),
        company_id=key.company_id,
        created_at=desk.now(),
        contacts=contacts,
        check_in_route=body.check_in_route or "",
        consent=body.consent or "",
        **facts,
    )
    desk.note(key, Action.PATIENT_CHANGE, patient.patient_id, patient.patient_id)
    return PatientShape.of(add_patient(patient, desk.files.patients))


@router.get("/patients", response_model=PatientPage, responses=answers())
def list_patients(
    key: ClinicalReader, desk: Desk, after: Annotated[str, Query(pattern=r"^[a-z0-9]{0,40}$")] = ""
) -> PatientPage:
    """25 at a time."""
    found = desk.files.patients.page(key.company_id, PAGE, after)
    for patient in found:
        desk.note(key, Action.PATIENT_READ, "list", patient.patient_id)
    following = found[-1].patient_id if len(found) == PAGE else None
    return PatientPage(patients=[PatientShape.of(patient) for patient in found], next=following)


@router.post("/patients/search", response_model=PatientShape, responses=answers(404))
def search_patient(body: PatientSearch, key: ClinicalReader, desk: Desk) -> PatientShape:
    """By telephone number."""
    found = desk.files.patients.by_phone(key.company_id, body.phone)
    if found is None:
        raise NotFound("Patient not found")
    desk.note(key, Action.PATIENT_READ, "search", found.patient_id)
    return PatientShape.of(found)


@router.get("/patients/{patient_id}", response_model=PatientShape, responses=answers(404))
def get_patient(patient_id: PatientId, key: ClinicalReader, desk: Desk) -> PatientShape:
    return PatientShape.of(desk.open(patient_id, key, Action.PATIENT_READ))


@router.patch("/patients/{patient_id}", response_model=PatientShape, responses=answers(404, 409))
def update_patient(patient_id: PatientId, body: PatientChangeBody, key: ClinicalOperator, desk: Desk) -> PatientShape:
    patient = desk.open(patient_id, key, Action.PATIENT_CHANGE)
    _check_route(body.check_in_route, key.company_id, desk)
    contacts = None if body.contacts is None else tuple(contact.contact() for contact in body.contacts)
    change = PatientChange(**body.model_dump(exclude={"contacts"}), contacts=contacts)
    return PatientShape.of(change_patient(patient, change, desk.files.patients))


@router.delete("/patients/{patient_id}", response_model=Erased, responses=answers(404))
def erase_patient(patient_id: PatientId, key: ClinicalAdmin, desk: Desk) -> Erased:
    """Everything of the patient here, and the key that sealed it: copies and backups can no longer be read. Calls and
    recordings are erased by `POST /erasures`, which does both."""
    return Erased(items=desk.files.patients.erase(desk.open(patient_id, key, Action.ERASURE_ORDER)))


@router.post("/patients/{patient_id}/weights", response_model=WeightShape, status_code=201, responses=answers(404))
def add_weight(patient_id: PatientId, body: EnteredWeight, key: ClinicalOperator, desk: Desk) -> WeightShape:
    """A weight that staff measured or corrected: those of later calls are compared with it."""
    patient = desk.open(patient_id, key, Action.PATIENT_CHANGE)
    unit, check_ins = WeightUnit(body.unit), desk.files.assessing.check_ins
    weight = enter_weight(patient, body.value, unit, body.day, check_ins, desk.now())
    return WeightShape(day=weight.day, kg=float(weight.kg))


def _check_route(number: str | None, company_id: str, desk: PatientDesk) -> None:
    """Raises NotFound for a number without a route of the company's own."""
    if number is None:
        return
    refuse_foreign_number(number, company_id, desk.deps.owners)
    route = desk.deps.routes.find(number)
    if route is None or route.company_id != company_id:
        raise NotFound("Route not found")
