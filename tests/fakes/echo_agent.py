"""An agent that echoes, and callers whose every 8 bytes of audio name their caller and their place."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from media_relay.session.call_session import Phase
from tests.fakes.relays import FRAME_MS, Relay, mark, media, relay_to, signed, start, stop

FRAMES = 2000 // FRAME_MS  # two seconds of speech
PACE_S = 0.002  # between rounds of one frame per caller: an order of magnitude faster than people speak
WORD = 8  # bytes: four digits of whose, four of which
SILENCE = b"\xff" * WORD


def audio_of(caller: int, n: int) -> bytes:
    return f"{caller:04d}{n:04d}".encode() * (FRAME_MS * 8 // WORD)


@dataclass
class EchoAgent:
    """Says everything it hears, at once, under ever higher event ids. Remembers what it heard from whom."""

    url: str = ""
    heard: dict[str, list[bytes]] = field(default_factory=dict)  # by the call that introduced itself

    async def signed_url(self, request: web.Request) -> web.Response:
        return web.json_response({"signed_url": f"{self.url.replace('http', 'ws')}/v1/convai/conversation?agent_id=a"})

    async def converse(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        call = json.loads(await ws.receive_str())["user_id"]
        heard = self.heard.setdefault(call, [])
        await ws.send_json(metadata(f"conv_{call}"))
        async for message in ws:
            body = json.loads(message.data)
            if "user_audio_chunk" in body:
                heard.append(base64.b64decode(body["user_audio_chunk"]))
                event = {"audio_base_64": body["user_audio_chunk"], "event_id": len(heard)}
                await ws.send_json({"type": "audio", "audio_event": event})
        return ws


def metadata(conversation_id: str) -> dict:
    values = {"agent_output_audio_format": "ulaw_8000", "user_input_audio_format": "ulaw_8000"}
    event = {"conversation_id": conversation_id, **values}
    return {"type": "conversation_initiation_metadata", "conversation_initiation_metadata_event": event}


@asynccontextmanager
async def echo_agent(agent: EchoAgent | None = None) -> AsyncIterator[EchoAgent]:
    agent, app = agent or EchoAgent(), web.Application()
    app.router.add_get("/v1/convai/conversation/get-signed-url", agent.signed_url)
    app.router.add_get("/v1/convai/conversation", agent.converse)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    agent.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield agent
    await runner.cleanup()


@dataclass
class Caller:
    """One phone line as Twilio carries it. Its audio and its ids only."""

    number: int
    ws: aiohttp.ClientWebSocketResponse
    heard: list[bytes] = field(default_factory=list)
    addressed_to: set[str] = field(default_factory=set)

    @property
    def call(self) -> str:
        return f"CA{self.number:032x}"

    @property
    def stream(self) -> str:
        return f"MZ{self.number:032x}"

    async def begin(self) -> None:
        await self.ws.send_json({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        await self.ws.send_str(start(f"token {self.number}", self.call, self.stream))

    async def say(self, n: int) -> None:
        await self.ws.send_str(media(n, audio_of(self.number, n), self.stream))

    async def hear_everything(self) -> None:
        """Until as many frames have come back as were said; marks are returned as Twilio does."""
        while len(self.heard) < FRAMES:
            body = json.loads(await self.ws.receive_str())
            self.addressed_to.add(body["streamSid"])
            if body["event"] == "media":
                self.heard.append(base64.b64decode(body["media"]["payload"]))
            elif body["event"] == "mark":
                await self.ws.send_str(mark(body["mark"]["name"], self.stream))


@asynccontextmanager
async def echoing_relay(how_many: int) -> AsyncIterator[tuple[Relay, EchoAgent]]:
    async with echo_agent() as agent, relay_to(agent.url, max_calls=how_many) as relay:
        yield relay, agent


@asynccontextmanager
async def calls(relay: Relay, how_many: int, **terms: bool) -> AsyncIterator[list[Caller]]:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        callers = []
        for number in range(1, how_many + 1):
            ws = await stack.enter_async_context(http.ws_connect(relay.url, headers=signed()))
            callers.append(Caller(number, ws))
            relay.ticket(f"token {number}", callers[-1].call, **terms)
        yield callers


async def talk(callers: list[Caller], as_soon_as: Callable[[], bool] = lambda: True) -> None:
    """All at once, frame by frame, so that every frame of a caller has the others' for neighbours."""
    listening = [asyncio.create_task(caller.hear_everything()) for caller in callers]
    for caller in callers:
        await caller.begin()
    await until(as_soon_as)
    for n in range(FRAMES):
        for caller in callers:
            await caller.say(n)
        await asyncio.sleep(PACE_S)
    done, still_waiting = await asyncio.wait(listening, timeout=8)
    for task in still_waiting:  # a missing frame shows in the caller that misses it
        task.cancel()
    await asyncio.gather(*done)


def how_many_talk(relay: Relay) -> int:
    return sum(call.session.phase is Phase.TALKING for call in relay.server.calls)


async def hang_up(relay: Relay, callers: list[Caller]) -> None:
    for caller in callers:
        await caller.ws.send_str(stop(caller.stream))
    await until(lambda: not relay.server.streams)


async def until(condition: Callable[[], bool], limit_s: float = 10.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await asyncio.sleep(0.01)
