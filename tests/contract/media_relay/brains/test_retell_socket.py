"""Retell's custom-LLM socket on a real relay: who may connect, what is spoken, what a lost socket and a drain leave."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio

from media_relay.brains import retell_conversation
from media_relay.brains.brain_call import RunBrainTool
from media_relay.brains.retell_calls import RetellCalls
from tests.fakes.brain_lines import SteeredModel
from tests.fakes.brain_store import InMemoryBrainStore
from tests.fakes.relays import Relay, relay_to
from tests.fakes.retell_llm import RetellLlm
from tests.fakes.webhooks import LLM_SOCKET_SECRET
from trunkline.brain.adapters.scripted_model import ScriptedModel
from trunkline.brain.domain.agents import NO_TRANSFER, BrainAgent, BrainTool
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import RunTool, ToolReturned, TransferCall
from trunkline.brain.domain.model_events import StreamEnded, TextArrived, ToolRequested
from trunkline.brain.domain.scripts import ScriptedReply
from trunkline.brain.ports import ChatModel
from trunkline.errors import CarrierError

AGENT = BrainAgent(
    "agent_1", "p", "Hello {{first_name}}.", tools=(BrainTool("hours", "Opening hours"),), model="desk",
    transfer_targets={"billing": "+14155550190"},
)  # fmt: skip
SCRIPT = (
    ScriptedReply("open", "We are open {result}.", tool="hours"),
    ScriptedReply("name", "I am the front desk."),
    ScriptedReply("bye", "Goodbye.", tool="end_call"),
    ScriptedReply("bill", "I put you through.", tool="transfer_to_human", arguments={"target": "billing"}),
    ScriptedReply("keys", "I have your number."),
)


@dataclass
class Carrier:
    """Where registered calls are handed over."""

    refuses: bool = False
    took: list[tuple[str, str]] = field(default_factory=list)

    def hand_over(self, call: BrainContext, transfer: TransferCall) -> None:
        if self.refuses:
            raise CarrierError("20003", "no")
        self.took.append((call.call_id, call.agent.transfer_targets[transfer.target]))


@dataclass
class House:
    """A relay with a brain, and a way to ring it."""

    relay: Relay
    store: InMemoryBrainStore
    ran: list[str]
    carrier: "Carrier"
    calls: list[RetellLlm] = field(default_factory=list)

    async def ring(self, call_id: str = "call_1", secret: str = LLM_SOCKET_SECRET, **values: str) -> RetellLlm:
        call = RetellLlm(f"http://127.0.0.1:{self.relay.server.port}", call_id, secret, **values)
        self.calls.append(call)
        await call.connect()
        return call


@asynccontextmanager
async def house(
    model: ChatModel | None = None, store: InMemoryBrainStore | None = None, clock: Callable[[], float] = time.monotonic
) -> AsyncIterator[House]:
    store, ran, carrier = store or InMemoryBrainStore({"agent_1": AGENT}, {"call_1", "call_2"}), list[str](), Carrier()

    def tools_of(_context: BrainContext) -> RunBrainTool:
        def run(tool: RunTool, report: Callable[[ToolReturned], None]) -> None:
            ran.append(tool.name)
            report(ToolReturned(tool.key, "from nine"))

        return run

    async with relay_to("http://127.0.0.1:1") as relay:
        model = model or ScriptedModel({"desk": SCRIPT})
        relay.server.brains = RetellCalls(store, model, tools_of, carrier.hand_over, clock)
        found = House(relay, store, ran, carrier)
        try:
            yield found
        finally:
            for call in found.calls:
                await call.disconnect()


@pytest_asyncio.fixture
async def home() -> AsyncIterator[House]:
    async with house() as found:
        yield found


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - frames come one by one
            await asyncio.sleep(0.005)


async def test_a_call_is_configured_greeted_and_answered(home):
    call = await home.ring(first_name="Ana")
    assert await call.until_complete(0) == "Hello Ana."
    assert call.frames[0] == {
        "response_type": "config",
        "config": {"auto_reconnect": True, "call_details": True, "transcript_with_tool_calls": True},
    }
    await call.ask("What is your name?", 1)
    assert await call.until_complete(1) == "I am the front desk."
    assert call.dropped == []


async def test_a_tool_runs_and_stands_in_the_transcript(home):
    call = await home.ring()
    await call.ask("When do you open?", 1)
    assert await call.until_complete(1) == "We are open from nine."
    kinds = [frame["response_type"] for frame in call.frames]
    assert kinds.index("tool_call_invocation") < kinds.index("tool_call_result")
    assert home.ran == ["hours"]


async def test_a_tool_that_two_requests_ask_for_has_one_invocation_and_its_result():
    """A real model gives each of its calls an id of its own."""
    model = SteeredModel()
    async with house(model) as home:
        call = await home.ring()
        await call.until_complete(0)
        for number in (1, 2):
            await call.ask("When do you open?", number)
            await until(lambda number=number: len(model.queues) == number)
            model.queues[number - 1].put_nowait(ToolRequested(f"call_{number}", "hours", {}))
            await until(lambda: home.ran == ["hours"])
        model.queues[1].put_nowait(StreamEnded())
        await until(lambda: len(model.queues) == 3)
        used = [frame for frame in call.frames if frame["response_type"].startswith("tool_call")]
    assert [frame["response_type"] for frame in used] == ["tool_call_invocation", "tool_call_result"]
    assert {frame["tool_call_id"] for frame in used} == {"call_1"}


async def test_keys_that_a_caller_presses_are_answered(home):
    call = await home.ring()
    await call.until_complete(0)
    await call.press("4711#", 1)
    assert await call.until_complete(1) == "I have your number."


async def test_speculative_requests_run_an_effect_once_and_the_newest_alone_speaks(home):
    call = await home.ring()
    await call.until_complete(0)
    await call.ask("When do you open", 1)
    await call.ask("on Friday", 2)
    call.transcript[-1]["content"] = "When do you open on Friday?"
    await call.repeat(3)
    assert await call.until_complete(3) == "We are open from nine."
    assert home.ran == ["hours"]


async def test_hanging_up_is_a_field_of_the_last_response(home):
    call = await home.ring()
    await call.ask("Bye", 1)
    assert await call.until_complete(1) == "Goodbye."
    assert [frame for frame in call.frames if frame.get("end_call")] == [call.frames[-1]]


async def test_pings_are_answered_also_while_the_model_thinks():
    async with house(SteeredModel()) as home:
        call = await home.ring()
        await call.ask("Hello", 1)
        await call.send(interaction_type="ping_pong", timestamp=7)
        await until(lambda: call.pongs == [7])


async def test_a_request_that_comes_before_the_call_is_looked_up_is_answered(home):
    call = await home.ring()
    await call.ask("What is your name?", 1)
    assert await call.until_complete(1) == "I am the front desk."


async def test_no_stale_word_follows_an_interruption_in_mid_answer():
    model = SteeredModel()
    async with house(model) as home:
        call = await home.ring()
        await call.until_complete(0)
        await call.ask("All of it, please", 1)
        await until(lambda: len(model.queues) == 1)
        model.queues[0].put_nowait(TextArrived("First of all, "))
        await until(lambda: call.spoken.get(1) == "First of all, ")
        await call.ask("Stop", 2)
        await until(lambda: len(model.queues) == 2)
        for word in ("second, ", "third."):
            model.queues[0].put_nowait(TextArrived(word))
        model.queues[1].put_nowait(TextArrived("Yes?"))
        model.queues[1].put_nowait(StreamEnded())
        assert await call.until_complete(2) == "Yes?"
        assert (call.spoken[1], call.dropped) == ("First of all, ", [])


@pytest.mark.parametrize(
    "path",
    ["/llm-websocket/wrong-secret-wrong-secret/call_1", f"/llm-websocket/{LLM_SOCKET_SECRET}", "/llm-websocket/",
     f"/llm-websocket/{LLM_SOCKET_SECRET}/call%2F1", f"/llm-websocket/{LLM_SOCKET_SECRET}/a/b"],
)  # fmt: skip
async def test_without_the_secret_there_is_no_such_path(home, path):
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(f"http://127.0.0.1:{home.relay.server.port}{path}")
    assert refused.value.status == 404


@pytest.mark.parametrize(("call_id", "agent_id"), [("call_9", "agent_1"), ("call_1", "agent_of_another")])
async def test_a_call_or_an_agent_that_is_not_ours_is_refused(home, call_id, agent_id):
    call = await home.ring(call_id, agent_id=agent_id)
    await until(lambda: call.close_code is not None)
    assert call.close_code == 1008
    assert call.spoken == {}


async def test_a_store_that_is_away_loses_the_socket_and_not_the_call(home):
    home.store.is_away = True
    call = await home.ring()
    await until(lambda: call.close_code is not None)
    assert call.close_code == 1006  # Retell dials again
    await call.disconnect()
    home.store.is_away = False
    await call.connect()
    assert await call.until_complete(0) == "Hello ."


@pytest.mark.parametrize("raw", ["no json", "[]", '{"interaction_type": "response_required"}', '{"x": 1}', b"\x00\x01"])
async def test_garbage_is_passed_over(home, raw):
    call = await home.ring()
    await call.until_complete(0)
    await call.send_raw(raw)
    await call.ask("What is your name?", 1)
    assert await call.until_complete(1) == "I am the front desk."


async def test_a_lost_socket_is_taken_up_again_without_a_second_greeting_or_effect(home):
    call = await home.ring()
    await call.until_complete(0)
    await call.ask("When do you open?", 1)
    await call.until_complete(1)
    await call.lose()
    call.complete.discard(0)
    call.newest, call.spoken = 0, {}
    await call.connect()
    assert await call.until_complete(0) == ""
    await call.repeat(2)
    assert await call.until_complete(2) == "We are open from nine."
    assert home.ran == ["hours"]


async def test_another_relay_goes_on_with_the_story(home):
    call = await home.ring()
    await call.until_complete(0)
    await call.ask("What is your name?", 1)
    await call.until_complete(1)
    async with house(store=home.store) as other:
        again = await other.ring()
        assert await again.until_complete(0) == ""
        again.transcript = call.transcript
        await again.ask("Bye", 2)
        assert await again.until_complete(2) == "Goodbye."


async def test_a_relay_that_leaves_drops_its_sockets_without_a_close_code(home):
    call = await home.ring()
    await call.until_complete(0)
    await home.relay.server.drain()
    await until(lambda: call.close_code is not None)
    assert call.close_code == 1006


async def test_a_relay_that_is_full_or_leaves_is_dialled_around(home):
    home.relay.server.is_draining = True
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await home.ring()
    assert refused.value.status == 503


async def test_a_brain_whose_call_does_not_come_back_is_forgotten():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        call = await home.ring()
        await call.until_complete(0)
        await call.lose()
        brains = home.relay.server.brains
        await until(lambda: not brains.sockets)
        now_s[0] += 61
        brains.tick()
        assert not brains._conversations


async def test_a_hundred_brains_do_not_answer_for_each_other():
    store = InMemoryBrainStore({"agent_1": AGENT}, {f"call_{n}" for n in range(100)})
    scripts = {"desk": tuple(ScriptedReply(f"number {n}.", f"You said {n}!") for n in range(100))}
    async with house(ScriptedModel(scripts), store) as home:
        calls = [await home.ring(f"call_{n}") for n in range(100)]
        await asyncio.gather(*(call.ask(f"I am number {n}.", 1) for n, call in enumerate(calls)))
        said = await asyncio.gather(*(call.until_complete(1) for call in calls))
    assert said == [f"You said {n}!" for n in range(100)]


async def test_a_caller_whose_first_socket_was_lost_before_the_greeting_is_greeted_by_the_next(home, monkeypatch):
    store, checking, begun = home.store, threading.Event(), threading.Event()
    begin = store.begin_effect

    def slowly(*asked):
        begun.set()
        checking.wait(5)
        return begin(*asked)

    monkeypatch.setattr(store, "begin_effect", slowly)
    call = await home.ring(first_name="Ana")
    await until(begun.is_set)
    await call.lose()
    await until(lambda: not home.relay.server.brains.sockets)
    checking.set()
    await until(lambda: home.relay.server.brains._ungreeted)
    await call.connect()
    assert await call.until_complete(0) == "Hello Ana."


@pytest_asyncio.fixture
async def registered(monkeypatch) -> AsyncIterator[House]:
    """A house whose calls are the carrier's; speech takes no time in it."""
    monkeypatch.setattr(retell_conversation, "SPEECH_BEGINS_S", 0.05)
    monkeypatch.setattr(retell_conversation, "SECONDS_PER_CHARACTER", 0.0)
    store = InMemoryBrainStore({"agent_1": AGENT}, {"call_1"}, are_carriers=True)
    async with house(store=store) as found:
        yield found


