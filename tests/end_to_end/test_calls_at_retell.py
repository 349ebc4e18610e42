"""Calls whose agent is Retell's own: one that it answers on its trunk, and one whose transfer is not taken."""

from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from local.agents.dialogue import ClientTool, Exchange
from local.commands.campaign import Office
from local.commands.running import COMPANY_KEY
from local.retell import Agent, CustomFunction
from local.retell.workspace import Call as RetellCall
from local.scenarios import CALLER_VOICE, Scenario
from local.scenarios.retell_tools import FUNCTIONS
from local.scenarios.support_call import AT_RETELL, GREETING
from local.twilio import Caller, CallState, Person
from local.world.world import SPARE_NUMBERS, World

NUMBER, COLLEAGUE, MESSAGE = SPARE_NUMBERS[0], "+14155550167", "Please call me back about my order."
HELLO = GREETING.replace("{{first_name}}", "Ana")
ASKS, STOP, OF_COURSE = "Tell me everything.", "Stop please.", "Of course. What can I do for you?"
EVERYTHING = "We open at nine and close at four. On Saturday we open at ten. Is there anything else?"
WANTS, PUTS_THROUGH = "A colleague, please.", "One moment, please."
TRANSFER = ClientTool("transfer_to_human", {"whom": "billing", "summary": "Ana asks about her order."})
TALKER = Agent(
    "agent_on_the_trunk",
    GREETING,
    (Exchange(ASKS, EVERYTHING), Exchange(STOP, OF_COURSE)),
    caller_voices=(CALLER_VOICE,),
)
SWITCHBOARD = Agent(
    "agent_who_transfers",
    "Acme, how can I help?",
    (Exchange(WANTS, PUTS_THROUGH, tool=TRANSFER),),
    caller_voices=(CALLER_VOICE,),
    functions=(CustomFunction("transfer_to_human", f"{FUNCTIONS}/transfer_to_human"),),
)
ROUTE = {
    "number": NUMBER,
    "mode": "register",
    "provider": "retell",
    "agent_id": SWITCHBOARD.agent_id,
    "transfer_targets": {"billing": COLLEAGUE},
    "transfer_untaken": "agent",
    "fallback": "voicemail",
    "voicemail_transcript": True,
}

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass
class Day:
    world: World
    answered: RetellCall
    untaken: CallState


async def cuts_in(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.agent_starts()
    await caller.hears_for(0.4)
    await caller.says(STOP, CALLER_VOICE)
    await caller.agent_finishes()


async def is_left_to_the_voicemail(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(WANTS, CALLER_VOICE)
    await caller.agent_finishes(quiet_s=1.5, timeout_s=30)
    await caller.says(MESSAGE, CALLER_VOICE)
    await caller.presses("#")
    await caller.line_drops(timeout_s=30)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def day(customers_world: World) -> Day:
    world = customers_world
    world.retell.add_agent(TALKER)
    world.retell.add_agent(SWITCHBOARD)
    world.twilio.people[COLLEAGUE] = Person(busy=True)
    world.retell.workspace.numbers[AT_RETELL.number]["inbound_agents"] = [{"agent_id": TALKER.agent_id, "weight": 1}]
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        await Office(http, world.cloud.base_url).ask("POST", "/routes", ROUTE)
    calls = [
        world.retell_trunk.ring(AT_RETELL.number, AT_RETELL.caller_number, cuts_in),
        world.ring(Scenario("a transfer that is not taken", NUMBER, is_left_to_the_voicemail)),
    ]
    for call in calls:
        await call.ended(60)
    await world.settled()
    [answered] = [call for call in world.retell.calls.values() if call.agent is TALKER]
    return Day(world, answered, calls[1])


async def turns(day: Day) -> list[dict[str, Any]]:
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        shown = await Office(http, day.world.cloud.base_url).ask("GET", f"/conversations/{day.answered.call_id}")
    return shown["transcript"]


async def test_retell_asks_who_is_calling_before_it_answers_and_its_agent_knows(day):
    asked = [delivery.status for delivery in day.world.retell.deliveries if delivery.event == "call_inbound"]
    assert asked == [200]
    assert day.answered.values["retell_llm_dynamic_variables"]["first_name"] == "Ana"
    assert (await turns(day))[0]["message"] == HELLO


async def test_an_agent_of_retells_own_stops_for_a_caller_who_cuts_in(day):
    said = [turn["message"] for turn in await turns(day)]
    assert said[-2:] == [STOP, OF_COURSE]
    assert said[:2] == [HELLO, ASKS]
    assert EVERYTHING.startswith(said[2])
    assert said[2] != EVERYTHING


async def test_a_transfer_that_is_not_taken_leaves_the_caller_to_the_voicemail(day):
    record = await day.world.call_record(day.untaken.sid)
    assert (record["transfer_to"], record["transfer_taken"]) == ("billing", False)
    assert record["voicemail_text"] == MESSAGE
