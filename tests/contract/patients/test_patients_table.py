"""Patients on the table: one for a number, changed once, erased whole, and nothing of a person in plain."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.contract.conftest import DIRECTORY, PATIENTS
from tests.contract.privacy.erasing import Vendor, desk
from tests.fakes.check_ins import NOW, PROTOCOL, USUAL_VALUES
from tests.fakes.patients import DAUGHTER, LANDLINE, PHONE, a_patient, answers, voice
from trunkline.encryption.adapters.kms_subject_keys import KeyedPseudonyms
from trunkline.encryption.domain.sealed_values import KeyErased
from trunkline.patients.domain.protocols import Level
from trunkline.patients.domain.weights import Weight, WeightUnit
from trunkline.patients.use_cases.assess_check_in import AssessDeps, NewCheckIn, assess_check_in
from trunkline.patients.use_cases.raise_alerts import raise_alert
from trunkline.privacy.domain.erasures import ErasureReport
from trunkline.privacy.use_cases.erase_person import erase_person


def test_a_patient_is_found_by_id_and_by_number(files):
    patient = a_patient(external_id="MRN-1")
    assert files.patients.add(patient)
    assert files.patients.find("acme", "pt1") == patient
    assert files.patients.by_phone("acme", PHONE) == patient
    assert files.patients.by_phone("acme", LANDLINE) is None
    assert files.patients.page("acme", 9) == [patient]


def test_another_company_finds_nothing_and_may_have_the_same_number(files):
    files.patients.add(a_patient())
    assert files.patients.find("other", "pt1") is None
    assert files.patients.by_phone("other", PHONE) is None
    assert files.patients.add(a_patient("pt2", "other"))
    assert files.patients.page("other", 9)[0].patient_id == "pt2"


def test_patients_come_in_pages(files):
    for n in range(3):
        files.patients.add(a_patient(f"pt{n}", phone=f"+1415555014{n}"))
    first = files.patients.page("acme", 2)
    assert [item.patient_id for item in first] == ["pt0", "pt1"]
    assert [item.patient_id for item in files.patients.page("acme", 2, "pt1")] == ["pt2"]


def test_a_number_belongs_to_one_patient(files):
    assert files.patients.add(a_patient())
    assert not files.patients.add(a_patient("pt2"))
    assert not files.patients.add(a_patient(phone=LANDLINE))
    assert [item["pk"]["S"] for item in files.stored() if item["sk"]["S"] == "PATIENT"].count("PATIENT#pt2") == 0


def test_a_new_number_is_found_and_the_old_one_is_free(files):
    before = a_patient()
    files.patients.add(before)
    after = replace(before, phone=LANDLINE, version=2)
    assert files.patients.replace(after, before)
    assert (files.patients.by_phone("acme", LANDLINE), files.patients.by_phone("acme", PHONE)) == (after, None)
    assert files.patients.add(a_patient("pt2"))
    assert not files.patients.replace(replace(after, phone=PHONE, version=3), after)
    assert files.patients.find("acme", "pt1") == after


def test_of_two_changes_at_the_same_time_one_counts(files):
    before = a_patient()
    files.patients.add(before)
    assert files.patients.replace(replace(before, name="One", version=2), before)
    assert not files.patients.replace(replace(before, name="Two", version=2), before)


@pytest.fixture
def whole_patient(files):
    """With everything that is stored of one."""
    patient = a_patient(external_id="MRN-77")
    files.patients.add(patient)
    deps = AssessDeps(
        files.check_ins, files.assessments, files.alerts, KeyedPseudonyms(files.keys), lambda _at: PROTOCOL
    )
    given = answers(dyspnea="rest") | {"feeling": {"value": "worse", "words": "like drowning"}}
    weight = (Decimal("81.4"), WeightUnit.KG)
    files.check_ins.add_weight(patient, Weight(NOW.date(), Decimal("83.1"), NOW))
    assess_check_in(patient, NewCheckIn("CA1", NOW, PHONE, given, weight, voice(USUAL_VALUES)), deps, NOW)
    return patient


def test_nothing_of_a_person_is_stored_in_plain(files, whole_patient):
    assert markers_in(files) == []
    files.cloud.dynamodb.put_item(
        TableName=PATIENTS, Item={"pk": {"S": "x"}, "sk": {"S": "x"}, "a": {"S": "Ada Example"}}
    )
    assert markers_in(files) == ["Ada Example"]


def markers_in(files) -> list[str]:
    text = json.dumps(files.stored())
    markers = ["Ada Example", "Zoe Example", "MRN-77", PHONE, LANDLINE, DAUGHTER, "drowning", "81.4", "83.1", "dyspnea"]
    return [marker for marker in markers if marker in text]


def test_an_erased_patient_leaves_no_item_and_no_key(files, whole_patient):
    copy = files.cloud.dynamodb.get_item(TableName=PATIENTS, Key={"pk": {"S": "PATIENT#pt1"}, "sk": {"S": "PATIENT"}})[
        "Item"
    ]
    assert files.patients.erase(whole_patient) == 6
    assert files.stored() == []
    with pytest.raises(KeyErased):
        files.items.open("acme", "pt1", "pt1", copy["sealed"]["S"])


def test_an_erasure_that_ended_halfway_is_repeated(files, whole_patient):
    files.alerts.add(files.alerts.of_patient("pt1")[0])
    raise_alert(whole_patient, "CA9", Level.RED, files.alerts, NOW)
    files.cloud.dynamodb.delete_item(TableName=PATIENTS, Key={"pk": {"S": "PATIENT#pt1"}, "sk": {"S": "CHECKIN#CA1"}})
    files.patients.erase(whole_patient)
    assert files.stored() == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_erasure_by_number_reaches_the_patient(files, whole_patient, dry_run):
    deps = replace(desk(files.cloud, Vendor()), patients=files.patients)
    receipt = erase_person(PHONE, ErasureReport("e1", "acme", "person", dry_run=dry_run), deps)
    assert (receipt.status, receipt.deleted["items of the patient"]) == ("done", 1 if dry_run else 6)
    assert (files.stored() == []) is not dry_run
    again = erase_person("+14155550199", ErasureReport("e2", "acme", "person", dry_run=False), deps)
    assert again.status == "not-found"


def test_a_company_without_patients_gets_no_key_by_being_looked_at(files):
    assert files.patients.by_phone("other", PHONE) is None
    assert "Item" not in files.cloud.dynamodb.get_item(TableName=DIRECTORY, Key={"pk": {"S": "DATAKEY#other#joins"}})
