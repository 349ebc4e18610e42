"""Tools of a brain's call: once for the call, whichever relay asks; reads may run again."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from media_relay.brains.brain_tools import NOT_TAKEN_DOWN, NOTED, RAN_BEFORE, TAKEN_DOWN, BrainTools, bounded
from media_relay.calls.call_store import CallStore
from media_relay.session.messages import RunTool as RunHttpTool
from media_relay.session.messages import ToolFinished
from tests.fakes.brain_store import InMemoryBrainStore
from tests.fakes.companies import InMemoryCompanies
from tests.fakes.relays import store_in
from tests.fakes.tables import InMemoryTables
from trunkline.brain.domain.agents import BrainAgent, BrainTool
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import RunTool, ToolReturned
from trunkline.ids import CallId, ConversationId

AGENT = BrainAgent(
    "brain_desk",
    "You help.",
    tools=(
        BrainTool("order", "Orders it.", url="https://shop.example.com/orders"),
        BrainTool("hours", "Opening hours.", url="https://shop.example.com/hours", method="GET"),
    ),
)
CALL = BrainContext(AGENT, "acme", CallId("CA1"), "+14155550123", "a1")


class Runner:
    def __init__(self, result: str = "ordered", *, is_error: bool = False) -> None:
        self.ran: list[str] = []
        self._result, self._is_error = result, is_error

    def start(self, order: RunHttpTool, _caller: Any, report: Callable[[ToolFinished], None]) -> None:
        self.ran.append(f"{order.tool.method} {order.tool.url}")
        report(ToolFinished(order.run, self._result, is_error=self._is_error))


class Desk:
    def __init__(self, runner: Runner | None = None, brains: InMemoryBrainStore | None = None) -> None:
        self.tables, self.runner, self.brains = InMemoryTables(), runner or Runner(), brains or InMemoryBrainStore()
        self.store: CallStore = store_in(self.tables, InMemoryCompanies())

    async def run(self, name: str, call: BrainContext = CALL, **arguments: Any) -> ToolReturned:
        returned: asyncio.Future[ToolReturned] = asyncio.get_running_loop().create_future()
        tools = BrainTools(self.brains, self.store, self.runner)  # type: ignore[arg-type]
        tools.of(call)(RunTool(f"{name}-1", "t1", name, arguments), returned.set_result)
        await tools.settled()
        return await asyncio.wait_for(returned, 5)


async def test_an_effect_runs_once_and_another_relay_gets_its_result():
    desk = Desk()
    assert (await desk.run("order")).content == "ordered"
    other = Desk(brains=desk.brains)
    assert await other.run("order") == ToolReturned("order-1", "ordered")
    assert (len(desk.runner.ran), len(other.runner.ran)) == (1, 0)


async def test_an_effect_whose_result_was_lost_is_not_repeated():
    desk = Desk()
    desk.brains.begin_effect(CALL.call_id, "order-1")
    assert await desk.run("order") == ToolReturned("order-1", RAN_BEFORE, is_error=True)
    assert desk.runner.ran == []


async def test_a_tool_that_only_reads_runs_each_time():
    desk = Desk(Runner("from nine"))
    assert [(await desk.run("hours")).content for _ in range(2)] == ["from nine"] * 2
    assert desk.runner.ran == ["GET https://shop.example.com/hours"] * 2


async def test_a_failure_is_the_models_to_know():
    desk = Desk(Runner("the tool took too long", is_error=True))
    assert await desk.run("order") == ToolReturned("order-1", "the tool took too long", is_error=True)
    assert await desk.run("order") == ToolReturned("order-1", RAN_BEFORE, is_error=True)


async def test_a_store_that_is_away_runs_no_effect(monkeypatch):
    desk = Desk()
    monkeypatch.setattr(desk.brains, "begin_effect", lambda *_: 1 / 0)
    assert (await desk.run("order")).is_error
    assert desk.runner.ran == []


async def test_a_person_who_asks_for_it_is_not_called_again():
    desk = Desk()
    assert await desk.run("stop_calling") == ToolReturned("stop_calling-1", NOTED)
    [opt_out] = desk.tables.opt_outs
    assert (opt_out.company_id, opt_out.attempt_id) == ("acme", "a1")


@pytest.mark.parametrize("person", ["", "anonymous"])
async def test_a_withheld_number_is_said_to_the_model(person):
    desk = Desk()
    returned = await desk.run("stop_calling", BrainContext(AGENT, "acme", CallId("CA1"), person))
    assert returned.is_error
    assert not desk.tables.opt_outs


NOTES = BrainTool("answers", "Takes answers down.", {"type": "object", "properties": {"feeling": {}, "dyspnea": {}}})
CHECK_IN = replace(CALL, agent=replace(AGENT, tools=(NOTES,)), conversation_id=ConversationId("brain_CA1"))


async def test_answers_are_collected_as_often_as_they_are_given_and_those_without_are_null():
    desk = Desk()
    for feeling in ("worse", "same"):
        returned = await desk.run("answers", CHECK_IN, feeling=feeling, other="x")
        assert (returned.content, returned.is_error) == (TAKEN_DOWN, False)
    assert desk.brains.collected == {"brain_CA1": {"feeling": "same", "dyspnea": None}}
    assert (desk.brains.effects, desk.runner.ran) == ({}, [])


async def test_an_answer_that_was_not_taken_down_is_asked_for_again(monkeypatch):
    desk = Desk()
    monkeypatch.setattr(desk.brains, "collect", lambda *_: 1 / 0)
    assert await desk.run("answers", CHECK_IN, feeling="same") == ToolReturned(
        "answers-1", NOT_TAKEN_DOWN, is_error=True
    )


@pytest.mark.parametrize(
    ("value", "kept"),
    [("x" * 600, "x" * 500), (["a"] * 30, ["a"] * 20), ([1], None), ({"a": 1}, None), (82.5, 82.5), (True, True)],
)
def test_what_is_collected_fits_into_a_record(value, kept):
    assert bounded(value) == kept
