"""Assessments as FHIR Observations, releases R4 and R5: one observation with a component for each score and measure.

"Observation", HL7 FHIR 4.0.1 and 5.0.0. What is missing has a reason, as `dataAbsentReason` asks, and no value.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from trunkline.patients.domain.patients import Patient

UCUM = "http://unitsofmeasure.org"
CODES, CATEGORIES = "urn:trunkline:heart-voice", "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
UNITS = {
    "mpt_s": "s", "count20_s": "s", "pause_ratio": "1", "phrase_s": "s", "cpps_db": "dB", "hnr_db": "dB",
    "apq11_pct": "%", "ppq5_pct": "%", "f0_st": "{semitone}",
}  # fmt: skip
NOT_ASKED = {"pending": "temp-unknown", "failed": "error", "poor_audio": "error"}


class FhirRelease(StrEnum):
    R4 = "R4"
    R5 = "R5"


def observation(
    patient: Patient, document: Mapping[str, Any], values: Mapping[str, float], release: FhirRelease
) -> dict[str, Any]:
    """Preliminary: a clinician has to review it. The patient is the surrogate id, never a name or number."""
    about = {
        "resourceType": "Observation",
        "status": "preliminary",
        "identifier": [{"system": "urn:trunkline:assessment", "value": _identifier(document)}],
        "category": [{"coding": [{"system": CATEGORIES, "code": "survey"}]}],
        "code": _code("overallRisk", "Heart-failure check-in, risk index (investigational)"),
        "subject": {"identifier": {"system": "urn:trunkline:patient", "value": patient.patient_id}},
        "effectiveDateTime": document["at"],
        "valueQuantity": _quantity(document["risk"]["overallRisk"], "{score}"),
        "interpretation": [{"text": document["level"]}],
        "method": {"text": f"{document['protocol']}, SHA-256 {document['protocol_sha256']}"},
        "device": {"display": document["engine"] or "no voice analysis"},
        "note": [{"text": document["statement"]}],
        "component": [*_scores(document), *_measures(document, values)],
    }
    if release is FhirRelease.R5:
        about["instantiatesCanonical"] = f"urn:trunkline:protocol:{document['protocol']}"
    return about


def _identifier(document: Mapping[str, Any]) -> str:
    return f"{document['call_id']}/{document['protocol']}/{document['engine'].replace(' ', '-') or 'none'}"


def _scores(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = ("fluidRetentionRisk", "breathingnessScore", "speechEffortScore")
    return [_component(name, document["risk"][name], "{score}", "not-applicable") for name in names]


def _measures(document: Mapping[str, Any], values: Mapping[str, float]) -> list[dict[str, Any]]:
    statuses: Mapping[str, str] = document["measure_statuses"]
    return [
        _component(name, values.get(name), UNITS[name], NOT_ASKED.get(status, "unknown"))
        for name, status in sorted(statuses.items())
    ]


def _component(name: str, value: float | None, unit: str, reason: str) -> dict[str, Any]:
    if value is None:
        return {"code": _code(name), "dataAbsentReason": {"coding": [{"system": ABSENT, "code": reason}]}}
    return {"code": _code(name), "valueQuantity": _quantity(value, unit)}


def _code(code: str, text: str = "") -> dict[str, Any]:
    return {"coding": [{"system": CODES, "code": code}], "text": text or code}


def _quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}
