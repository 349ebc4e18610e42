"""Canary: markers are spoken, stored and processed in the local world, and are where they belong alone."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from local.elevenlabs import Agent, Exchange
from local.scenarios import CALLER_VOICE, Scenario
from local.twilio import Caller
from local.world.world import COMPANY_KEY, PUBLIC_BASE_URL, World
from tests.end_to_end.canary import leaks

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

NAME, PHONE, RECORD = "Zuqqwina Vlorptak", "+14155550188", "MRN-77310942"
BORN = "April fourth nineteen thirty seven"
FEELS = "my pillows are quxbrambled every night"
SAID = f"This is {NAME}, born {BORN}, and {FEELS}."
IDENTIFIERS = (NAME, "Vlorptak", PHONE, RECORD, BORN)  # who it is
CONTENT = ("quxbrambled",)  # what was said
NUMBER = "+15005550031"
AGENT = Agent(
    agent_id="agent_canary",
    name="Check-in",
    first_message="Good morning.",
    dialogue=[Exchange(SAID, "Thank you. Goodbye!", then="end_call")],
    caller_voices=(CALLER_VOICE,),
)


async def _describes_herself(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(SAID, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


CALL = Scenario("a patient's check-in", NUMBER, _describes_herself, caller_number=PHONE)


class Outputs(dict[str, list[str]]):
    """Everything that came out of the world, by where."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def outputs() -> AsyncIterator[Outputs]:
    """A patient's call and check-in, requests that fail with the markers in them, an export: and what came of it."""
    world = World(say_speed=4.0)  # of its own: what it scans must have come to rest
    await world.start()
    try:
        yield await _outputs(world)
    finally:
        await world.stop()


async def _outputs(world: World) -> Outputs:
    await world.register_endpoint()
    world.vendor.add_agent(AGENT)
    world.twilio.own_number(NUMBER, f"{PUBLIC_BASE_URL}/twilio/voice")
    found = Outputs(errors=[])
    async with httpx.AsyncClient(base_url=f"{world.cloud.base_url}/api/v1", timeout=60) as http:
        http.headers["X-API-Key"] = COMPANY_KEY
        made = await http.post("/keys", json={"scope": "admin", "label": "rn-77", "clinical": True})
        http.headers["X-API-Key"] = made.json()["api_key"]
        notice = {"ai": "You speak with a machine.", "recording": "This call is recorded.", "required": True}
        route = {"number": NUMBER, "mode": "relay", "agent_id": AGENT.agent_id, "record": True, "clinical": True}
        routed = await http.post("/routes", json={**route, "disclosures": notice, "dynamic_variables": {"mrn": RECORD}})
        assert routed.status_code == 201, routed.text
        patient = await http.post("/patients", json={"name": NAME, "phone": PHONE, "time_zone": "America/New_York"})
        assert patient.status_code == 201, patient.text
        call = world.ring(CALL)
        await call.ended(60)
        await world.settled()
        await _check_in(http, patient.json()["patient_id"], call.sid)
        found["errors"] = [text async for text in _errors(http)]
        found["export"] = await _export(http, world)
        await http.get(f"/calls/{call.sid}")
        found["call"] = [(await http.get(f"/calls/{call.sid}/turns")).text, (await http.get(f"/calls/{call.sid}")).text]
        await world.settled()
    found["logs"] = [json.dumps(line, ensure_ascii=False) for _, line in world.logs]
    found["metrics"] = [text async for text in _metrics(world)]
    found["events"] = [json.dumps([item.path, item.body]) for item in world.customer.received]
    for table in ("AuditTable", "PatientsTable"):
        found[table] = list(_items(world, table))
    found["unsealed objects"] = [text async for text in _unsealed(world)]
    return found


async def _check_in(http: httpx.AsyncClient, patient: str, call_id: str) -> None:
    answers = {"dyspnea": {"value": "rest", "words": f"{FEELS}, says {NAME}"}}
    body = {"call_id": call_id, "at": datetime.now(UTC).isoformat(), "number": PHONE, "answers": answers}
    assert (await http.post(f"/patients/{patient}/check-ins", json=body)).status_code < 300


