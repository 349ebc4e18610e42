"""Calls over ConversationRelay on a real relay: tickets, words, interruptions, keys, transfers, ends, drains."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from media_relay.brains.brain_call import RunBrainTool
from media_relay.brains.converse_call import ConverseCall, Ended
from media_relay.brains.converse_calls import ConverseCalls
from tests.fakes.brain_lines import SteeredModel
from tests.fakes.brain_store import InMemoryBrainStore
from tests.fakes.relays import RELAY_URL, Relay, relay_to
from tests.fakes.webhooks import TWILIO_TOKEN
from trunkline.brain.adapters.scripted_model import ScriptedModel
from trunkline.brain.domain.agents import BrainAgent, BrainTool
from trunkline.brain.domain.conversation import RunTool, ToolReturned
from trunkline.brain.domain.model_events import StreamEnded, TextArrived
from trunkline.brain.domain.scripts import ScriptedReply
from trunkline.brain.ports import ChatModel
from trunkline.calls.domain.dtmf import Keypad

PATH, CALL, SESSION = "/twilio/conversation-relay", "CA1", "VX1"
AGENT = BrainAgent(
    "agent_1", "p", "Hello {{first_name}}.", tools=(BrainTool("hours", "Opening hours"),),
    transfer_targets=("billing",), may_press_digits=True,
)  # fmt: skip
SCRIPT = (
    ScriptedReply("open", "We are open {result}.", tool="hours"),
    ScriptedReply("name", "I am the front desk."),
    ScriptedReply("bye", "Bye.", tool="end_call"),
    ScriptedReply(
        "colleague", "One moment.", tool="transfer_to_human", arguments={"target": "billing", "summary": "Refund"}
    ),
    ScriptedReply("menu", "", tool="press_digits", arguments={"digits": "2#"}),
    ScriptedReply("pressed", "Thank you."),
)


def signed(url: str = RELAY_URL + PATH) -> dict[str, str]:
    mac = hmac.new(TWILIO_TOKEN.encode(), url.encode(), sha1).digest()
    return {"X-Twilio-Signature": base64.b64encode(mac).decode()}


class Twilio:
    """The carrier's side of one session."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}{PATH}"
        self.frames: list[dict[str, Any]] = []
        self.is_over = False
        self.close_code: int | None = None

    async def connect(self, headers: dict[str, str] | None = None) -> None:
        self._http = aiohttp.ClientSession()
        try:
            self._socket = await self._http.ws_connect(self._url, headers=signed() if headers is None else headers)
        except BaseException:
            await self._http.close()
            raise
        self._reader = asyncio.create_task(self._read())

    async def set_up(self, token: str = "t1", call_sid: str = CALL) -> None:
        await self.send(type="setup", sessionId=SESSION, callSid=call_sid, customParameters={"token": token})

    async def send(self, **values: Any) -> None:
        await self._socket.send_str(json.dumps(values))

    async def says(self, text: str) -> None:
        await self.send(type="prompt", voicePrompt=text, lang="en-US", last=True)

    def spoken(self) -> list[str]:
        """Whole turns of the agent."""
        turns, open_turn = [], ""
        for frame in self.frames:
            if frame["type"] == "text":
                open_turn += frame["token"]
                if frame["last"]:
                    turns.append(open_turn)
                    open_turn = ""
        return turns

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["type"] == kind]

    async def hang_up(self) -> None:
        await self._socket.close()
        await self.leave()

    async def leave(self) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        await self._http.close()

    async def _read(self) -> None:
        async for message in self._socket:
            self.frames.append(json.loads(message.data))
        self.is_over, self.close_code = True, self._socket.close_code


@dataclass
class Reports:
    filed: list[tuple[ConverseCall, Ended]] = field(default_factory=list)

    def file(self, call: ConverseCall, ended: Ended) -> None:
        self.filed.append((call, ended))


@dataclass
class House:
    relay: Relay
    store: InMemoryBrainStore
    reports: Reports
    clock: Callable[[], float]
    sides: list[Twilio] = field(default_factory=list)

    async def ring(self, token: str = "t1", **terms: Any) -> Twilio:
        self.relay.ticket(token, CALL, **({"dynamic_variables": {"first_name": "Ana"}} | terms))
        side = await self.connect()
        await side.set_up(token)
        return side

    async def connect(self, headers: dict[str, str] | None = None) -> Twilio:
        side = Twilio(self.relay.server.port)
        await side.connect(headers)
        self.sides.append(side)
        return side


