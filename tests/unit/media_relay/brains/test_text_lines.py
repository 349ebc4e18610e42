"""The lines of a relay that stops: a tool that runs for a call is waited for, so that its result is on file."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from media_relay.brains.text_lines import text_lines
from media_relay.session.messages import RunTool as RunHttpTool
from media_relay.session.messages import ToolFinished
from tests.fakes.brain_lines import SteeredModel
from tests.fakes.brain_store import InMemoryBrainStore
from tests.fakes.companies import InMemoryCompanies
from tests.fakes.relays import store_in
from tests.fakes.tables import InMemoryTables
from trunkline.brain.domain.agents import BrainAgent, BrainTool
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import RunTool, ToolReturned
from trunkline.ids import CallId

AGENT = BrainAgent("desk", "p", tools=(BrainTool("order", "Orders it.", url="https://shop.example.com/orders"),))
CALL = BrainContext(AGENT, "acme", CallId("CA1"))


class SlowRunner:
    """A tool's server that answers when the test says so."""

    def __init__(self) -> None:
        self.running: list[Callable[[ToolFinished], None]] = []

    def start(self, _order: RunHttpTool, _call: Any, report: Callable[[ToolFinished], None]) -> None:
        self.running.append(report)


@pytest.mark.parametrize("line", ["of_provider", "of_carrier"])
async def test_a_drain_waits_until_a_tools_result_is_on_file(line):
    runner, brains, returned = SlowRunner(), InMemoryBrainStore(), list[ToolReturned]()
    context: Any = SimpleNamespace(
        store=store_in(InMemoryTables(), InMemoryCompanies()), tools=runner, clock=asyncio.get_running_loop().time
    )
    calls = getattr(
        text_lines(context, brains, SteeredModel(), lambda _report: None, lambda _call, _transfer: None), line
    )
    calls.run_tool_of(CALL)(RunTool("order-1", "t1", "order", {}), returned.append)
    async with asyncio.timeout(5):
        while not runner.running:  # noqa: ASYNC110 - its effect is noted in a thread first
            await asyncio.sleep(0.005)
    drain = asyncio.create_task(calls.drain())
    await asyncio.sleep(0.05)
    assert not drain.done()
    runner.running[0](ToolFinished(0, "ordered", is_error=False))
    await asyncio.wait_for(drain, 5)
    assert brains.begin_effect(CALL.call_id, "order-1").result == returned[0].content == "ordered"