async def announced(home: House) -> RetellLlm:
    call = await home.ring()
    await call.until_complete(0)
    await call.ask("My bill, please", 1)
    assert await call.until_complete(1) == "I put you through."
    return call


async def test_retell_transfers_a_call_whose_number_it_has(home):
    call = await announced(home)
    assert call.frames[-1]["transfer_number"] == "+14155550190"
    assert home.carrier.took == []


async def test_a_registered_call_is_handed_over_at_the_carrier_once_the_words_are_spoken(registered):
    call = await announced(registered)
    assert not [frame for frame in call.frames if "transfer_number" in frame]
    assert registered.carrier.took == []
    await until(lambda: registered.carrier.took == [("call_1", "+14155550190")])


async def test_a_caller_who_says_thanks_is_handed_over_and_not_answered(registered):
    call = await announced(registered)
    await call.ask("Thanks", 2)
    await until(lambda: registered.carrier.took != [])
    assert 2 not in call.spoken


async def test_words_that_were_not_all_when_the_transfer_was_announced_void_it(registered):
    call = await announced(registered)
    call.transcript = [{"role": "user", "content": "My bill, please ... no: what is your name?"}]
    await call.repeat(2)
    assert await call.until_complete(2) == "I am the front desk."
    await asyncio.sleep(0.1)
    assert registered.carrier.took == []


async def test_a_transfer_that_the_carrier_refuses_is_said_at_once_and_not_promised_again(registered):
    registered.carrier.refuses = True
    call = await announced(registered)
    await until(lambda: call.frames[-1]["response_type"] == "agent_interrupt")
    assert call.frames[-1]["content"] == NO_TRANSFER
    await call.ask("Then my bill by mail", 2)
    await call.until_complete(2)
    await asyncio.sleep(0.1)
    assert not [frame for frame in call.frames if "transfer_number" in frame]


async def test_a_relay_that_leaves_carries_out_what_it_announced(registered, monkeypatch):
    monkeypatch.setattr(retell_conversation, "SPEECH_BEGINS_S", 60.0)
    await announced(registered)
    await registered.relay.server.drain()
    assert registered.carrier.took == [("call_1", "+14155550190")]
