"""Calls that our own brain holds, in the carrier's voice and at Retell: tools, interruption, transfer, lost relays."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from local.retell.workspace import Call as RetellCall
from local.scenarios import CALLER_VOICE, Scenario
from local.scenarios.support_call import (
    ACCEPTS,
    ASKS,
    BY_BRAIN,
    BY_BRAIN_AT_RETELL,
    GOODBYE,
    GREETING,
    OFFERS,
    RETELL_AGENT_WITH_BRAIN,
)
from local.twilio import Caller, CallState, Person
from local.twilio.caller import Screenplay
from local.world.world import COLLEAGUE, RELAY_HOST, World

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
HELLO = GREETING.replace("{{first_name}}", "Ana")
RESUMED = "Sorry, the line was cut. Where were we?"
WHEN, HOURS = "When do you open?", "On Friday we are open from nine to four."
EVERYTHING, STOP, OF_COURSE = "Tell me everything.", "Stop please.", "Of course. What can I do for you?"
KEYS_HEARD, CALLED = "Thank you, I have your number.", "+14155550171"
REMINDED = "Are you still there?"
CUT_AT_RETELL = 2  # calls there that lose their relay
NEVER_AGAIN, COLLEAGUE_PLEASE = "Never call me again.", "A colleague, please."


@dataclass
class Filed:
    call: CallState
    record: dict[str, Any]
    said: list[str]
    turns: list[dict[str, Any]]


async def asks_and_opts_out(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(WHEN, CALLER_VOICE)
    await caller.agent_finishes()
    await caller.presses("4711#")
    await caller.agent_finishes()
    await caller.says(NEVER_AGAIN, CALLER_VOICE)
    await caller.agent_finishes()


async def cuts_in(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(EVERYTHING, CALLER_VOICE)
    await caller.agent_starts()
    await caller.hears_for(0.4)
    await caller.says(STOP, CALLER_VOICE)
    await caller.agent_finishes()


async def wants_a_colleague(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(COLLEAGUE_PLEASE, CALLER_VOICE)
    await is_put_through(caller)


async def keys_and_wants_a_colleague(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.presses("4711#")
    await wants_a_colleague(caller)


async def is_silent_and_wants_a_colleague(caller: Caller) -> None:
    await caller.agent_finishes()
    await wants_a_colleague(caller)  # after a reminder


async def is_put_through(caller: Caller) -> None:
    deadline = time.monotonic() + 20
    while dialled_by(caller.call)[-1:] != [[COLLEAGUE]] and time.monotonic() < deadline:
        await caller.hears_for(0.1)


def dialled_by(call: CallState) -> list[list[str]]:
    return [detail["nouns"] for _, kind, detail in call.events if kind == "dials"]


def loses_the_relay(cut: asyncio.Event) -> Screenplay:
    """The line is cut after the first answer; the caller goes on when another relay has had time to take over."""

    async def play(caller: Caller) -> None:
        await caller.agent_finishes()
        await caller.says(ASKS, CALLER_VOICE)
        await caller.agent_finishes()
        await cut.wait()
        await caller.hears_for(2.0)
        await caller.says(ACCEPTS, CALLER_VOICE)
        await caller.agent_finishes()
        await caller.line_drops()

    return play


PLAYS: dict[str, tuple[str, Screenplay]] = {
    "tools": (BY_BRAIN.number, asks_and_opts_out),
    "cut in": (BY_BRAIN.number, cuts_in),
    "colleague": (BY_BRAIN.number, wants_a_colleague),
    "cut in at retell": (BY_BRAIN_AT_RETELL.number, cuts_in),
    "colleague at retell": (BY_BRAIN_AT_RETELL.number, keys_and_wants_a_colleague),
}


async def filed(world: World, call: CallState) -> Filed:
    record = await world.call_record(call.sid)
    turns = (await world.transcript(record))["turns"]
    return Filed(call, record, [turn["text"] for turn in turns if turn["text"]], turns)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[World]:
    here = World(say_speed=4.0, relays=1)
    await here.start()
    try:
        yield here
    finally:
        await here.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def day(world: World) -> dict[str, Filed]:
    """The plays on a relay that stays; then two calls on one that is killed, and two on one that leaves."""
    calls = {name: world.ring(Scenario(name, number, play)) for name, (number, play) in PLAYS.items()}
    await until(lambda: all(spoken(call) for call in calls.values() if is_carriers(call)) and at_retell(world) != [])
    called = rings_out(world)
    is_cut = asyncio.Event()
    cut = await pair(world, "killed", is_cut) | await pair(world, "drained", is_cut)
    await until(
        lambda: all(but_reminders(spoken(call)) == [HELLO, OFFERS] for call in cut.values() if is_carriers(call))
    )
    await until(lambda: sum(OFFERS.split(". ")[0] in said for said in at_retell(world)) == CUT_AT_RETELL)
    _, killed, drained = world.relays
    await world.add_relay()
    await asyncio.gather(world.kill_relay(killed), world.drain_relay(drained))
    is_cut.set()
    calls |= cut
    await asyncio.gather(*(call.ended(60) for call in calls.values()))
    await until(lambda: called.status == "ended")
    await world.settled()
    return {name: await filed(world, call) for name, call in calls.items()}


def rings_out(world: World) -> RetellCall:
    """A call that Retell places itself, over its trunk, with the brain's agent."""
    world.twilio.people[CALLED] = Person(play=is_silent_and_wants_a_colleague)
    known = world.retell.workspace.agents[RETELL_AGENT_WITH_BRAIN.agent_id]
    agent = replace(known, settings=known.settings | {"reminder_trigger_ms": 1500})
    numbers = {"direction": "outbound", "from_number": BY_BRAIN_AT_RETELL.number, "to_number": CALLED}
    call = world.retell.workspace.new_call(agent, **numbers)
    world.retell.workspace.place(call)
    return call


