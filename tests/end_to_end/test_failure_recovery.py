"""Calls that meet trouble on the way: an agent that is lost, a relay that is killed, a relay that has to leave."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
import pytest_asyncio

from local.commands.running import COMPANY_KEY
from local.scenarios import CALLER_VOICE, Scenario
from local.scenarios.support_call import ACCEPTS, ASKS, GOODBYE, GREETING, OFFERS, RELAYED
from local.twilio import Caller, CallState
from local.world.world import RELAY_HOST, World

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[World]:
    here = World(say_speed=4.0, relays=2)
    await here.start()
    try:
        yield here
    finally:
        await here.stop()


async def play(caller: Caller) -> None:
    """Patient enough to be greeted twice: a new agent begins from the beginning."""
    await caller.agent_finishes(quiet_s=1.5)
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_finishes(quiet_s=1.5)
    await caller.says(ACCEPTS, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.line_drops()


SCENARIO = Scenario("a call that meets trouble", RELAYED.number, play)


async def story(world: World, sid: str) -> list[str]:
    """All turns of the call, from its history."""
    record = await world.call_record(sid)
    body = json.loads(await world.stored(record["story_key"]))
    return [turn["text"] for turn in body["turns"] if turn["text"]]


def breaks_while_saying(world: World, line: str) -> None:
    """The agent's socket closes with 1011 as it says this line, once; the next conversation is well."""
    faults = world.vendor.faults.socket

    def strike(_conversation: str, kind: str, detail: object) -> None:
        if kind == "agent says" and detail == line:
            faults.close_after_s = 0.0
        elif kind == "started":
            faults.close_after_s = None

    world.vendor.on_event = strike


async def test_an_agent_lost_in_mid_call_is_replaced_and_gets_the_history(world):
    before = set(world.vendor.conversations)
    breaks_while_saying(world, OFFERS)
    call = world.ring(SCENARIO)
    await call.ended(60)
    await world.settled()
    record = await world.call_record(call.sid)
    assert (record["stream_outcome"], record["reconnects"]) == ("agent-ended", 1)
    assert len(call.streams) == 1  # the carrier saw nothing of it
    greeting = GREETING.replace("{{first_name}}", "Ana")
    assert await story(world, call.sid) == [greeting, ASKS, OFFERS, greeting, ACCEPTS, GOODBYE]
    [context] = [
        c for item in set(world.vendor.conversations) - before for c in world.vendor.conversations[item].contexts
    ]
    assert context.endswith(f"agent: {greeting}\ncaller: {ASKS}\nagent: {OFFERS}")


async def test_a_relay_that_is_killed_gives_its_call_to_another_with_the_story_so_far(world):
    call = world.ring(SCENARIO)
    await until(lambda: any(kind == "said" for _, kind, _ in call.events))
    await asyncio.sleep(1.0)  # the agent is answering
    before = set(world.vendor.conversations)
    [victim] = [relay for relay in world.relays if relay.port == port_of(call)]
    await world.kill_relay(victim)
    await call.ended(60)
    await world.settled()
    record = await world.call_record(call.sid)
    assert (len(call.streams), record["resumes"], record["stream_outcome"]) == (2, 1, "agent-ended")
    assert record["cuts"] == 1
    [second] = set(world.vendor.conversations) - before
    [context] = world.vendor.conversations[second].contexts
    assert ASKS in context  # what the caller said to the relay that is gone
    assert OFFERS in context or "agent:" in context
    assert GOODBYE in await story(world, call.sid)
    await world.add_relay()


async def test_a_relay_that_has_to_leave_hands_its_call_over(world):
    call = world.ring(SCENARIO)
    await until(lambda: any(kind == "said" for _, kind, _ in call.events))
    [leaver] = [relay for relay in world.relays if relay.port == port_of(call)]
    await world.drain_relay(leaver)
    await call.ended(60)
    await world.settled()
    record = await world.call_record(call.sid)
    assert (len(call.streams), record["resumes"], record["stream_outcome"]) == (2, 1, "agent-ended")
    assert "stream ended" in [event["kind"] for event in await world.timeline(call.sid)]
    first, second = await recordings(world, call.sid)
    assert (first["part"], first["begins_at_s"], second["part"]) == (1, 0, 2)
    assert 1 < second["begins_at_s"] < record["duration_s"]
    assert first["peaks"]["caller"] != second["peaks"]["caller"]


async def recordings(world, call_sid: str) -> list[dict]:
    """The relay's own, as the API lists them."""
    address = f"{world.cloud.base_url}/api/v1/calls/{call_sid}/recordings?with_peaks=true"
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http, http.get(address) as answer:
        return [item for item in (await answer.json())["recordings"] if item["kind"] == "call"]


async def test_a_call_whose_relay_stands_still_is_reaped_and_goes_on_with_another(world):
    """Half open: no socket breaks, and the caller hears nothing. Only the lease shows it."""
    await at_least_two(world)
    call = world.ring(SCENARIO)
    await until(lambda: any(kind == "said" for _, kind, _ in call.events))
    await until_leased(world, call)
    [victim] = [relay for relay in world.relays if relay.port == port_of(call)]
    victim.freeze()
    world.addresses.withdraw(RELAY_HOST, victim.port)
    await let_lease_run_out(world, call)
    reaped = [await world.cloud.invoke("ReapOrphansFunction", {}) for _ in range(2)]
    await call.ended(60)
    await victim.kill()  # only now its agent's socket breaks, too
    await world.settled()
    record = await world.call_record(call.sid)
    assert [item["reaped"] for item in reaped] == [1, 0]
    assert (len(call.streams), record["resumes"], record["stream_outcome"]) == (2, 1, "agent-ended")
    assert "reaped" in [event["kind"] for event in await world.timeline(call.sid)]
    assert "lease_until" not in record


async def at_least_two(world: World) -> None:
    world.relays = [relay for relay in world.relays if relay.is_up]
    while len(world.relays) < 2:
        await world.add_relay()


async def until_leased(world: World, call: CallState) -> None:
    deadline = time.monotonic() + 10
    while "lease_until" not in await world.call_record(call.sid):
        assert time.monotonic() < deadline, "no lease was taken"
        await asyncio.sleep(0.1)


async def let_lease_run_out(world: World, call: CallState) -> None:
    """As if its half minute had passed."""
    await asyncio.to_thread(
        world.cloud.client("dynamodb").update_item,
        TableName=world.cloud.resource_name("CallsTable"),
        Key={"pk": {"S": f"CALL#{call.sid}"}, "sk": {"S": "CALL"}},
        UpdateExpression="SET lease_until = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )


def port_of(call: CallState) -> int:
    return call.streams[-1].port


async def until(condition: Callable[[], bool], limit_s: float = 30.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await asyncio.sleep(0.02)
