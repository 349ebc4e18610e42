"""Patients over the API: check-ins in every order, garbage, trends, alerts, FHIR, erasure."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.api.conftest import ApiWorld
from tests.contract.conftest import PATIENTS
from tests.fakes.check_ins import TABLE, USUAL_VALUES, values_at
from tests.fakes.patients import answers, voice

API = "/api/v1"
ADA = {"name": "Ada Example", "phone": "+1 415 555 0140", "time_zone": "America/New_York", "external_id": "MRN-77"}
ADAS_NUMBER = "+14155550140"
CONTACT = {"name": "Zoe Example", "number": "+1 415 555 0142", "relation": "daughter"}
NURSE, DOCTOR = "operate, clinical", "admin, clinical"


async def ask(api: ApiWorld, method: str, path: str, body: Any = None, key: str = DOCTOR, status: int = 200) -> Any:
    answer = await api.ask(method, f"{API}/{path}", key=key, json=body)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


@pytest.fixture
async def ada(api: ApiWorld) -> str:
    made = await ask(api, "POST", "patients", ADA | {"contacts": [CONTACT]}, status=201)
    return made["patient_id"]


async def check_in(api: ApiWorld, patient_id: str, call_id: str, **parts: Any) -> Any:
    body = {"call_id": call_id, "at": api.clock().isoformat(), "number": ADAS_NUMBER} | parts
    return (await ask(api, "POST", f"patients/{patient_id}/check-ins", body, key=NURSE))["assessment"]


async def test_a_patient_is_added_found_changed_and_erased(api, ada):
    shown = await ask(api, "GET", f"patients/{ada}", key="read, clinical")
    assert (shown["phone"], shown["contacts"][0]["number"], shown["calls_every_days"]) == (
        ADAS_NUMBER, "+14155550142", 1,
    )  # fmt: skip
    assert (await ask(api, "POST", "patients/search", {"phone": "+1 (415) 555-0140"}))["patient_id"] == ada
    await ask(api, "POST", "patients", ADA, status=409)
    changed = await ask(api, "PATCH", f"patients/{ada}", {"phone": "+14155550141", "contacts": []})
    assert (changed["phone"], changed["contacts"], changed["name"]) == ("+14155550141", [], "Ada Example")
    await ask(api, "POST", "patients/search", {"phone": ADAS_NUMBER}, status=404)
    assert (await ask(api, "DELETE", f"patients/{ada}"))["items"] == 2
    await ask(api, "GET", f"patients/{ada}", status=404)
    assert api.dynamodb.scan(TableName=PATIENTS)["Items"] == []


async def test_six_calls_make_a_baseline_a_change_is_rechecked_and_confirmed(api, ada):
    for day in range(6):
        found = await check_in(api, ada, f"CA{day}", answers=answers(), voice=voice(USUAL_VALUES),
                               weight={"value": 176, "unit": "lb"})  # fmt: skip
        assert found["level"] == "GREEN"
        api.clock.passes(hours=24)
    shifted = voice(values_at(TABLE["z"]["Z1"], 6))
    first = await check_in(api, ada, "CA6", answers=answers(), voice=shifted)
    assert (first["level"], first["recheck"], first["voice_points"]) == ("GREEN", True, 12.8)
    api.clock.passes(hours=24)
    second = await check_in(api, ada, "CA7", answers=answers(), voice=shifted)
    assert (second["level"], second["floors"], second["recommendation_ids"][-1]) == ("YELLOW", ["F6"], "R05")
    trend = await ask(api, "GET", f"patients/{ada}/trend")
    assert [point["level"] for point in trend["points"]] == ["GREEN"] * 7 + ["YELLOW"]
    assert (trend["calls_due"], trend["calls_answered"]) == (8, 8)
    assert trend["bands"]["mpt_s"]["n"] == 6
    assert "not a diagnostic device" in trend["statement"]
    listed = await ask(api, "GET", f"patients/{ada}/assessments")
    assert [item["call_id"] for item in listed][:2] == ["CA7", "CA6"]


async def test_an_alert_is_open_until_a_person_acknowledges_it(api, ada):
    found = await check_in(api, ada, "CA1", answers=answers(red_flags=["chest_pain"]))
    assert (found["level"], found["risk"]["overallRisk"]) == ("EMERGENCY", 100)
    [alert] = await ask(api, "GET", "patient-alerts")
    assert (alert["level"], alert["patient_id"], alert["acknowledged_at"]) == ("EMERGENCY", ada, None)
    path = f"patients/{ada}/alerts/{alert['alert_id']}"
    done = await ask(api, "POST", f"{path}/acknowledge", key=NURSE)
    assert (done["acknowledged_by"], done["acknowledged_at"]) == (NURSE, "2026-11-20T12:00:00Z")
    assert (await ask(api, "POST", f"{path}/acknowledge", key=DOCTOR))["acknowledged_by"] == NURSE
    assert await ask(api, "GET", "patient-alerts") == []
    assert [item["alert_id"] for item in await ask(api, "GET", f"patients/{ada}/alerts")] == [alert["alert_id"]]
    assert (await ask(api, "GET", path))["acknowledged_by"] == NURSE


async def test_a_repeated_check_in_gets_the_first_assessment(api, ada):
    first = await check_in(api, ada, "CA1", answers=answers(dyspnea="worse"))
    again = await check_in(api, ada, "CA1", answers=answers(dyspnea="none"))
    assert again == first
    assert len(await ask(api, "GET", "patient-alerts")) == 1


async def test_a_voice_before_its_answers_waits(api, ada):
    assert await check_in(api, ada, "CA1", voice=voice(USUAL_VALUES)) is None
    assert (await check_in(api, ada, "CA1", answers=answers()))["engine"] == "trunkline-voice 1.0.0"


async def test_an_observation_is_one_of_each_release(api, ada):
    await check_in(api, ada, "CA1", answers=answers(), voice=voice(USUAL_VALUES))
    answer = await api.ask("GET", f"{API}/patients/{ada}/assessments/CA1/fhir?release=R5", key=DOCTOR)
    assert answer.headers["content-type"] == "application/fhir+json"
    assert (answer.json()["resourceType"], answer.json()["subject"]["identifier"]["value"]) == ("Observation", ada)
    assert "instantiatesCanonical" not in await ask(api, "GET", f"patients/{ada}/assessments/CA1/fhir")
    await ask(api, "GET", f"patients/{ada}/assessments/CA2/fhir", status=404)
    await ask(api, "GET", f"patients/{ada}/assessments/CA1/fhir?release=R3", status=400)


async def test_weights_of_staff_are_what_the_next_is_compared_with(api, ada):
    await ask(api, "POST", f"patients/{ada}/weights", {"value": 80, "unit": "kg", "day": "2026-11-19"}, status=201)
    found = await check_in(api, ada, "CA1", answers=answers(), weight={"value": 81.2, "unit": "kg"})
    assert (found["level"], found["floors"]) == ("YELLOW", ["F1"])


async def test_a_call_on_file_is_excluded_and_another_is_not_there(api, ada):
    await check_in(api, ada, "CA1", answers=answers())
    await ask(api, "PATCH", f"patients/{ada}/check-ins/CA1", {"excluded": True}, status=204)
    files = api.services.patients()
    [filed] = files.assessing.check_ins.of_patient(files.patients.find("acme", ada))
    assert filed.is_excluded
    await ask(api, "PATCH", f"patients/{ada}/check-ins/CA99", {"excluded": True}, status=404)


BAD_PATIENTS = {
    "no body": None, "an unknown field": ADA | {"mood": "good"}, "no zone": ADA | {"time_zone": "EST5NOPE"},
    "a folder as a zone": ADA | {"time_zone": "America"}, "a path as a zone": ADA | {"time_zone": "../etc/passwd"},
    "a number that is none": ADA | {"phone": "5"}, "too many contacts": ADA | {"contacts": [CONTACT] * 11},
    "a control character": ADA | {"name": "Ada\x00"}, "too often": ADA | {"calls_every_days": -1},
}  # fmt: skip


async def test_a_patient_that_makes_no_sense_is_refused(api):
    given = {
        what: await api.ask("POST", f"{API}/patients", key=NURSE, json=body) for what, body in BAD_PATIENTS.items()
    }
    assert {what: answer.status_code for what, answer in given.items()} == dict.fromkeys(BAD_PATIENTS, 400)


BAD_CHECK_INS = {
    "no time": {"at": None},
    "a time without zone": {"at": "2026-11-20T12:00:00"},
    "a call to come": {"at": "2026-11-20T13:00:00Z"},
    "a call that is none": {"call_id": "../x"},
    "a question of no protocol": {"answers": {"mood": {"value": "good"}}},
    "an answer that is none": {"answers": {"dyspnea": "worse"}},
    "a weight below nothing": {"weight": {"value": -1, "unit": "kg"}},
    "a weight in stones": {"weight": {"value": 12, "unit": "st"}},
    "a voice without an engine": {"voice": {"measures": {}}},
    "a measure without end": {"voice": {"engine": "x", "measures": {"mpt_s": {"value": 1e300}}}},
}  # fmt: skip


async def test_a_check_in_that_makes_no_sense_is_refused(api, ada):
    path = f"{API}/patients/{ada}/check-ins"
    good = {"call_id": "CA1", "at": "2026-11-20T11:00:00Z", "number": ADAS_NUMBER, "answers": answers()}
    given = {what: await api.ask("POST", path, key=NURSE, json=good | bad) for what, bad in BAD_CHECK_INS.items()}
    assert {what: answer.status_code for what, answer in given.items()} == dict.fromkeys(BAD_CHECK_INS, 400)
    assert await ask(api, "GET", f"patients/{ada}/assessments") == []


async def test_an_answer_of_no_list_counts_as_none(api, ada):
    found = await check_in(api, ada, "CA1", answers={"dyspnea": {"value": "terrible", "words": "terrible"}})
    assert (found["level"], found["symptom_coverage"]) == ("YELLOW", 0)


async def test_what_is_not_a_number_is_refused_and_not_stored(api, ada):
    given = {"call_id": "CA1", "at": "2026-11-20T11:00:00Z", "number": ADAS_NUMBER}
    body = json.dumps(given | {"voice": {"engine": "x", "quality": {"vowel_dbfs": float("nan")}}})
    headers = {"Content-Type": "application/json"}
    answer = await api.ask("POST", f"{API}/patients/{ada}/check-ins", key=NURSE, content=body, headers=headers)
    assert answer.status_code == 400


async def test_contacts_are_called_by_a_route_of_the_companys_own(api, ada):
    from trunkline.calls.domain.routes import Mode, Route

    await ask(api, "PATCH", f"patients/{ada}", {"check_in_route": "+14155550111"}, status=404)
    api.services.routes.add(Route("+14155550111", Mode.RELAY, "acme", agent_id="agent_good"))
    changed = await ask(api, "PATCH", f"patients/{ada}", {"check_in_route": "+14155550111"})
    assert changed["check_in_route"] == "+14155550111"


async def test_the_days_of_a_trend_have_an_end(api, ada):
    await ask(api, "GET", f"patients/{ada}/trend?first_day=2020-01-01", status=400)
    assert (await ask(api, "GET", f"patients/{ada}/trend?first_day=2026-11-25&last_day=2026-11-01"))["points"] == []


async def test_neither_addresses_nor_items_show_who_a_patient_is(api, ada):
    await check_in(api, ada, "CA1", answers=answers(dyspnea="rest"), weight={"value": 81.4, "unit": "kg"})
    text = json.dumps(api.dynamodb.scan(TableName=PATIENTS)["Items"])
    assert [
        marker
        for marker in ("Ada Example", "MRN-77", "+1415555014", "81.4", "as I said", "Zoe Example")
        if marker in text
    ] == []
    paths = json.loads((Path(__file__).parents[3] / "docs/reference/openapi.json").read_text())["paths"]
    named = {part for path in paths if "/patient" in path for part in path.split("/") if part.startswith("{")}
    assert named == {"{patient_id}", "{call_id}", "{alert_id}", "{campaign_id}"}


async def test_each_look_at_a_patient_is_recorded_by_the_key_and_the_surrogate(api, ada):
    await check_in(api, ada, "CA1", answers=answers())
    await ask(api, "GET", f"patients/{ada}/trend", key="read, clinical")
    day = await ask(api, "GET", "audit?day=2026-11-20")
    recorded = [(entry["actor"], entry["action"], entry["subject"]) for entry in day["entries"]]
    assert ("user:operate, clinical", "SCORE_WRITE", ada) in recorded
    assert ("user:read, clinical", "REPORT_VIEW", ada) in recorded


async def test_what_cannot_be_recorded_is_not_shown(api, ada):
    from dataclasses import replace

    from tests.fakes.audit import InMemoryAudit

    api.app.state.deps = replace(api.services, audit=InMemoryAudit(is_broken=True))
    await ask(api, "GET", f"patients/{ada}", status=503)
    await ask(api, "GET", "patients", status=503)
    await ask(api, "POST", "patients", ADA | {"phone": "+14155550143"}, status=503)
    api.app.state.deps = api.services
    await ask(api, "POST", "patients/search", {"phone": "+14155550143"}, status=404)


async def test_a_stage_without_patients_says_so(api):
    from dataclasses import replace

    from trunkline.errors import NotConfigured

    def none():
        raise NotConfigured("this stage has no patients")

    api.app.state.deps = replace(api.services, patients=none)
    assert (await ask(api, "GET", "patients", status=503))["detail"] == "this stage has no patients"
    assert (await api.ask("GET", "/health", key=None)).json()["services"]["voiceAnalysis"] == "off"
