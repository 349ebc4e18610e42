"""Orders of programs to calls with agents, in every mode and at every moment."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from tests.contract.api.conftest import CALLEE, OURS, ApiWorld, serving
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.domain.calls import Progress, RingingCall, TimelineEvent
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.continue_call import after_stream
from trunkline.ids import CallId

SID = "CA" + "1" * 32
CALLS = f"/api/v1/calls/{SID}"
COLLEAGUE = "+14155550190"
TARGETS = {"sales": COLLEAGUE, "london": "+442079460000"}
ORDERS = [
    ("context", {"text": "The bill is paid."}, LiveCallCommand("say_context", "The bill is paid."), "context given"),
    ("message", {"text": "What is my name?"}, LiveCallCommand("say_message", "What is my name?"), "message sent"),
    ("keys", {"digits": "1w2#"}, LiveCallCommand("play_keys", "1w2#"), "keys played"),
    ("transfer", {"whom": "sales", "summary": "A refund."}, LiveCallCommand("transfer", "sales", summary="A refund."),
     "transferring"),
    ("transfer", {}, LiveCallCommand("transfer"), "transferring"),
    ("hang-up", None, LiveCallCommand("hang_up"), "ended"),
]  # fmt: skip
FOR_AN_AGENT = ORDERS[:3]


def call(
    api: ApiWorld, mode: Mode = Mode.RELAY, *, carried: bool = True, company: str = "acme", **facts: object
) -> str:
    """A call on file, as answering leaves it."""
    now = api.clock()
    route = Route(OURS, mode, company, agent_id="agent_good", forward_to=COLLEAGUE, transfer_targets=TARGETS)
    known = {"company_id": company, "company_day": f"{company}#2026-11-20", "started_at": now.isoformat()}
    known |= {"mode": mode.value, "route": route_values(route), "direction": "inbound", **facts}
    api.services.calls.open(CallId(SID), TimelineEvent("answer", now, "answered"), known)
    if carried:
        api.relay.carried[SID] = {"phase": "talking"}
    return SID


def over(api: ApiWorld) -> None:
    api.services.calls.advance(CallId(SID), Progress.OVER, "completed", {})
    api.relay.carried.clear()


@pytest.mark.parametrize(("name", "body", "order", "status"), ORDERS)
async def test_a_relayed_call_takes_every_order(api, name, body, order, status):
    call(api)
    answer = await api.ask("POST", f"{CALLS}/{name}", key="operate", json=body)
    assert (answer.status_code, answer.json()) == (200, {"call_sid": SID, "status": status}), answer.text
    assert api.relay.orders == [(SID, order)]


@pytest.mark.parametrize(("name", "body", "order", "_"), ORDERS)
async def test_a_repeated_request_under_one_key_gives_one_order(api, name, body, order, _):
    call(api)
    headers = {"Idempotency-Key": "order-1"}
    answers = [await api.ask("POST", f"{CALLS}/{name}", json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert api.relay.orders == [(SID, order)]


async def test_one_key_is_not_for_two_orders(api):
    call(api)
    headers = {"Idempotency-Key": "order-1"}
    await api.ask("POST", f"{CALLS}/message", json={"text": "One"}, headers=headers)
    for name, body in (("message", {"text": "Two"}), ("context", {"text": "One"})):
        assert (await api.ask("POST", f"{CALLS}/{name}", json=body, headers=headers)).status_code == 409
    assert len(api.relay.orders) == 1


@pytest.mark.parametrize(("name", "body", "_order", "_status"), ORDERS)
async def test_an_order_to_a_call_that_is_over_is_a_conflict(api, name, body, _order, _status):
    call(api)
    over(api)
    answer = await api.ask("POST", f"{CALLS}/{name}", json=body)
    assert (answer.status_code, answer.json()) == (409, {"detail": "Call has ended"})


@pytest.mark.parametrize(("name", "body", "_order", "_status"), ORDERS[:5])
async def test_an_order_to_a_call_that_is_not_answered_is_a_conflict(api, name, body, _order, _status):
    call(api, carried=False)
    answer = await api.ask("POST", f"{CALLS}/{name}", json=body)
    assert (answer.status_code, answer.json()) == (409, {"detail": "Call is not in progress"})


@pytest.mark.parametrize(("name", "body", "_order", "_status"), ORDERS)
async def test_an_order_to_another_companys_call_finds_none(api, name, body, _order, _status):
    call(api, company="other")
    answer = await api.ask("POST", f"{CALLS}/{name}", json=body)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Call not found"})
    assert api.relay.orders == []


@pytest.mark.parametrize(("name", "body", "_order", "_status"), FOR_AN_AGENT)
async def test_a_voice_call_has_no_agent_to_order(api, name, body, _order, _status):
    call(api, Mode.VOICE)
    answer = await api.ask("POST", f"{CALLS}/{name}", json=body)
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("no agent is in this call")


@pytest.mark.parametrize(("name", "body", "_order", "_status"), FOR_AN_AGENT)
async def test_a_registered_call_takes_no_order_for_its_agent(api, name, body, _order, _status):
    call(api, Mode.REGISTER, carried=False, status="in-progress")
    answer = await api.ask("POST", f"{CALLS}/{name}", json=body)
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("the voice provider carries this call's media")


WRONG = [
    ("context", {"text": ""}), ("context", {"text": "x" * 4001}), ("context", {"text": "\x00"}), ("context", {}),
    ("message", {"text": ""}), ("message", {"words": "x"}), ("message", {"text": "x" * 4001}),
    ("keys", {"digits": ""}), ("keys", {"digits": "12 34"}), ("keys", {"digits": "1" * 33}), ("keys", {"digits": "E"}),
    ("transfer", {"whom": "billing"}), ("transfer", {"whom": "london"}), ("transfer", {"whom": COLLEAGUE}),
    ("transfer", {"summary": "x" * 601}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body"), WRONG)
async def test_an_order_that_cannot_be_is_refused(api, name, body):
    """No number is dialled that is no target of the route, or that may not be called."""
    call(api)
    answer = await api.ask("POST", f"{CALLS}/{name}", json=body)
    assert answer.status_code == 400, answer.text
    assert "digits" not in body or body["digits"] == "" or body["digits"] not in answer.text
    assert api.relay.orders == []


def ringing_in_fact(api: ApiWorld, mode: Mode, status: str) -> str:
    """A call that the carrier has as well."""
    request = OutboundCallRequest(CALLEE, OURS, "https://voice.example.com/x", "https://voice.example.com/y")
    placed = api.services.carrier.place(request)
    now = api.clock()
    route = Route(OURS, mode, "acme", agent_id="agent_good", forward_to=COLLEAGUE)
    facts = {"company_id": "acme", "company_day": "acme#2026-11-20", "started_at": now.isoformat()}
    facts |= {"mode": mode.value, "route": route_values(route), "direction": "outbound", "status": status}
    api.services.calls.open(placed.call_id, TimelineEvent("placed", now, "placed"), facts)
    return placed.call_id


async def run(function, *arguments):
    return await asyncio.to_thread(function, *arguments)


@dataclass
class Redirects:
    """The carrier's redirect: of a call that goes on, or of one that is over."""

    is_live: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)

    def continue_with(self, call_id: CallId, url: str) -> bool:
        self.asked.append((call_id, url))
        return self.is_live


