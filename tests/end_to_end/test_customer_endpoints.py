"""A company's endpoint in the local world, in each of its moods. The events of one call go to all of them."""

from datetime import UTC, datetime

import httpx
import pytest

from local.scenarios import support_call
from local.world.world import COMPANY_KEY

WHOLE = {"call.started", "call.answered", "call.ended", "call.reported", "call.cost_known"}

PATIENT = {"name": "Ada Example", "phone": "+14155550140", "time_zone": "America/New_York"}
AT_REST = {"dyspnea": {"value": "rest", "words": "even when I sit still"}}

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_endpoint_receives_a_call_signed_and_others_do_not_delay_it(customers_world):
    world = customers_world
    await world.register_endpoint("/redirects")
    await world.register_endpoint("/dribbles")
    await world.register_endpoint()
    call = world.ring(support_call.RELAYED)
    await call.ended(60)
    await world.customer.until(call.sid, WHOLE, 30)
    arrived = world.customer.events_of(call.sid)
    assert {item.body["type"] for item in arrived} >= WHOLE
    assert {item.path for item in arrived} == {"/events"}
    assert {item.body["company"] for item in arrived} == {"acme"}
    assert "+1" not in str([item.body for item in arrived])


async def test_a_patients_alert_arrives_until_a_person_acknowledges(customers_world):
    """KMS, the sealed table, its stream, the bus and a signed delivery, in functions of their own."""
    world = customers_world
    await world.register_endpoint()
    async with httpx.AsyncClient(base_url=f"{world.cloud.base_url}/api/v1", timeout=30) as http:
        order = {"scope": "admin", "label": "rn-12", "clinical": True}
        made = await http.post("/keys", json=order, headers={"X-API-Key": COMPANY_KEY})
        http.headers["X-API-Key"] = made.json()["api_key"]
        patient = (await http.post("/patients", json=PATIENT)).json()["patient_id"]
        now = datetime.now(UTC).isoformat()
        check_in = {"call_id": "CA" + "7" * 32, "at": now, "number": PATIENT["phone"], "answers": AT_REST}
        assessed = (await http.post(f"/patients/{patient}/check-ins", json=check_in)).json()["assessment"]
        [alert] = (await http.get("/patient-alerts")).json()
        await world.customer.until(alert["alert_id"], {"patient.alert assessment"}, 30)
        done = await http.post(f"/patients/{patient}/alerts/{alert['alert_id']}/acknowledge")
        await world.customer.until(alert["alert_id"], {"patient.acknowledged assessment"}, 30)
    assert (assessed["level"], done.json()["acknowledged_by"]) == ("RED", "rn-12")
    arrived = world.customer.events_of(alert["alert_id"])
    assert [item.body["type"] for item in arrived] == ["patient.alert", "patient.acknowledged"]
    assert arrived[0].body["data"]["level"] == "RED"
    assert not [word for word in (PATIENT["name"], PATIENT["phone"], "rn-12") if word in str(arrived)]
