"""A night of the relay in the local world: real handlers, real processes, an ECS that takes its time to start them."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio

from local.scenarios import support_call
from local.twilio import Caller, Person
from local.world.world import COMPANY_KEY, World

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
STARTS_IN_S = 2.0  # 40 in the cloud, and in `make run SLEEPS=1`
NUMBER, CUSTOMER = "+15005550006", "+14155550188"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world() -> AsyncIterator[World]:
    made = World(say_speed=4.0, relay_starts_in_s=STARTS_IN_S)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


async def played(world: World) -> dict:
    call = world.ring(support_call.RELAYED)
    await world.twilio.settled(90)
    await world.vendor.settled(30)
    return await world.call_record(call.sid) | {"debugger": call.debugger, "streams": len(call.streams)}


async def test_the_first_call_of_the_day_is_answered_without_the_relay_and_the_next_one_finds_it(world):
    await world.night.falls()
    first = await played(world)
    assert (first["mode"], first["status"], first["debugger"]) == ("register", "completed", [])
    await world.night.ends(60)
    assert len(world.fleet.tasks) == 1
    second = await played(world)
    assert (second["mode"], second["status"], second["stream_outcome"]) == ("relay", "completed", "agent-ended")


async def test_a_call_while_it_is_drowsy_keeps_its_task_and_makes_it_awake_at_once(world):
    [task] = world.fleet.tasks
    assert await world.night.passes(timedelta(hours=1)) == "drowsy"
    record = await played(world)
    assert (record["mode"], record["status"]) == ("register", "completed")
    await world.night.ends(10)
    assert world.fleet.tasks == [task]


async def test_it_does_not_sleep_during_a_call(world):
    call = world.ring(support_call.RELAYED)
    await world.night.until(lambda: bool(call.streams), 20)
    await asyncio.sleep(2)  # its lease is on file
    assert await world.night.passes(timedelta(hours=9)) == "awake"
    await world.twilio.settled(90)
    assert (await world.call_record(call.sid))["stream_outcome"] == "agent-ended"


async def waits(caller: Caller) -> None:
    await caller.line_drops(timeout_s=60)


async def test_a_call_that_a_program_orders_rings_once_when_the_relay_has_woken(world):
    await world.night.falls()
    world.twilio.people[CUSTOMER] = Person(answers_after_s=0.2, play=waits)
    request = {"to_number": CUSTOMER, "from_number": NUMBER, "voice_id": "IKne3meq5aSn9XLyUdCD"}
    url = f"{world.cloud.base_url}/api/v1/elevenlabs-twilio/calls"
    began_s = time.monotonic()
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        async with http.post(url, json=request) as answer:
            assert answer.status == 202, await answer.text()
            order_id = (await answer.json())["order_id"]
        body = {"status": "waiting"}
        async with asyncio.timeout(60):
            while body["status"] in {"waiting", "dialling"}:
                await asyncio.sleep(0.5)
                async with http.get(f"{url}/orders/{order_id}") as answer:
                    body = await answer.json()
        assert body["status"] == "placed"
        assert time.monotonic() - began_s >= STARTS_IN_S
        assert [call.sid for call in world.twilio.calls.values() if call.to == CUSTOMER] == [body["call_sid"]]
        call = world.twilio.calls[body["call_sid"]]
        await world.night.until(lambda: bool(call.streams), 20)
        async with http.delete(f"{url}/{call.sid}") as answer:
            assert answer.status == 200
    await world.twilio.settled(30)
