"""AI disclosure and recording notice: said first on every way a call is answered or placed, and lost on none."""

import pytest

from tests.contract.api.conftest import OURS, VOICE
from tests.contract.api.test_agent_calls import answered, open_api  # noqa: F401 - a fixture
from tests.contract.api.two_companies import NOT_SUPPRESSED
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.answer_call import answer_call
from trunkline.ids import CallId

API, SEED = "/api/v1", "/api/v1/elevenlabs-twilio"
NUMBER = "+14155550120"
AI, RECORDED = "You are speaking with an automated assistant.", "This call is recorded."
BOTH = {"ai": AI, "recording": RECORDED, "required": True}
BODY = {"mode": "relay", "agent_id": "agent_good", "record": True, "disclosures": BOTH}
SID = "CA" + "8" * 32


async def routed(api, **changes: object) -> None:
    made = await api.ask("POST", f"{API}/routes", json={"number": NUMBER, **BODY, **changes})
    assert made.status_code == 201, made.text


def rings(api, number: str = NUMBER) -> str:
    answer = answer_call(RingingCall(CallId(SID), "+14155550155", number), api.services.answering, api.clock())
    return api.services.render(answer.instruction)


async def test_a_caller_hears_both_before_the_stream_and_the_record_has_them(open_api):  # noqa: F811
    await routed(open_api)
    document = rings(open_api)
    assert document.index(AI) < document.index(RECORDED) < document.index("<Connect")
    record = (await open_api.ask("GET", f"{API}/calls/{SID}")).json()
    assert record["disclosures"] == {"ai": AI, "recording": RECORDED}


@pytest.mark.parametrize(
    ("lost", "word"),
    [
        ({}, "delete the route"),
        ({"disclosures": {**BOTH, "required": False}}, "delete the route"),
        ({"disclosures": {"required": True}}, "disclosures.ai, disclosures.recording"),
        ({"disclosures": {"ai": AI, "required": True}}, "disclosures.recording"),
        ({"disclosures": {"recording": RECORDED, "required": True}}, "disclosures.ai"),
        ({"disclosures": {**BOTH, "ai": ""}}, "disclosures.ai"),
    ],
)
async def test_an_update_that_loses_them_is_refused_and_changes_nothing(open_api, lost, word):  # noqa: F811
    await routed(open_api)
    kept = {name: value for name, value in BODY.items() if name != "disclosures"}
    answer = await open_api.ask("PUT", f"{API}/routes/{NUMBER}", json={**kept, **lost})
    assert answer.status_code == 400
    assert word in answer.json()["detail"]
    known = (await open_api.ask("GET", f"{API}/routes/{NUMBER}")).json()
    assert known["details"]["disclosures"] == BOTH
    changed = await open_api.ask(
        "PUT", f"{API}/routes/{NUMBER}", json={**BODY, "disclosures": {**BOTH, "ai": "A bot."}}
    )
    assert changed.status_code == 200


async def test_a_new_route_that_demands_them_has_them(open_api):  # noqa: F811
    answer = await open_api.ask(
        "POST", f"{API}/routes", json={"number": NUMBER, **BODY, "disclosures": {"required": True}}
    )
    assert answer.status_code == 400


def test_an_item_that_lost_them_otherwise_connects_no_one(open_api):  # noqa: F811
    """Changed by hand in the table: the apology, and nothing that speaks or records."""
    from trunkline.calls.domain.carrier_speech import Disclosures

    route = Route(NUMBER, Mode.RELAY, "acme", agent_id="agent_good", disclosures=Disclosures(required=True))
    open_api.services.routes.add(route)
    document = rings(open_api)
    assert "<Connect" not in document
    assert "<Record" not in document
    assert "sorry" in document


async def test_a_single_call_inherits_what_its_number_demands(open_api):  # noqa: F811
    await routed(open_api, number=OURS)
    order = {"to_number": NOT_SUPPRESSED, "from_number": OURS}
    made = await open_api.ask("POST", f"{API}/calls", json={**order, "agent_id": "agent_good"})
    assert made.status_code == 201, made.text
    facts = answered(open_api, made.json())
    assert facts["disclosures"] == {"ai": AI, "recording": RECORDED}
    spoken = await open_api.ask("POST", f"{SEED}/calls", json={**order, "voice_id": VOICE})
    facts = answered(open_api, spoken.json())
    assert facts["disclosures"] == {"ai": AI, "recording": RECORDED}
    incoming = {"call_sid": SID, "from_number": "+14155550155", "to_number": OURS, "voice_id": VOICE}
    taken = await open_api.ask("POST", f"{SEED}/calls/incoming", json=incoming)
    assert taken.json()["twiml"].index(AI) < taken.json()["twiml"].index("<Connect")


async def test_a_single_call_may_bring_its_own_and_not_too_few(open_api):  # noqa: F811
    order = {"to_number": NOT_SUPPRESSED, "from_number": OURS, "agent_id": "agent_good"}
    made = await open_api.ask("POST", f"{API}/calls", json={**order, "disclosures": BOTH})
    assert answered(open_api, made.json())["disclosures"] == {"ai": AI, "recording": RECORDED}
    for path, body in ((f"{API}/calls", order), (f"{SEED}/calls", {**order, "voice_id": VOICE})):
        body = {name: value for name, value in body.items() if name != "agent_id" or path.startswith(f"{API}/calls")}
        answer = await open_api.ask("POST", path, json={**body, "disclosures": {"ai": AI, "required": True}})
        assert answer.status_code == 400, answer.text


async def test_a_campaign_has_those_of_its_number_and_the_provider_cannot_say_them(open_api):  # noqa: F811
    await routed(open_api, number=OURS)
    campaign = {"name": "Spring", "channel": "relay", "from_number": OURS, "agent_id": "agent_good"}
    made = await open_api.ask("POST", f"{API}/campaigns", json=campaign)
    assert made.json()["disclosures"] == BOTH
    known = open_api.services.campaigns.find(made.json()["campaign_id"])
    assert known.disclosures.values() == BOTH
    at_provider = {**campaign, "channel": "provider", "provider": "retell"}
    answer = await open_api.ask("POST", f"{API}/campaigns", json=at_provider)
    assert answer.status_code == 400
    assert "first message" in answer.json()["detail"]
    too_few = {**campaign, "from_number": "+14155550101", "disclosures": {"recording": RECORDED, "required": True}}
    assert (await open_api.ask("POST", f"{API}/campaigns", json=too_few)).status_code == 400
