"""The environment of every fault: an agent of its own, a patient caller, two relays, and a way to begin many calls."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from local.audio.speech import speech
from local.chaos.lag import Lag
from local.elevenlabs import Agent, Exchange
from local.scenarios import CALLER_VOICE
from local.twilio import Caller, CallState
from local.world.relay_process import RelayProcess
from local.world.table_items import dynamo
from local.world.world import PUBLIC_BASE_URL, RELAY_HOST, World

NUMBER = "+15005550100"
GREETING = "Hello, this is the night desk. What can I do for you?"
TURNS = (
    ("I would like to order two boxes of paper.", "Two boxes of paper. Where shall we send them?"),
    ("Please send them to the office in Berlin.", "To the office in Berlin. Is there anything else?"),
)
LAST_WORDS = ("No, that is all, thank you.", "Then have a pleasant evening. Goodbye!")
LINES = [GREETING, *(line for turn in TURNS for line in turn), *LAST_WORDS]
AGENT = Agent(
    agent_id="agent_night_desk",
    name="Night desk",
    first_message=GREETING,
    dialogue=[*(Exchange(asks, answers) for asks, answers in TURNS), Exchange(*LAST_WORDS, then="end_call")],
    caller_voices=(CALLER_VOICE,),
    enable_auth=True,
)
ROUTE = {"number": NUMBER, "mode": "relay", "company_id": "acme", "agent_id": AGENT.agent_id, "max_duration_s": 300}
WARM = {"AnswerCallFunction": 12}  # a cloud gives every webhook an environment of its own
MOST = {"AnswerCallFunction": 12, "CallProgressFunction": 1, "ProviderReportFunction": 1, "FileReportFunction": 1}
QUIET_S = 1.5  # longer than any pause within an answer, so that no caller talks over a slow machine
PATIENCE_S = 60.0
LISTEN_STEP_S = 0.1  # a hundred callers that look up 50 times a second would be the load
REPORT_DELAY_S = 6.0  # a provider takes its time to analyse; its reports are not what a waiting caller waits for
CALLS_PER_S = 8.0  # spread as callers are; the fakes' webhooks are answered by four workers
ROLLING_DRAIN_S = 6.0  # short enough that most calls are handed over, and twice in a row
CHATTER_NUMBER = "+15005550101"
CHATTER = " ".join([GREETING] * 320)  # a quarter of an hour in one breath: more than the kernels' buffers hold
CHATTERBOX = Agent(agent_id="agent_chatterbox", name="Chatterbox", first_message=CHATTER, enable_auth=True)
CHATTER_ROUTE = {"number": CHATTER_NUMBER, "mode": "relay", "company_id": "acme", "agent_id": CHATTERBOX.agent_id}
DRAIN_S = 21.0  # nearly what is left of a call: long enough for some to finish, too short for the rest


class Environment:
    """A world, who talks in it, and when each conversation began."""

    def __init__(self) -> None:
        self.world = World(relays=0, warm=WARM, most=MOST)  # relays are added below, with a drain of their own
        self.began_s: dict[str, float] = {}  # conversation id -> time.monotonic
        self.lag = Lag()
        self.said: list[dict | str] = []

    async def start(self) -> None:
        await self.world.start()
        self.world.vendor.add_agent(AGENT)
        self.world.vendor.add_agent(CHATTERBOX)
        self.world.vendor.webhook.events = {"transcript"}  # mixing a hundred recordings would starve the clocks
        self.world.vendor.webhook.delay_s = REPORT_DELAY_S
        self.world.vendor.on_event = self._note
        status = f"{PUBLIC_BASE_URL}/api/v1/twilio/call-status"
        for number in (NUMBER, CHATTER_NUMBER):
            self.world.twilio.own_number(number, f"{PUBLIC_BASE_URL}/twilio/voice", status_callback=status)
        await asyncio.to_thread(self._seed)
        await asyncio.to_thread(self._rehearse)
        await self.two_relays()
        self.lag.start()

    async def stop(self) -> None:
        await self.lag.stop()
        await self.world.stop()

    async def two_relays(self) -> None:
        """Two relays for the next fault, whichever relays the last one left."""
        self.world.relays = [relay for relay in self.world.relays if relay.is_up]
        while len(self.world.relays) < 2:
            await self.new_relay()

    async def new_relay(self, drain_s: float = DRAIN_S) -> RelayProcess:
        relay = RelayProcess(self.world.cloud.relay_environment(), self._log, drain_s=drain_s)
        self.world.relays.append(relay)
        self.world.addresses.add(RELAY_HOST, await relay.start())
        return relay

    async def replace_relay(self, relay: RelayProcess, drain_s: float = DRAIN_S) -> None:
        """As a deployment does it: the new one first, then the old one leaves, and is waited for."""
        await self.new_relay(drain_s)
        await self.world.drain_relay(relay)
        self.world.relays.remove(relay)

    async def ring_one_by_one(self, count: int, calls: list[CallState]) -> None:
        for n in range(count):
            calls.append(self.world.twilio.ring(NUMBER, f"+1415556{n:04}", play))
            await asyncio.sleep(1 / CALLS_PER_S)

    def ring_deaf(self) -> CallState:
        """A caller whose socket sends and never reads, with an agent that does not stop talking."""
        self.world.twilio.faults.deaf_streams += 1
        return self.world.twilio.ring(CHATTER_NUMBER, "+14155550000")

    async def ring(self, count: int) -> list[CallState]:
        """Begins the calls one after the other and returns when all of them hear their agent."""
        calls: list[CallState] = []
        await self.ring_one_by_one(count, calls)
        await until(lambda: all(call.is_over or hears_a_voice(call) for call in calls), 30.0)
        return calls

    async def over(self, calls: list[CallState]) -> list[str]:
        """Until the calls are over and all is filed. What went wrong on the carrier's side, as text."""
        ended = await asyncio.gather(*(call.settled(150.0) for call in calls), return_exceptions=True)
        await self.world.vendor.settled(60)
        await self.world.relays_idle(60)
        await self.world.cloud.idle(60)
        return [f"{call.sid}: {why!r}" for call, why in zip(calls, ended, strict=True) if why]

    def conversations(self, call: CallState) -> list:
        """Those of one call, in the order in which they began."""
        everything = self.world.vendor.conversations.values()
        own = [conversation for conversation in everything if conversation.client_data.get("user_id") == call.sid]
        return sorted(own, key=lambda conversation: self.began_s.get(conversation.conversation_id, 0.0))

    def _note(self, conversation_id: str, kind: str, _detail: str) -> None:
        if kind == "started":
            self.began_s[conversation_id] = time.monotonic()

    def _log(self, _source: str, line: dict | str) -> None:
        self.said.append(line)

    def _seed(self) -> None:
        table = self.world.cloud.resource_name("DirectoryTable")
        for route in (ROUTE, CHATTER_ROUTE):
            item = {name: dynamo(value) for name, value in ({"pk": f"NUMBER#{route['number']}"} | route).items()}
            self.world.cloud.client("dynamodb").put_item(TableName=table, Item=item)

    def _rehearse(self) -> None:
        """Speech is made once: the first caller must not pay for it."""
        for line in LINES:
            speech(line, AGENT.voice)
            speech(line, CALLER_VOICE)
        speech(CHATTER, CHATTERBOX.voice)


