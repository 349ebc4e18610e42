"""The carrier's side of ConversationRelay, for a relay under test, and a house with a brain to ring."""

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

from media_relay.brains.brain_call import RunBrainTool
from media_relay.brains.converse_calls import ConverseCalls
from tests.fakes.brain_store import InMemoryBrainStore
from tests.fakes.relays import RELAY_URL, Relay, relay_to
from tests.fakes.tables import InMemoryTables
from tests.fakes.webhooks import TWILIO_TOKEN
from trunkline.brain.adapters.scripted_model import ScriptedModel
from trunkline.brain.domain.agents import BrainAgent, BrainTool
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import RunTool, ToolReturned
from trunkline.brain.domain.scripts import ScriptedReply
from trunkline.brain.ports import ChatModel
from trunkline.conversations.domain.brain_conversations import BrainConversation

PATH, CALL, SESSION = "/twilio/conversation-relay", "CA1", "VX1"
AGENT = BrainAgent(
    "agent_1", "p", "Hello {{first_name}}.", tools=(BrainTool("hours", "Opening hours"),),
    transfer_targets={"billing": "+14155550190"}, may_press_digits=True, model="desk",
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
            if message.type is aiohttp.WSMsgType.ERROR:
                break  # a connection that was reset behind the close frame
            self.frames.append(json.loads(message.data))
        self.is_over, self.close_code = True, self._socket.close_code


@dataclass
class House:
    relay: Relay
    store: InMemoryBrainStore
    reports: list[BrainConversation]
    clock: Callable[[], float]
    sides: list[Twilio] = field(default_factory=list)

    async def ring(self, token: str = "t1", **terms: Any) -> Twilio:
        self.relay.ticket(token, CALL, **({"provider": "brain", "dynamic_variables": {"first_name": "Ana"}} | terms))
        side = await self.connect()
        await side.set_up(token)
        return side

    async def connect(self, headers: dict[str, str] | None = None) -> Twilio:
        side = Twilio(self.relay.server.port)
        await side.connect(headers)
        self.sides.append(side)
        return side


@asynccontextmanager
async def house(
    model: ChatModel | None = None,
    clock: Callable[[], float] = time.monotonic,
    tables: InMemoryTables | None = None,
) -> AsyncIterator[House]:
    store, reports = InMemoryBrainStore({"agent_1": AGENT}, {CALL}), list[BrainConversation]()

    def tools_of(_context: BrainContext) -> RunBrainTool:
        def run(tool: RunTool, report: Callable[[ToolReturned], None]) -> None:
            report(ToolReturned(tool.key, "from nine"))

        return run

    async with relay_to("http://127.0.0.1:1", tables, clock=clock) as relay:
        context = relay.server.context
        brain = model or ScriptedModel({"desk": SCRIPT})
        relay.server.converse = ConverseCalls(context.store, store, brain, reports.append, tools_of, clock)
        found = House(relay, store, reports, clock)
        try:
            yield found
        finally:
            for side in found.sides:
                await side.leave()


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - frames come one by one
            await asyncio.sleep(0.005)