async def pair(world: World, name: str, is_cut: asyncio.Event) -> dict[str, CallState]:
    """A call of each kind, both on a relay of their own."""
    others = [relay.port for relay in world.relays]
    await world.add_relay()
    for port in others:
        world.addresses.withdraw(RELAY_HOST, port)
    numbers = {name: BY_BRAIN.number, f"{name} at retell": BY_BRAIN_AT_RETELL.number}
    known = len(world.retell.calls)
    calls = {key: world.ring(Scenario(key, number, loses_the_relay(is_cut))) for key, number in numbers.items()}
    await until(lambda: spoken(calls[name]) != [] and len(at_retell(world)) > known)
    for port in others:
        world.addresses.add(RELAY_HOST, port)
    return calls


def but_reminders(said: list[str]) -> list[str]:
    """On a busy machine a caller waits for the other relay longer than a silence may last."""
    return [line for line in said if line != REMINDED]


def is_carriers(call: CallState) -> bool:
    return call.to == BY_BRAIN.number


def spoken(call: CallState) -> list[str]:
    return [detail["text"] for _, kind, detail in call.events if kind == "conversation-says"]


def at_retell(world: World) -> list[str]:
    """What was said in each call there, once something was."""
    said = (call.values.get("transcript_with_tool_calls") for call in world.retell.calls.values())
    return [str(utterances) for utterances in said if utterances]


async def test_a_tool_of_the_agent_is_asked_with_the_companys_secret_and_its_result_is_spoken(day, world):
    assert day["tools"].said[:3] == [HELLO, WHEN, HOURS]
    assert [asked["day"] for asked in world.tools.asked if asked["call"] == day["tools"].call.sid] == ["friday"]


async def test_digits_that_a_caller_presses_are_nowhere_on_file(day):
    assert "4711" not in str(day["tools"].record) + str(day["tools"].turns)
    assert "[keys pressed: 5]" in str(day["tools"].turns)


async def test_a_person_who_asks_for_it_is_on_the_stop_list(day, world):
    assert day["tools"].record["opted_out"] is True
    found = await asyncio.to_thread(
        world.cloud.client("dynamodb").scan, TableName=world.cloud.resource_name("CampaignsTable")
    )
    assert "+14155550123" in str(found["Items"])


async def test_what_a_caller_cut_short_is_on_file_as_heard_and_no_stale_word_follows(day):
    [cut] = [turn for turn in day["cut in"].turns if turn["interrupted"]]
    assert cut["intended"].startswith(cut["text"])
    assert cut["intended"] != cut["text"]
    assert day["cut in"].said[-1] == OF_COURSE
    heard = spoken(day["cut in"].call)
    assert not [line for line in heard if "Is there anything else?" in line and line != cut["intended"]]


@pytest.mark.parametrize("name", ["colleague", "colleague at retell"])
async def test_a_transfer_rings_the_agents_own_target(day, name):
    """Retell transfers no call that was registered there: the carrier does."""
    record = day[name].record
    assert (record["stream_outcome"], record["transfer_to"]) == ("transferred", "billing")
    assert dialled_by(day[name].call)[-1] == [COLLEAGUE]


async def test_retell_itself_transfers_a_call_on_its_trunk_and_reminds_by_its_own_clock(day, world):
    [call] = [call for call in world.retell.calls.values() if call.is_on_trunk]
    assert REMINDED in call.values["transcript"]
    assert (call.values["disconnection_reason"], call.values["transfer_destination"]) == ("call_transfer", COLLEAGUE)
    reported = [delivery.event for delivery in world.retell.deliveries if delivery.call_id == call.call_id]
    assert {"transfer_started", "transfer_bridged", "call_ended"} <= set(reported)


async def test_keys_that_a_caller_presses_at_retell_are_answered(day, world):
    assert KEYS_HEARD in day["colleague at retell"].said
    assert "4711" not in str(day["colleague at retell"].record) + str(day["colleague at retell"].turns)


async def test_a_caller_who_cuts_in_at_retell_hears_no_stale_word(day):
    said = day["cut in at retell"].said
    assert said[-2:] == [STOP, OF_COURSE]
    assert not [line for line in said if "Is there anything else?" in line]


@pytest.mark.parametrize("name", ["killed", "drained"])
async def test_a_call_whose_relay_is_gone_goes_on_with_another_and_one_transcript_has_all_of_it(day, name):
    assert (day[name].record["resumes"], day[name].record["stream_outcome"]) == (1, "agent-ended")
    assert but_reminders(day[name].said) == [HELLO, ASKS, OFFERS, RESUMED, ACCEPTS, GOODBYE]


@pytest.mark.parametrize("name", ["killed at retell", "drained at retell"])
async def test_a_call_at_retell_whose_relay_is_gone_is_dialled_again_and_not_greeted_twice(day, name):
    assert day[name].record["end_reason"] == "agent_hangup"
    assert but_reminders(day[name].said) == [HELLO, ASKS, OFFERS, ACCEPTS, GOODBYE]


async def test_a_path_without_the_secret_is_not_there(world):
    url = world.addresses.resolve("wss://relay.trunkline.test/llm-websocket/not-the-secret-at-all/call_1")
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(url)
    assert refused.value.status == 404


async def until(condition: Callable[[], bool], limit_s: float = 40.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await asyncio.sleep(0.02)
