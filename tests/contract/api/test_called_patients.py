"""Patients whom a campaign calls: on its list like anybody, through all gates, due on that day."""

from typing import Any

import pytest

from tests.contract.api.campaign_requests import ordered
from tests.contract.api.conftest import ApiWorld
from tests.contract.conftest import CAMPAIGNS
from tests.fakes.patients import PHONE, a_patient
from trunkline.campaigns.adapters.campaigns_table import ContactsTable
from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.domain.eligibility import EligibilityInput, IneligibleReason, check_eligibility

API, NURSE = "/api/v1", "operate, clinical"
CONSENT = {"consent": "signed form", "consent_at": "2026-11-01T10:00:00Z"}


@pytest.fixture
async def clinic(api: ApiWorld) -> str:
    return await ordered(api, name="Check-ins", clinical=True)


async def calls(api: ApiWorld, campaign: str, *patients: str, status: int = 200) -> Any:
    body = {"patient_ids": list(patients)}
    answer = await api.ask("POST", f"{API}/campaigns/{campaign}/patients", key=NURSE, json=body)
    assert answer.status_code == status, answer.text
    return [item["result"] for item in answer.json()["patients"]] if status == 200 else answer.json()["detail"]


async def test_a_patient_is_a_contact_with_consent_and_zone_and_without_a_name(api, clinic):
    added = {"name": "Ada Example", "phone": PHONE, "time_zone": "America/New_York", **CONSENT}
    patient = (await api.ask("POST", f"{API}/patients", key=NURSE, json=added)).json()
    assert (patient["consent"], patient["consent_at"]) == ("signed form", "2026-11-01T10:00:00Z")
    assert await calls(api, clinic, patient["patient_id"]) == ["added"]
    assert await calls(api, clinic, patient["patient_id"]) == ["known"]
    [contact] = ContactsTable(api.dynamodb, CAMPAIGNS).of_campaign(clinic)
    assert (contact.phone, contact.zone, contact.consent.basis) == (PHONE, "America/New_York", "signed form")
    stored = str(api.dynamodb.scan(TableName=CAMPAIGNS)["Items"])
    assert patient["patient_id"] not in stored
    assert "Ada" not in stored
    trend = (await api.ask("GET", f"{API}/patients/{patient['patient_id']}/trend", key=NURSE)).json()
    assert (trend["calls_due"], trend["calls_answered"]) == (1, 0)


async def test_a_patient_without_consent_is_on_the_list_and_not_called(api, clinic):
    api.services.patients().patients.add(a_patient())
    assert await calls(api, clinic, "pt1") == ["added"]
    [contact] = ContactsTable(api.dynamodb, CAMPAIGNS).of_campaign(clinic)
    campaign = api.services.campaigns.find(clinic)
    found = check_eligibility(campaign, contact, EligibilityInput(), api.clock(), is_public_holiday)
    assert found.refusal is IneligibleReason.NO_CONSENT


async def test_a_number_of_no_person_is_refused_and_the_others_are_called(api, clinic):
    patients = api.services.patients().patients
    patients.add(a_patient("pt1", phone="+19005550140"))
    patients.add(a_patient("pt2"))
    assert await calls(api, clinic, "pt1", "pt2") == ["refused", "added"]


async def test_a_campaign_of_others_than_patients_calls_none(api):
    api.services.patients().patients.add(a_patient())
    assert "clinical campaign" in await calls(api, await ordered(api), "pt1", status=409)
    over = await ordered(api, name="Over", clinical=True)
    await api.ask("POST", f"{API}/campaigns/{over}/cancel")
    assert "not over" in await calls(api, over, "pt1", status=409)
    await calls(api, await ordered(api, name="Again", clinical=True), "pt1", "pt9", status=404)


HALVES = [
    {"consent": "signed form"},
    {"consent_at": CONSENT["consent_at"]},
    CONSENT | {"consent": "no"},
    CONSENT | {"consent_at": "2026-11-01T10:00:00"},
]


@pytest.mark.parametrize("consent", HALVES)
async def test_consent_has_a_basis_and_a_time(api, consent):
    body = {"name": "Ada Example", "phone": PHONE, "time_zone": "America/New_York", **consent}
    assert (await api.ask("POST", f"{API}/patients", key=NURSE, json=body)).status_code == 400