async def play(caller: Caller) -> None:
    """Says the next line whenever the agent has finished, and the last one until the agent takes its leave.

    A new agent greets again, and a line said without an agent is lost: either way there is an answer to wait for.
    """
    caller.listen_step_s = LISTEN_STEP_S
    for asks, _ in TURNS:
        await caller.agent_finishes(QUIET_S, PATIENCE_S)
        await caller.says(asks, CALLER_VOICE)
    while True:  # LineDropped ends it
        await caller.agent_finishes(QUIET_S, PATIENCE_S)
        await caller.says(LAST_WORDS[0], CALLER_VOICE)


def rss_mb(relay: RelayProcess) -> float:
    text = Path(f"/proc/{relay._process.pid}/status").read_text()
    [kilobytes] = [line.split()[1] for line in text.splitlines() if line.startswith("VmRSS")]
    return round(int(kilobytes) / 1024, 1)


def is_on(call: CallState, relay: RelayProcess) -> bool:
    return not call.is_over and bool(call.streams) and call.streams[-1].port == relay.port


def hears_a_voice(call: CallState) -> bool:
    return bool(call.streams and call.streams[-1].received)


async def until(condition: Callable[[], bool], limit_s: float) -> bool:
    deadline_s = time.monotonic() + limit_s
    while not condition() and time.monotonic() < deadline_s:  # noqa: ASYNC110 - a deadline is watched as well
        await asyncio.sleep(0.02)
    return condition()