@asynccontextmanager
async def house(model: ChatModel | None = None, clock: Callable[[], float] = time.monotonic) -> AsyncIterator[House]:
    store, reports = InMemoryBrainStore({"agent_1": AGENT}, {CALL}), Reports()

    def tools_of(_call_id: str, _context: object) -> RunBrainTool:
        def run(tool: RunTool, report: Callable[[ToolReturned], None]) -> None:
            report(ToolReturned(tool.key, "from nine"))

        return run

    async with relay_to("http://127.0.0.1:1", clock=clock) as relay:
        context = relay.server.context
        brain = model or ScriptedModel({"agent_1": SCRIPT})
        relay.server.converse = ConverseCalls(context.store, store, brain, reports, tools_of, clock)
        found = House(relay, store, reports, clock)
        try:
            yield found
        finally:
            for side in found.sides:
                await side.leave()


@pytest_asyncio.fixture
async def home() -> AsyncIterator[House]:
    async with house() as found:
        yield found


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - frames come one by one
            await asyncio.sleep(0.005)


async def test_a_caller_is_greeted_and_answered(home):
    side = await home.ring()
    await until(lambda: side.spoken() == ["Hello Ana."])
    await side.says("What is your name?")
    await until(lambda: side.spoken()[1:] == ["I am the front desk."])
    await side.says("When do you open?")
    await until(lambda: side.spoken()[2:] == ["We are open from nine."])


async def test_partial_prompts_are_waited_for(home):
    side = await home.ring()
    await until(side.spoken)
    await side.send(type="prompt", voicePrompt="What is your", last=False)
    await side.says("What is your name?")
    await until(lambda: side.spoken()[1:] == ["I am the front desk."])


async def test_an_interruption_keeps_what_was_heard_and_no_stale_word_follows():
    model = SteeredModel()
    async with house(model) as home:
        side = await home.ring()
        await until(side.spoken)
        await side.says("All of it, please")
        await until(lambda: model.queues)
        model.queues[0].put_nowait(TextArrived("First of all, second, "))
        await until(lambda: len(side.of_type("text")) == 2)
        await side.send(type="interrupt", utteranceUntilInterrupt="First of", durationUntilInterruptMs=460)
        await until(lambda: model.cancelled == 1)
        model.queues[0].put_nowait(TextArrived("third."))
        await side.says("Stop")
        await until(lambda: len(model.queues) == 2)
        model.queues[1].put_nowait(TextArrived("Yes?"))
        model.queues[1].put_nowait(StreamEnded())
        await until(lambda: side.frames[-1]["type"] == "text" and side.frames[-1]["last"])
        assert "third" not in str(side.frames)
        messages = model.asked[1][0]
        assert [item["content"] for item in messages if item["role"] == "assistant"] == ["Hello Ana.", "First of"]


async def test_the_agent_hangs_up_after_its_last_word():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.ring()
        await until(side.spoken)
        await side.says("Bye")
        await until(lambda: side.spoken()[1:] == ["Bye."])
        await asyncio.sleep(0.05)
        assert not side.of_type("end")
        now_s[0] += 10
        await until(lambda: side.of_type("end"))
        assert home.relay.outcome(CALL) == "agent-ended"


async def test_a_transfer_is_on_file_before_the_session_ends():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.ring()
        await side.says("A colleague, please")
        await until(lambda: "One moment." in side.spoken())
        now_s[0] += 10
        await until(lambda: side.of_type("end"))
        record = home.relay.tables.records[CALL]
        assert record["stream_outcome"] == "transferred"
        assert (record["transfer_to"], record["transfer_summary"]) == ("billing", "Refund")
        assert json.loads(side.of_type("end")[0]["handoffData"]) == {"reason": "transferred"}


async def test_keys_are_pressed_for_the_agent_and_keys_of_the_caller_are_gathered(home):
    side = await home.ring()
    await side.says("You are in a menu")
    await until(lambda: side.of_type("sendDigits") == [{"type": "sendDigits", "digits": "2#"}])
    for digit in "42#":
        await side.send(type="dtmf", digit=digit)
    await until(lambda: "Thank you." in side.spoken())


