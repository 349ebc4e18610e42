"""Frames of an agent as they have been seen on a live socket, and what the caller's carrier gets of them."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.relays import Relay, media, relay_to, signed, start

SID, CALL = "MZ" + "0" * 32, "CA" + "1" * 32
READY = {"conversation_id": "conv_1", "agent_output_audio_format": "ulaw_8000", "user_input_audio_format": "ulaw_8000"}
GREETING, ANSWER = b"\x11" * 800, b"\x22" * 800
FAST = 8  # how much faster than the wall the relay's clock goes where silence is what is tested


def audio(sound: bytes, event_id: Any) -> dict[str, Any]:
    return {"type": "audio", "audio_event": {"audio_base_64": base64.b64encode(sound).decode(), "event_id": event_id}}


def interruption(**details: Any) -> dict[str, Any]:
    return {"type": "interruption", "interruption_event": details}


class ScriptedAgent:
    """Sends what a test says, and keeps what it is sent. One socket after the other."""

    def __init__(self) -> None:
        self.url = ""
        self.sockets: list[web.WebSocketResponse] = []
        self.heard: list[dict[str, Any]] = []
        self.is_there = asyncio.Event()

    async def signed_url(self, request: web.Request) -> web.Response:
        return web.json_response({"signed_url": f"ws://{request.host}/agent"})

    async def converse(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(
            {"type": "conversation_initiation_metadata", "conversation_initiation_metadata_event": READY}
        )
        self.sockets.append(socket)
        self.is_there.set()
        async for message in socket:
            self.heard.append(json.loads(message.data))
        return socket

    async def says(self, *frames: dict[str, Any]) -> None:
        for frame in frames:
            await self.sockets[-1].send_json(frame)


@asynccontextmanager
async def agent_at_a_port() -> AsyncIterator[ScriptedAgent]:
    agent, app = ScriptedAgent(), web.Application()
    app.router.add_get("/v1/convai/conversation/get-signed-url", agent.signed_url)
    app.router.add_get("/agent", agent.converse)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    agent.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield agent
    finally:
        for socket in agent.sockets:
            await socket.close()
        await runner.cleanup()


class Carrier:
    """Twilio's end of the stream: what it was sent, in order."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def gets(self, kind: str, within_s: float = 5.0) -> dict[str, Any]:
        """The next message of this kind; marks are passed over."""
        while True:
            message = json.loads((await self._socket.receive(within_s)).data)
            if message["event"] == kind:
                return message
            assert message["event"] == "mark", message

    async def is_silent(self) -> None:
        """The line is up, and the person on it says nothing."""
        for n in range(1000):
            await self._socket.send_str(media(n, b"\xff" * 160, SID))
            await asyncio.sleep(0.05)

    async def hears(self) -> bytes:
        return base64.b64decode((await self.gets("media"))["media"]["payload"])


@asynccontextmanager
async def call(agent: ScriptedAgent, relay: Relay, **terms: Any) -> AsyncIterator[Carrier]:
    relay.ticket("token", CALL, **terms)
    async with aiohttp.ClientSession(headers=signed()) as http, http.ws_connect(relay.url) as socket:
        await socket.send_str(start("token", CALL, SID))
        await asyncio.wait_for(agent.is_there.wait(), 5)
        yield Carrier(socket)


async def test_an_answer_that_carries_the_id_of_the_interruption_is_heard():
    """Keys pressed while the agent talks are sent as a message: it interrupts itself, and answers under that id."""
    async with agent_at_a_port() as agent, relay_to(agent.url) as relay, call(agent, relay) as carrier:
        await agent.says(audio(GREETING, 5))
        assert await carrier.hears() == GREETING
        await agent.says(interruption(event_id=6), audio(GREETING, 5), audio(ANSWER, 6))
        await carrier.gets("clear")
        assert await carrier.hears() == ANSWER


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "interruption"},
        {"type": "interruption", "interruption_event": None},
        {"type": "interruption", "interruption_event": []},
        interruption(),
        interruption(event_id=None),
        interruption(event_id="5"),
        interruption(event_id=5.5),
        interruption(event_id=True),
        interruption(event_id=-1),
        interruption(reason="user"),
    ],
)
async def test_an_interruption_without_a_usable_id_silences_all_that_has_come(frame):
    async with agent_at_a_port() as agent, relay_to(agent.url) as relay, call(agent, relay) as carrier:
        await agent.says(audio(GREETING, 5))
        assert await carrier.hears() == GREETING
        await agent.says(frame, audio(GREETING, 5), audio(ANSWER, 6))
        await carrier.gets("clear")
        assert await carrier.hears() == ANSWER


async def test_audio_without_sound_is_neither_sent_on_nor_a_sign_of_life():
    """The agent sends an empty piece and then nothing: the caller hears a prompt, and then gets another agent."""
    began = asyncio.get_running_loop().time()

    def clock() -> float:
        return (asyncio.get_running_loop().time() - began) * FAST

    async with agent_at_a_port() as agent, relay_to(agent.url, clock=clock) as relay, call(agent, relay) as carrier:
        await agent.says(audio(b"", 1))
        line = asyncio.create_task(carrier.is_silent())
        assert len(await carrier.hears()) > 160  # the relay's own prompt is the first that is sent
        agent.is_there.clear()
        await asyncio.wait_for(agent.is_there.wait(), 5)
        assert len(agent.sockets) == 2
        line.cancel()
