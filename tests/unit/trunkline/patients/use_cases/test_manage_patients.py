"""Patients added and changed, and weights that staff enter."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.fakes.check_ins import NOW
from tests.fakes.patients import LANDLINE, InMemoryCheckIns, InMemoryPatients, a_patient
from trunkline.errors import BadRequest, Conflict, NotFound
from trunkline.patients.domain.weights import WeightUnit
from trunkline.patients.use_cases.manage_patients import (
    PatientChange,
    add_patient,
    change_patient,
    enter_weight,
    find_patient,
)


def test_a_number_belongs_to_one_patient_of_a_company():
    patients = InMemoryPatients()
    add_patient(a_patient("pt1"), patients)
    add_patient(a_patient("pt3", "other"), patients)
    with pytest.raises(Conflict):
        add_patient(a_patient("pt2"), patients)


def test_fields_that_are_left_out_stay():
    patients = InMemoryPatients()
    before = add_patient(a_patient(), patients)
    changed = change_patient(before, PatientChange(phone=LANDLINE, contacts=()), patients)
    assert (changed.name, changed.phone, changed.contacts, changed.version) == (before.name, LANDLINE, (), 2)
    with pytest.raises(Conflict):
        change_patient(before, PatientChange(name="Ada"), patients)


def test_another_companys_patient_is_not_there():
    patients = InMemoryPatients()
    add_patient(a_patient(), patients)
    with pytest.raises(NotFound):
        find_patient("other", "pt1", patients)


def test_a_weight_of_staff_is_one_of_todays_unless_it_names_a_day():
    check_ins = InMemoryCheckIns()
    found = enter_weight(a_patient(), Decimal(180), WeightUnit.LB, None, check_ins, NOW)
    assert (found.kg, found.day, check_ins.entered) == (Decimal("81.65"), NOW.date(), [found])
    assert enter_weight(a_patient(), Decimal(80), WeightUnit.KG, date(2026, 11, 2), check_ins, NOW).day.day == 2


@pytest.mark.parametrize(("kg", "day"), [("5", None), ("500", None), ("80", NOW.date() + timedelta(days=1))])
def test_a_weight_that_cannot_be_is_refused(kg, day):
    with pytest.raises(BadRequest):
        enter_weight(a_patient(), Decimal(kg), WeightUnit.KG, day, InMemoryCheckIns(), NOW)
