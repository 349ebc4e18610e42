"""Orders to call while the relay sleeps: it is woken first, and each phone rings once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from place_call import respond
from tests.contract.api.call_requests import CALLS, INCOMING, REQUEST, dialled
from tests.contract.api.conftest import CALLEE, NOW, OURS, VOICE, ApiWorld
from trunkline.bootstrap.place_call import PlaceCallDeps
from trunkline.calls.domain.outbound.dial_jobs import order_text
from trunkline.calls.domain.outbound.waiting_calls import WAITS_AT_MOST
from trunkline.calls.domain.relay_fleet import Fleet, FleetState
from trunkline.campaigns.use_cases.place_attempt import PlaceAttemptDeps

LONG_AGO = NOW - timedelta(hours=1)
NOT_AWAKE = [state for state in FleetState if state is not FleetState.AWAKE]


def relay_is(api: ApiWorld, state: FleetState) -> None:
    fleets = api.services.ordering.fleets
    known = fleets.read()
    assert fleets.write(known, replace(known or Fleet(state, LONG_AGO, LONG_AGO), state=state))


async def ordered(api: ApiWorld, **headers: str) -> str:
    answer = await api.ask("POST", CALLS, json=REQUEST, headers=headers)
    assert answer.status_code == 202, answer.text
    return answer.json()["order_id"]


async def asked(api: ApiWorld, order_id: str, key: str = "admin") -> dict:
    return (await api.ask("GET", f"{CALLS}/orders/{order_id}", key)).json()


async def visited(api: ApiWorld, order_id: str) -> bool:
    """A message of the queue, as Lambda delivers it. False: it comes again."""
    services = PlaceCallDeps(cast("PlaceAttemptDeps", None), api.services.agent_calls, api.clock)
    event = {"Records": [{"messageId": "m1", "body": order_text(order_id)}]}
    return await asyncio.to_thread(respond, event, services) == {"batchItemFailures": []}


@pytest.mark.parametrize("state", NOT_AWAKE)
async def test_a_call_that_is_ordered_wakes_the_relay_and_is_dialled_once_when_it_is_awake(api, state):
    relay_is(api, state)
    order_id = await ordered(api)
    assert api.services.ordering.fleets.asked_at() == api.clock()
    assert await visited(api, order_id)
    assert dialled(api) == []
    assert api.services.ordering.later.later == [order_id, order_id]
    assert (await asked(api, order_id))["status"] == "waiting"
    relay_is(api, FleetState.AWAKE)
    assert await visited(api, order_id)
    assert await visited(api, order_id)  # the message comes again
    [ringing] = dialled(api)
    payload = await asked(api, order_id)
    assert (payload["status"], payload["call_sid"]) == ("placed", ringing.sid)
    assert (ringing.to, ringing.from_) == (CALLEE, OURS)
    kept = api.services.ordering.orders.find(order_id)
    assert kept
    assert CALLEE not in str(kept)
    assert (await api.ask("GET", f"{CALLS}/{ringing.sid}")).json()["voice_id"] == VOICE


async def test_a_relay_that_is_awake_is_held_and_the_call_placed_at_once(api):
    relay_is(api, FleetState.AWAKE)
    assert (await api.ask("POST", CALLS, json=REQUEST)).status_code == 200
    fleet = api.services.ordering.fleets.read()
    assert fleet
    assert fleet.used_at == api.clock()
    assert len(dialled(api)) == 1


async def test_the_same_idempotency_key_orders_one_call(api):
    relay_is(api, FleetState.ASLEEP)
    headers = {"Idempotency-Key": "order-1"}
    assert await ordered(api, **headers) == await ordered(api, **headers)
    assert len(api.services.ordering.later.later) == 1


async def test_a_number_that_is_not_dialled_does_not_wake_the_relay(api):
    relay_is(api, FleetState.ASLEEP)
    answer = await api.ask("POST", CALLS, json=REQUEST | {"to_number": "+442079460000"})
    assert answer.status_code == 400
    assert api.services.ordering.fleets.asked_at() is None


async def test_a_call_whose_run_died_while_it_dialled_is_asked_about_and_never_dialled_again(api):
    relay_is(api, FleetState.ASLEEP)
    order_id = await ordered(api)
    relay_is(api, FleetState.AWAKE)
    api.twilio.faults.drop_create_responses = 1
    assert not await visited(api, order_id)
    [ringing] = dialled(api)
    assert (await asked(api, order_id))["status"] == "dialling"
    api.clock.passes(seconds=360)
    assert await visited(api, order_id)
    assert (await asked(api, order_id))["call_sid"] == ringing.sid
    assert len(dialled(api)) == 1


async def test_a_call_that_the_carrier_refuses_says_so_in_its_order(api):
    relay_is(api, FleetState.ASLEEP)
    order_id = await ordered(api)
    relay_is(api, FleetState.AWAKE)
    api.credentials["token"] = "wrong"
    assert await visited(api, order_id)
    payload = await asked(api, order_id)
    assert (payload["status"], payload["call_sid"]) == ("failed", None)
    assert payload["reason"]


async def test_a_relay_that_never_wakes_fails_the_order_and_rings_no_phone(api):
    relay_is(api, FleetState.WAKING)
    order_id = await ordered(api)
    api.clock.passes(seconds=int(WAITS_AT_MOST.total_seconds()) + 1)
    assert await visited(api, order_id)
    relay_is(api, FleetState.AWAKE)
    assert await visited(api, order_id)
    payload = await asked(api, order_id)
    assert (payload["status"], payload["reason"]) == ("failed", "the relay did not wake")
    assert dialled(api) == []


async def test_another_companys_order_is_not_there(api):
    relay_is(api, FleetState.ASLEEP)
    order_id = await ordered(api)
    for path, key in ((order_id, "other"), ("0" * 16, "admin")):
        answer = await api.ask("GET", f"{CALLS}/orders/{path}", key)
        assert (answer.status_code, answer.json()) == (404, {"detail": "Order not found"})


async def test_the_incoming_call_of_a_program_does_not_wait_for_a_relay_that_sleeps_and_wakes_it(api):
    relay_is(api, FleetState.ASLEEP)
    answer = await api.ask("POST", f"{CALLS}/incoming", json=INCOMING | {"voice_id": VOICE})
    assert answer.status_code == 200
    assert "<Stream" not in answer.json()["twiml"]
    assert api.services.ordering.fleets.asked_at() == api.clock()


async def test_a_socket_for_a_program_is_opened_when_the_relay_is_awake(api):
    relay_is(api, FleetState.ASLEEP)
    for state, status in ((FleetState.ASLEEP, 503), (FleetState.AWAKE, 201)):
        relay_is(api, state)
        answer = await api.ask("POST", "/api/v1/stream-tickets", json={"agent_id": "agent_good"})
        assert answer.status_code == status
    assert api.services.ordering.fleets.asked_at() == api.clock()