async def _errors(http: httpx.AsyncClient) -> Any:
    """Refusals of every kind, each with a marker in the request's body."""
    wrong: list[tuple[str, str, Any]] = [
        ("POST", "/patients", {"name": NAME, "phone": NAME, "time_zone": FEELS}),
        ("POST", "/patients", {"name": NAME, "phone": PHONE, "time_zone": "America/New_York"}),
        (
            "POST",
            "/calls",
            {"to_number": PHONE, "from_number": "+15005550006", "agent_id": "agent_none", "user_id": RECORD},
        ),
        ("POST", "/erasures", {"number": f"{PHONE}{NAME}"}),
        ("POST", "/calls/search", {"number": NAME}),
        ("POST", "/campaigns", {"name": NAME, "channel": FEELS, "from_number": PHONE}),
        ("PUT", f"/routes/{NUMBER}", {"mode": "relay", "agent_id": NAME, "dynamic_variables": {"mrn": RECORD}}),
    ]
    for method, path, body in wrong:
        answer = await http.request(method, path, json=body)
        assert 400 <= answer.status_code < 500, (path, answer.status_code)
        yield answer.text + json.dumps(dict(answer.headers))
    broken = await http.post("/patients", content=f'{{"name": "{NAME}", ', headers={"Content-Type": "application/json"})
    assert broken.status_code == 400
    yield broken.text


async def _export(http: httpx.AsyncClient, world: World) -> list[str]:
    today = datetime.now(UTC).date().isoformat()
    made = await http.post("/exports", json={"first_day": today, "last_day": today, "deidentified": True})
    for _ in range(100):
        known = (await http.get(f"/exports/{made.json()['export_id']}")).json()
        if known["status"] == "done":
            return [gzip.decompress(await world.stored(file["key"])).decode() for file in known["files"]]
        await asyncio.sleep(0.2)
    raise AssertionError("the export did not end")


async def _metrics(world: World) -> Any:
    async with httpx.AsyncClient() as http:
        for relay in world.relays:
            yield (await http.get(f"http://127.0.0.1:{relay.private_port}/metrics")).text


async def _unsealed(world: World) -> Any:
    """What lies in the bucket under no key of KMS, as text."""
    s3, bucket = world.cloud.client("s3"), world.cloud.resource_name("Bucket")
    listed = await asyncio.to_thread(s3.list_objects_v2, Bucket=bucket)
    assert {item["Key"].split("/")[0] for item in listed["Contents"]} >= {
        "inbox",
        "transcripts",
        "recordings",
        "exports",
    }
    for item in listed["Contents"]:
        about = await asyncio.to_thread(s3.head_object, Bucket=bucket, Key=item["Key"])
        if about.get("ServerSideEncryption") != "aws:kms":
            yield (await world.stored(item["Key"])).decode(errors="replace")


def _items(world: World, table: str) -> Iterator[str]:
    name, dynamodb = world.cloud.resource_name(table), world.cloud.client("dynamodb")
    for page in dynamodb.get_paginator("scan").paginate(TableName=name):
        yield from (json.dumps(item, default=str) for item in page["Items"])


async def test_the_markers_were_spoken_and_are_where_they_belong(outputs):
    """Else nothing is shown by their absence."""
    assert {marker for _, marker in leaks({"call": outputs["call"]}, CONTENT)} == set(CONTENT)
    assert {marker for _, marker in leaks({"call": outputs["call"]}, (NAME, PHONE))} == {NAME, PHONE}
    for source in ("errors", "export", "logs", "metrics", "events", "AuditTable", "PatientsTable"):
        assert outputs[source], source
    assert any('"[name]' in text or "[name]" in text for text in outputs["export"])


async def test_no_marker_is_anywhere_else(outputs):
    everywhere_else = {name: texts for name, texts in outputs.items() if name not in {"call", "export"}}
    assert leaks(everywhere_else, (*IDENTIFIERS, *CONTENT)) == []


async def test_the_deidentified_export_has_what_was_said_and_not_who_said_it(outputs):
    assert leaks({"export": outputs["export"]}, IDENTIFIERS) == []
    assert leaks({"export": outputs["export"]}, CONTENT)


@pytest.mark.parametrize("source", ["errors", "logs", "metrics", "events", "AuditTable", "PatientsTable"])
async def test_a_planted_leak_is_found(outputs, source):
    planted = {**outputs, source: [*outputs[source], json.dumps({"message": f"no answer from {NAME} at {PHONE}"})]}
    planted.pop("call")
    planted.pop("export")
    assert {(where, marker) for where, marker in leaks(planted, IDENTIFIERS)} == {
        (source, NAME), (source, "Vlorptak"), (source, PHONE),
    }  # fmt: skip