async def test_a_registered_call_is_transferred_by_the_carrier(api):
    redirects = Redirects()
    serving(replace(api.services, redirect=redirects))
    sid = call(api, Mode.REGISTER, carried=False, status="in-progress")
    answer = await api.ask("POST", f"{CALLS}/transfer", json={"summary": "A refund."})
    assert answer.status_code == 200, answer.text
    assert redirects.asked == [(sid, "https://voice.example.com/twilio/voice/after-stream")]
    ringing = RingingCall(CallId(sid), CALLEE, OURS)
    answered = after_stream(ringing, "", api.services.calls, api.services.answering, api.clock())
    assert (answered.reason, answered.instruction.number) == ("transferred", COLLEAGUE)


async def test_a_registered_call_that_has_just_ended_is_not_transferred(api):
    serving(replace(api.services, redirect=Redirects(is_live=False)))
    call(api, Mode.REGISTER, carried=False, status="in-progress")
    answer = await api.ask("POST", f"{CALLS}/transfer", json={})
    assert (answer.status_code, answer.json()["detail"]) == (409, "Call has ended")


async def test_a_registered_call_that_still_rings_is_not_transferred(api):
    sid = await run(ringing_in_fact, api, Mode.REGISTER, "ringing")
    answer = await api.ask("POST", f"/api/v1/calls/{sid}/transfer", json={})
    assert (answer.status_code, answer.json()["detail"]) == (409, "Call is not in progress")
    assert api.services.calls.find(CallId(sid)).stream_outcome is None


@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.REGISTER])
async def test_a_call_that_no_relay_carries_is_ended_by_the_carrier(api, mode):
    sid = await run(ringing_in_fact, api, mode, "ringing")
    answer = await api.ask("POST", f"/api/v1/calls/{sid}/hang-up")
    assert answer.status_code == 200, answer.text
    assert "rest-hang-up" in [kind for _, kind, _ in api.twilio.calls[sid].events]
    timeline = api.services.call_search.timeline(CallId(sid))
    assert "ended by a program" in [event.kind for event in timeline]


async def test_a_call_of_the_provider_can_be_ended_and_no_more(api):
    sid = await run(ringing_in_fact, api, Mode.REGISTER, "in-progress")
    now = api.clock() + timedelta(seconds=1)
    api.services.calls.note(CallId(sid), TimelineEvent("x", now, "x"), {"mode": "provider"})
    assert (await api.ask("POST", f"/api/v1/calls/{sid}/context", json={"text": "x"})).status_code == 409
    assert (await api.ask("POST", f"/api/v1/calls/{sid}/hang-up")).status_code == 200