async def test_ignored_keys_do_nothing(home):
    side = await home.ring(keypad=Keypad.IGNORE)
    await until(side.spoken)
    await side.send(type="dtmf", digit="#")
    await side.says("What is your name?")
    await until(lambda: len(side.spoken()) == 2)
    assert "Thank you." not in side.spoken()


async def test_the_opt_out_key_is_filed(home):
    side = await home.ring(opt_out_key="9", person="+14155550123")
    await until(side.spoken)
    for digit in "9#":
        await side.send(type="dtmf", digit=digit)
    await until(lambda: home.relay.tables.opt_outs)


async def test_a_caller_who_hangs_up_is_on_file_with_what_was_said(home):
    side = await home.ring()
    await until(side.spoken)
    await side.says("What is your name?")
    await until(lambda: len(side.spoken()) == 2)
    await side.hang_up()
    await until(lambda: home.reports.filed)
    [(call, ended)] = home.reports.filed
    assert ended.outcome.value == home.relay.outcome(CALL) == "caller-hung-up"
    assert [item.line.text for item in call.lines.lines] == ["Hello Ana.", "What is your name?", "I am the front desk."]


async def test_a_call_ends_after_its_longest_time():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.ring(max_duration_s=60)
        await until(side.spoken)
        now_s[0] += 61
        await until(lambda: side.of_type("end"))
        assert home.relay.outcome(CALL) == "max-duration"


async def test_a_relay_that_leaves_files_its_outcome_first_so_that_another_one_takes_the_call_up(home):
    side = await home.ring()
    await until(side.spoken)
    await home.relay.server.drain()
    assert home.relay.outcome(CALL) == "relay-stopped"
    assert side.of_type("end")


async def test_a_resumed_call_is_not_greeted_again(home):
    side = await home.ring(is_resumed=True)
    await side.says("What is your name?")
    await until(lambda: "I am the front desk." in side.spoken())
    assert "Hello Ana." not in side.spoken()


@pytest.mark.parametrize(("token", "call_sid"), [("t2", CALL), ("t1", "CA2"), ("", CALL)])
async def test_a_wrong_token_or_another_call_closes_the_socket(home, token, call_sid):
    home.relay.ticket("t1", CALL)
    side = await home.connect()
    await side.set_up(token, call_sid)
    await until(lambda: side.is_over)
    assert side.close_code == 1008
    assert side.frames == []


async def test_a_token_opens_one_session(home):
    await home.ring()
    second = await home.connect()
    await second.set_up("t1")
    await until(lambda: second.is_over)
    assert second.close_code == 1008


async def test_an_agent_of_another_company_does_not_speak(home):
    home.store.agents["agent_2"] = AGENT
    side = await home.ring(agent_id="agent_9")
    await until(lambda: side.is_over)
    assert side.frames == []


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": "forged"}, signed(RELAY_URL + "/twilio/media-stream")])
async def test_an_upgrade_without_the_carriers_signature_is_refused(home, headers):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await home.connect(headers)
    assert refused.value.status == 403


@pytest.mark.parametrize("first", [{"type": "prompt", "voicePrompt": "Hi", "last": True}, {"type": "setup"}, {"x": 1}])
async def test_nothing_is_spoken_before_a_valid_setup(home, first):
    home.relay.ticket("t1", CALL)
    side = await home.connect()
    await side.send(**first)
    await asyncio.sleep(0.05)
    assert side.frames == []
    await side.set_up()
    await until(side.spoken)


async def test_a_socket_that_never_sets_up_is_closed():
    now_s = [1000.0]
    async with house(clock=lambda: now_s[0]) as home:
        side = await home.connect()
        await asyncio.sleep(0.02)
        now_s[0] += 6
        await until(lambda: side.is_over)
        assert side.close_code == 1008


@pytest.mark.parametrize("garbage", [{"type": "error", "description": "64107"}, {"type": "info"}, {"type": "dtmf"}, {}])
async def test_other_messages_are_passed_over(home, garbage):
    side = await home.ring()
    await until(side.spoken)
    await side.send(**garbage)
    await side.says("What is your name?")
    await until(lambda: side.spoken()[1:] == ["I am the front desk."])
