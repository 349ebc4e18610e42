"""Single calls with agents: what is placed, what the gates refuse, and what a lost answer comes to."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from local.twilio import Person
from tests.contract.api.call_requests import CALLS as VOICE_CALLS
from tests.contract.api.call_requests import REQUEST as VOICE_CALL
from tests.contract.api.call_requests import dialled
from tests.contract.api.conftest import ACCOUNT, BASE, CALLEE, NOW, OURS, TOKEN, ApiWorld
from tests.contract.api.test_calls_while_the_relay_sleeps import relay_is, visited
from tests.contract.conftest import CAMPAIGNS
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.relay_fleet import FleetState
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.answer_call import answer_call
from trunkline.campaigns.adapters.people_table import PeopleTable
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.ports import Person as CalledPerson
from trunkline.ids import CallId

CALLS = "/api/v1/calls"
REQUEST = {"to_number": CALLEE, "from_number": OURS, "agent_id": "agent_good"}
NOON_IN_CALIFORNIA = timedelta(hours=8)


@pytest.fixture
def open_api(api: ApiWorld) -> ApiWorld:
    api.clock.now = NOW + NOON_IN_CALIFORNIA
    return api


def people(api: ApiWorld) -> PeopleTable:
    return PeopleTable(api.dynamodb, CAMPAIGNS)


def rung(api: ApiWorld) -> tuple:
    return people(api).facts("acme", CALLEE).person.rang_at


async def created(api: ApiWorld, **more) -> dict:
    answer = await api.ask("POST", CALLS, json=REQUEST | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def refused(api: ApiWorld, **more) -> dict:
    answer = await api.ask("POST", CALLS, json=REQUEST | more)
    assert answer.status_code == 409, answer.text
    assert dialled(api) == []
    return answer.json()


async def test_a_call_is_placed_filed_and_counted_for_the_person(open_api):
    call = await created(open_api, metadata={"order": "7"}, user_id="cust-77", webhook_url="https://crm.example.com/x")
    [ringing] = dialled(open_api)
    assert (ringing.sid, ringing.to, ringing.from_) == (call["call_sid"], CALLEE, OURS)
    assert (call["channel"], call["metadata"], call["user_id"]) == ("relay", {"order": "7"}, "cust-77")
    facts = open_api.services.call_search.find(CallId(call["call_sid"])).facts
    assert facts["metadata"] == {"order": "7"}
    assert facts["webhook_url"] == "https://crm.example.com/x"
    assert (facts["agent_id"], facts["mode"], facts["company_id"]) == ("agent_good", "relay", "acme")
    assert rung(open_api) == (open_api.clock(),)


async def test_an_address_of_the_stage_itself_receives_no_events(open_api):
    call = await created(open_api, webhook_url=f"{BASE}/api/v1/elevenlabs-twilio/webhook")
    assert "webhook_url" not in open_api.services.call_search.find(CallId(call["call_sid"])).facts


async def test_the_webhook_of_a_single_call_is_an_endpoint_of_that_call(open_api):
    call = await created(open_api, webhook_url="https://crm.example.com/x")
    receivers = open_api.services.endpoints.deliveries.endpoints.receivers("acme", call["call_sid"])
    assert [item.endpoint_id for item in receivers] == [f"call-{call['call_sid']}"]


def answered(api: ApiWorld, call: dict) -> dict:
    """The record after the person has picked up."""
    facts = api.services.call_search.find(CallId(call["call_sid"])).facts
    ringing = RingingCall(CallId(call["call_sid"]), OURS, CALLEE, direction="outbound", plan_id=facts["plan_id"])
    answer_call(ringing, api.services.answering, api.clock())
    return api.services.call_search.find(CallId(call["call_sid"])).facts


OVERRIDES = {"first_message": "Hola Ana.", "language": "es", "prompt": "Be short.", "voice_id": "IKne3meq5aSn9XLyUdCD"}


async def test_the_plan_of_a_call_carries_variables_user_and_overrides_to_its_stream(open_api):
    call = await created(open_api, dynamic_variables={"first_name": "Ana"}, user_id="u1", overrides=OVERRIDES)
    answered(open_api, call)
    tickets = open_api.dynamodb.scan(TableName="directory")["Items"]
    [ticket] = [item for item in tickets if item["pk"]["S"].startswith("TOKEN#")]
    assert ticket["user_id"]["S"] == "u1"
    assert {name: value["S"] for name, value in ticket["overrides"]["M"].items()} == OVERRIDES
    assert ticket["dynamic_variables"]["M"]["first_name"]["S"] == "Ana"


async def test_a_registered_call_carries_user_and_overrides_to_the_provider(open_api):
    call = await created(open_api, channel="register", user_id="u1", overrides={"language": "es"})
    record = await asyncio.to_thread(answered, open_api, call)
    conversation = open_api.vendor.conversations[record["conversation_id"]]
    assert conversation.client_data["user_id"] == "u1"
    assert conversation.client_data["conversation_config_override"] == {"agent": {"language": "es"}}


async def test_a_route_gives_the_agent_and_its_settings(open_api):
    tools = {"transfer_targets": {"sales": "+14155550190"}, "dynamic_variables": {"clinic": "North", "tone": "dry"}}
    open_api.services.routes.add(Route(OURS, Mode.REGISTER, "acme", agent_id="agent_good", record=True, **tools))
    body = {"to_number": CALLEE, "route": OURS, "dynamic_variables": {"tone": "warm"}}
    answer = await open_api.ask("POST", CALLS, json=body)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["channel"], answer.json()["from_number"]) == ("register", OURS)
    kept = open_api.services.answering.answers.look_up(
        RingingCall(
            CallId("CA1"), OURS, CALLEE, direction="outbound",
            plan_id=open_api.services.call_search.find(CallId(answer.json()["call_sid"])).facts["plan_id"],
        )
    ).route  # fmt: skip
    assert (kept.record, kept.transfer_targets) == (True, {"sales": "+14155550190"})
    assert kept.dynamic_variables == {"clinic": "North", "tone": "warm"}


async def by_provider(api: ApiWorld) -> dict:
    """A request whose number is imported at the provider."""
    number = {"phone_number": OURS, "label": "x", "sid": ACCOUNT, "token": TOKEN}
    imported = await api.ask("POST", "/api/v1/phone-numbers", json=number)
    assert imported.status_code == 200, imported.text
    phone = imported.json()["phone_number_id"]
    return {"to_number": CALLEE, "agent_id": "agent_good", "channel": "provider", "phone_number_id": phone}


async def test_the_provider_dials_a_call_of_its_channel(open_api):
    body = await by_provider(open_api)
    answer = await open_api.ask("POST", CALLS, json=body | {"user_id": "u1", "overrides": {"language": "es"}})
    assert answer.status_code == 201, answer.text
    conversation = open_api.vendor.conversations[answer.json()["conversation_id"]]
    assert conversation.client_data["user_id"] == "u1"
    assert conversation.client_data["conversation_config_override"] == {"agent": {"language": "es"}}
    assert open_api.services.call_search.of_conversation(conversation.conversation_id).company_id == "acme"


@pytest.mark.parametrize("reach", [SuppressionScope.GLOBAL, SuppressionScope.COMPANY])
async def test_a_suppressed_number_is_refused_with_the_reason(open_api, reach):
    owner = "acme" if reach is SuppressionScope.COMPANY else ""
    open_api.services.suppressions.add(Suppression(CALLEE, reach, owner, "a call", NOW))
    problem = await refused(open_api)
    assert problem == {"detail": "the number is on a stop list", "reason": "suppressed", "until": None}


async def test_a_voice_call_to_a_suppressed_number_is_refused_with_the_reason(api):
    api.services.suppressions.add(Suppression(CALLEE, SuppressionScope.COMPANY, "acme", "a call", NOW))
    for state in (None, FleetState.ASLEEP):
        if state:
            relay_is(api, state)
        answer = await api.ask("POST", VOICE_CALLS, json=VOICE_CALL)
        assert (answer.status_code, answer.json()["reason"]) == (409, "suppressed")
    assert dialled(api) == []
    assert api.services.ordering.fleets.asked_at() is None


async def test_a_call_outside_the_calling_hours_is_refused_until_they_begin(api):
    problem = await refused(api)  # four in the morning in California
    assert (problem["reason"], problem["until"]) == ("hours", "2026-11-20T17:00:00+00:00")


async def test_a_call_to_a_region_that_may_not_be_called_is_refused(open_api):
    assert (await refused(open_api, to_number="+442079460000"))["reason"] == "destination"


async def test_the_calls_of_campaigns_and_single_calls_count_for_one_cap(open_api):
    now = open_api.clock()
    earlier = CalledPerson((now - timedelta(hours=30), now - timedelta(hours=20)), 1)
    assert people(open_api).count_call("acme", CALLEE, CalledPerson(), earlier)
    await created(open_api)
    answer = await open_api.ask("POST", CALLS, json=REQUEST)
    assert (answer.status_code, answer.json()["reason"]) == (409, "cap")
    assert answer.json()["until"] > now.isoformat()
    assert len(dialled(open_api)) == 1


async def test_a_refused_call_counts_for_nothing(api):
    await refused(api)
    assert rung(api) == ()


async def test_a_call_that_is_counted_meanwhile_takes_the_last_place_of_a_cap(open_api, monkeypatch):
    """Another run counts a call between this one's look at the person and its write."""
    now, look, meanwhile = open_api.clock(), PeopleTable.facts, list[CalledPerson]()
    earlier = CalledPerson((now - timedelta(hours=30), now - timedelta(hours=20)), 1)
    people(open_api).count_call("acme", CALLEE, CalledPerson(), earlier)

    def facts(self, company_id, phone):
        known = look(self, company_id, phone)
        if not meanwhile:
            meanwhile.append(CalledPerson((*known.person.rang_at, now), known.person.version + 1))
            assert self.count_call(company_id, phone, known.person, meanwhile[0])
        return known

    monkeypatch.setattr(PeopleTable, "facts", facts)
    assert (await refused(open_api))["reason"] == "cap"
    assert len(look(people(open_api), "acme", CALLEE).person.rang_at) == 3


