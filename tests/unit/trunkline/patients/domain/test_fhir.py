"""Observations are valid for a library we did not write, in both releases, and say nothing of who the patient is."""

import json

import pytest
from fhir.resources.observation import Observation as ObservationR5
from fhir.resources.R4B.observation import Observation as ObservationR4

from tests.fakes.check_ins import CASES, PROTOCOL, USUAL_VALUES, a_check_in, a_report, steady, worked
from tests.fakes.patients import a_patient
from trunkline.patients.domain.assessments import assess
from trunkline.patients.domain.fhir import UNITS, FhirRelease, observation
from trunkline.patients.domain.voice_reports import NOT_YET, Gate

MODELS = {FhirRelease.R4: ObservationR4, FhirRelease.R5: ObservationR5}


def of(check_in, history, release=FhirRelease.R5) -> dict:
    document = assess(check_in, history, PROTOCOL).values()
    return observation(a_patient(), document, dict(check_in.voice.values), release)


@pytest.mark.parametrize("release", FhirRelease)
@pytest.mark.parametrize("case", ["C01", "C06", "C09", "C10", "C11", "C15"])
def test_an_observation_is_valid(case, release):
    made = of(*worked(CASES[case]), release)
    read = MODELS[release].model_validate_json(json.dumps(made))
    assert float(read.valueQuantity.value) == CASES[case]["overall"]
    assert [component.code.coding[0].code for component in read.component][3:] == sorted(UNITS)
    assert read.status == "preliminary"


@pytest.mark.parametrize("release", FhirRelease)
@pytest.mark.parametrize("voice", [NOT_YET, a_report({}, gate=Gate.POOR)], ids=["pending", "poor"])
def test_what_is_missing_has_a_reason_and_no_value(voice, release):
    made = of(a_check_in(voice=voice), steady(), release)
    MODELS[release].model_validate_json(json.dumps(made))
    assert all(("valueQuantity" in item) != ("dataAbsentReason" in item) for item in made["component"])
    assert sum("dataAbsentReason" in item for item in made["component"]) == 11


def test_the_statement_travels_and_the_person_does_not():
    text = json.dumps(of(a_check_in(), steady()))
    assert "not a diagnostic device" in text
    assert not [word for word in ("Ada", "555", "New_York") if word in text]


def test_every_measure_of_the_protocol_has_a_unit():
    assert set(UNITS) == set(PROTOCOL.voice.measures) == set(USUAL_VALUES)
