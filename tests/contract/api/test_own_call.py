"""Patients' calls over the API: what was said and who took part opens to clinical keys alone."""

import pytest

from tests.contract.api.conftest import CALLEE, OURS, ApiWorld, stored
from trunkline.calls.domain.calls import RingingCall, TimelineEvent
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.answer_call import answer_as
from trunkline.campaigns.domain.agent_calls import AgentCallRequest, agent_call_facts, order_values, request_of
from trunkline.ids import CallId, ConversationId

API = "/api/v1"
SID = "CA" + "7" * 32
PATIENT = "+14155550177"


@pytest.fixture
def check_in(api: ApiWorld) -> ApiWorld:
    """A patient's call of acme, and a nurse's and a director's keys."""
    from tests.contract.api.two_companies import conversations

    now = api.clock()
    facts = {
        "company_id": "acme",
        "company_day": "acme#2026-11-20",
        "started_at": now.isoformat(),
        "direction": "outbound",
        "from_number": "+14155550100",
        "to_number": PATIENT,
        "outcome": "success",
        "summary": "The patient sleeps on three pillows.",
        "metadata": {"ward": "heart"},
        "conversation_id": "conv_7",
        "recording": "recordings/r.wav",
        "transcript_key": "transcripts/t.json",
        "clinical": True,
    }
    api.services.calls.open(CallId(SID), TimelineEvent("placed", now, "placed"), facts)
    conversations(api).link(ConversationId("conv_7"), CallId(SID))
    stored(api, "transcripts/t.json", {"turns": []})
    stored(api, "recordings/r.wav", "sound")
    return api


async def key_of(api: ApiWorld, scope: str, label: str, *, clinical: bool = True) -> str:
    made = await api.ask("POST", f"{API}/keys", json={"scope": scope, "label": label, "clinical": clinical})
    assert made.status_code == 201, made.text
    assert made.json()["clinical"] is clinical
    return made.json()["api_key"]


WHAT_WAS_SAID = [
    f"{API}/calls/{SID}",
    f"{API}/calls/{SID}/recordings",
    f"{API}/calls/{SID}/recordings/call/audio",
    f"{API}/calls/{SID}/turns",
    f"{API}/conversations/conv_7",
    f"{API}/conversations/conv_7/status",
    f"{API}/conversations/conv_7/audio",
    f"{API}/elevenlabs-twilio/calls/{SID}",
]


@pytest.mark.parametrize("path", WHAT_WAS_SAID)
async def test_what_was_said_takes_a_clinical_key(check_in, path):
    nurse = await key_of(check_in, "read", "rn-12")
    refused = await check_in.ask("GET", path, key="admin")
    assert (refused.status_code, refused.json()) == (
        403,
        {"detail": "this belongs to patients: it needs a key with scope clinical"},
    )
    assert (await check_in.ask("GET", path, key=nurse)).status_code == 200
    assert (await check_in.ask("GET", path, key="other")).status_code == 404


async def test_a_list_shows_others_that_the_call_was_and_not_with_whom(check_in):
    nurse = await key_of(check_in, "read", "rn-12")
    [hidden] = (await check_in.ask("GET", f"{API}/calls", key="read")).json()["calls"]
    assert (hidden["call_sid"], hidden["clinical"]) == (SID, True)
    for name in ("from_number", "to_number", "outcome"):
        assert hidden[name] is None
    assert hidden["metadata"] == {}
    [shown] = (await check_in.ask("GET", f"{API}/calls", key=nurse)).json()["calls"]
    assert (shown["to_number"], shown["metadata"]) == (PATIENT, {"ward": "heart"})
    for key, text in (("read", None), (nurse, "The patient sleeps on three pillows.")):
        listed = (await check_in.ask("GET", f"{API}/conversations?summary_mode=include", key=key)).json()
        assert [line["transcript_summary"] for line in listed["conversations"]] == [text]


async def test_a_number_finds_a_patient_for_clinical_keys_alone(check_in):
    nurse = await key_of(check_in, "read", "rn-12")
    for key, found in (("admin", 0), (nurse, 1)):
        answer = await check_in.ask("POST", f"{API}/calls/search", key=key, json={"number": PATIENT})
        assert len(answer.json()["calls"]) == found
        answer = await check_in.ask("GET", f"{API}/calls?outcome=success", key=key)
        assert len(answer.json()["calls"]) == found


async def test_a_clinical_key_has_a_label_of_its_own_and_keeps_its_scopes_when_it_is_replaced(check_in):
    nurse = await key_of(check_in, "read", "rn-12")
    again = await check_in.ask("POST", f"{API}/keys", json={"scope": "read", "label": "rn-12", "clinical": True})
    assert again.status_code == 409
    plain = await check_in.ask("POST", f"{API}/keys", json={"scope": "read", "label": "rn-12"})
    assert plain.status_code == 409
    rotated = await check_in.ask("POST", f"{API}/keys/{nurse.split('_')[1]}/rotate")
    assert (rotated.json()["label"], rotated.json()["clinical"], rotated.json()["scope"]) == ("rn-12", True, "read")
    assert (await check_in.ask("GET", f"{API}/calls/{SID}", key=rotated.json()["api_key"])).status_code == 200
    await key_of(check_in, "read", "a program", clinical=False)
    await key_of(check_in, "read", "a program", clinical=False)


async def test_every_call_of_a_clinical_route_is_a_patients(api):
    """Those that ring, and those that a program orders by the route, which waits for no answer to be filed."""
    route = Route(OURS, Mode.REJECT, "acme", clinical=True)
    answer_as(RingingCall(CallId(SID), CALLEE, OURS), route, api.services.answering, api.clock())
    assert api.services.call_search.find(CallId(SID)).is_clinical
    request = AgentCallRequest(route, CALLEE)
    assert agent_call_facts(request, "", "", api.clock())["clinical"] is True
    assert request_of(order_values(request), "acme").route.clinical is True


async def test_files_of_a_campaign_with_patients_take_a_clinical_key(check_in):
    director = await key_of(check_in, "admin", "dr-1")
    campaign = {"name": "Hearts", "channel": "relay", "from_number": OURS, "agent_id": "agent_good", "clinical": True}
    made = (await check_in.ask("POST", f"{API}/campaigns", json=campaign)).json()
    assert made["clinical"] is True
    path = f"{API}/campaigns/{made['campaign_id']}/results"
    check_in.services.notes.write("acme", f"results-{made['campaign_id']}", {"asked_at": "now"})
    assert (await check_in.ask("GET", path, key="admin")).status_code == 403
    assert (await check_in.ask("GET", path, key=director)).status_code == 200


async def test_links_of_an_export_with_patients_take_a_clinical_key(check_in):
    director = await key_of(check_in, "admin", "dr-1")
    days = {"first_day": "2026-11-20", "last_day": "2026-11-20"}
    for key, deidentified, status in ((director, False, 403), (director, True, 200), ("admin", False, 200)):
        asked = {**days, "deidentified": deidentified}
        made = (await check_in.ask("POST", f"{API}/exports", key=key, json=asked)).json()
        assert made["filters"]["clinical"] is (status == 403)
        assert (await check_in.ask("GET", f"{API}/exports/{made['export_id']}", key="admin")).status_code == status
        assert (await check_in.ask("GET", f"{API}/exports/{made['export_id']}", key=director)).status_code == 200