async def test_the_same_idempotency_key_rings_once(open_api):
    headers = {"Idempotency-Key": "order-1"}
    first = await open_api.ask("POST", CALLS, json=REQUEST, headers=headers)
    second = await open_api.ask("POST", CALLS, json=REQUEST, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(dialled(open_api)) == len(rung(open_api)) == 1


async def test_a_lost_answer_is_asked_about_and_never_dialled_again(open_api):
    headers = {"Idempotency-Key": "order-1"}
    open_api.twilio.faults.drop_create_responses = 1
    assert (await open_api.ask("POST", CALLS, json=REQUEST, headers=headers)).status_code == 503
    [ringing] = dialled(open_api)
    open_api.clock.passes(seconds=40)
    found = await open_api.ask("POST", CALLS, json=REQUEST, headers=headers)
    assert (found.status_code, found.json()["call_sid"]) == (201, ringing.sid)
    assert len(dialled(open_api)) == 1


async def test_a_lost_answer_of_the_provider_is_asked_about_and_never_dialled_again(open_api):
    body = await by_provider(open_api)
    headers = {"Idempotency-Key": "order-1"}
    open_api.vendor.faults.lose_outbound_answers = {CALLEE}
    lost = await open_api.ask("POST", CALLS, json=body, headers=headers)
    assert lost.status_code == 503, lost.text
    before = len(open_api.vendor.conversations)
    open_api.clock.passes(seconds=40)
    found = await open_api.ask("POST", CALLS, json=body, headers=headers)
    assert found.status_code == 201, found.text
    assert found.json()["conversation_id"] in open_api.vendor.conversations
    assert len(open_api.vendor.conversations) == before == 1


async def test_a_call_ordered_while_the_relay_sleeps_is_dialled_once_when_it_is_awake(open_api):
    relay_is(open_api, FleetState.ASLEEP)
    answer = await open_api.ask("POST", CALLS, json=REQUEST | {"overrides": {"language": "es"}, "user_id": "u1"})
    assert answer.status_code == 202, answer.text
    order_id = answer.json()["order_id"]
    assert await visited(open_api, order_id)
    assert dialled(open_api) == []
    assert rung(open_api) == ()
    relay_is(open_api, FleetState.AWAKE)
    assert await visited(open_api, order_id)
    assert await visited(open_api, order_id)  # the message comes again
    [ringing] = dialled(open_api)
    order = (await open_api.ask("GET", f"{VOICE_CALLS}/orders/{order_id}")).json()
    assert (order["status"], order["call_sid"]) == ("placed", ringing.sid)
    assert len(rung(open_api)) == 1
    answered(open_api, {"call_sid": ringing.sid})
    route = open_api.services.calls.find(CallId(ringing.sid)).route
    assert (route.overrides, route.user_id) == ({"language": "es"}, "u1")


async def test_a_gate_that_closes_while_the_relay_wakes_fails_the_order(open_api):
    relay_is(open_api, FleetState.ASLEEP)
    order_id = (await open_api.ask("POST", CALLS, json=REQUEST)).json()["order_id"]
    open_api.services.suppressions.add(Suppression(CALLEE, SuppressionScope.COMPANY, "acme", "a call", NOW))
    relay_is(open_api, FleetState.AWAKE)
    assert await visited(open_api, order_id)
    order = (await open_api.ask("GET", f"{VOICE_CALLS}/orders/{order_id}")).json()
    assert (order["status"], order["reason"]) == ("failed", "the number is on a stop list (suppressed)")
    assert dialled(open_api) == []


async def test_a_registered_call_needs_no_relay(open_api):
    relay_is(open_api, FleetState.ASLEEP)
    await created(open_api, channel="register")
    assert open_api.services.ordering.fleets.asked_at() is None


WRONG = [
    ({"agent_id": None}, 400, "exactly one of"),
    ({"route": OURS}, 400, "exactly one of"),
    ({"agent_id": None, "route": "+14155550111"}, 404, "Route not found"),
    ({"agent_id": "agent_wrong"}, 400, "ulaw_8000"),
    ({"agent_id": "agent_unknown"}, 400, "knows no agent"),
    ({"from_number": None}, 400, "from_number is missing"),
    ({"from_number": "+14155550131"}, 400, "not a number of yours"),
    ({"channel": "provider"}, 400, "belong together"),
    ({"phone_number_id": "phnum_1", "channel": "provider"}, 400, "not a number of yours"),
    ({"phone_number_id": "phnum_1"}, 400, "belong together"),
    ({"overrides": {"temperature": "1"}}, 400, "overrides.temperature"),
    ({"overrides": {"voice_id": "unknown"}}, 400, "Invalid voice ID"),
    ({"overrides": {"language": "Spanish"}}, 400, "overrides.language"),
    ({"overrides": {"first_message": "\x00"}}, 400, "overrides.first_message"),
    ({"dynamic_variables": {"call_sid": "x"}}, 400, "reserved"),
    ({"to_number": "+1415"}, 400, "to_number"),
    ({"to_number": "+19005550123"}, 409, "not dialled"),
    ({"user_id": "two words"}, 400, "user_id"),
    ({"max_duration_s": 5}, 400, "max_duration_s"),
    ({"webhook_url": "no url"}, 400, "webhook_url"),
    ({"webhook_url": "http://crm.example.com/x"}, 400, "webhook_url"),
    ({"webhook_url": "https://169.254.169.254/latest"}, 400, "webhook_url"),
]


@pytest.mark.parametrize(("wrong", "status", "says"), WRONG)
async def test_a_call_that_cannot_be_is_refused_before_a_phone_rings(open_api, wrong, status, says):
    answer = await open_api.ask("POST", CALLS, json=REQUEST | wrong)
    assert answer.status_code == status, answer.text
    assert says in answer.json()["detail"]
    assert dialled(open_api) == []
    assert rung(open_api) == ()


async def test_a_number_the_carrier_refuses_has_the_carriers_words(open_api):
    open_api.credentials["token"] = "wrong"
    answer = await open_api.ask("POST", CALLS, json=REQUEST)
    assert answer.status_code == 503
    assert dialled(open_api) == []


async def test_a_route_without_an_agent_is_refused(open_api):
    open_api.services.routes.add(replace(Route(OURS, Mode.FORWARD, "acme"), forward_to=CALLEE))
    answer = await open_api.ask("POST", CALLS, json={"to_number": CALLEE, "route": OURS})
    assert (answer.status_code, answer.json()["detail"]) == (400, "the route has no agent: its mode is forward")


async def test_a_busy_person_is_filed_as_busy(open_api):
    open_api.twilio.people[CALLEE] = Person(busy=True)
    await created(open_api)
    assert len(rung(open_api)) == 1
