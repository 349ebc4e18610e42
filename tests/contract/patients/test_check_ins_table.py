"""Check-ins, weights and assessments on the table: each part once, and of one patient only."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.contract.conftest import PATIENTS
from tests.fakes.check_ins import NOW, USUAL_VALUES
from tests.fakes.patients import Practice, a_patient, answers, voice
from trunkline.encryption.domain.sealed_values import NotReadable
from trunkline.patients.domain.patients import FiledCheckIn
from trunkline.patients.domain.weights import Weight

PATIENT = a_patient()


def filed(**parts) -> FiledCheckIn:
    return FiledCheckIn("CA1", NOW, "p_line", **parts)


def test_parts_arrive_in_any_order_and_the_first_stands(files):
    assert files.check_ins.file(PATIENT, filed(voice=voice(USUAL_VALUES))).answers is None
    whole = files.check_ins.file(PATIENT, filed(answers=answers(), kg=Decimal("80.50")))
    assert (whole.kg, whole.voice["engine"]) == (Decimal("80.50"), "trunkline-voice 1.0.0")
    again = files.check_ins.file(PATIENT, filed(answers=answers(dyspnea="rest"), kg=Decimal("90.00")))
    assert again == whole
    assert files.check_ins.of_patient(PATIENT) == [whole]
    assert files.check_ins.of_patient(a_patient("pt2")) == []


def test_a_newer_engine_replaces_the_voice(files):
    files.check_ins.file(PATIENT, filed(voice=voice(USUAL_VALUES)))
    newer = files.check_ins.file(PATIENT, filed(voice=voice(USUAL_VALUES, engine="trunkline-voice 2.0.0")))
    assert newer.voice["engine"] == "trunkline-voice 2.0.0"


def test_a_call_on_file_can_be_excluded_and_another_cannot(files):
    files.check_ins.file(PATIENT, filed(answers=answers()))
    assert files.check_ins.exclude(PATIENT, "CA1", is_excluded=True)
    assert files.check_ins.of_patient(PATIENT)[0].is_excluded
    assert files.check_ins.exclude(PATIENT, "CA1", is_excluded=False)
    assert not files.check_ins.of_patient(PATIENT)[0].is_excluded
    assert not files.check_ins.exclude(PATIENT, "CA2", is_excluded=True)
    assert len(files.check_ins.of_patient(PATIENT)) == 1


def test_weights_of_staff_are_kept_with_their_day(files):
    weight = Weight(NOW.date() - timedelta(days=1), Decimal("81.65"), NOW)
    files.check_ins.add_weight(PATIENT, weight)
    files.check_ins.add_weight(PATIENT, weight)
    assert files.check_ins.weights(PATIENT) == [weight]


def test_an_assessment_is_stored_once_for_a_call_an_engine_and_a_protocol(files):
    made = Practice().hears("CA1", answers=answers(dyspnea="worse"), voice=voice(USUAL_VALUES))
    assert files.assessments.add(PATIENT, made) == made
    later = replace(made, made_at=NOW + timedelta(hours=1))
    assert files.assessments.add(PATIENT, later) == made
    other = replace(later, engine="trunkline-voice 2.0.0", document=made.document | {"engine": "trunkline-voice 2.0.0"})
    assert files.assessments.add(PATIENT, other) == other
    found = sorted(files.assessments.of_patient(PATIENT), key=lambda item: item.made_at)
    assert found == [made, other]


def test_an_item_that_was_moved_to_another_patient_cannot_be_read(files):
    files.check_ins.file(PATIENT, filed(answers=answers()))
    files.check_ins.file(a_patient("pt2"), filed(answers=answers()))
    [item] = [item for item in files.stored() if item["pk"]["S"] == "PATIENT#pt1"]
    files.cloud.dynamodb.put_item(TableName=PATIENTS, Item=item | {"pk": {"S": "PATIENT#pt2"}})
    with pytest.raises(NotReadable):
        files.check_ins.of_patient(a_patient("pt2"))
