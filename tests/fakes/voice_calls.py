"""A voice call's two sides: the carrier's stream and the client that speaks in it."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex

import aiohttp

from tests.fakes.relays import Relay, mark, media, signed, start, stop
from tests.fakes.webhooks import COMMAND_KEY
from trunkline.relay_api.commands import sign

CALL, STREAM, KEY = "CA" + "1" * 32, "MZ" + "1" * 32, "tk_1_secret"
RACHEL, ADA = "IKne3meq5aSn9XLyUdCD", "new-voice-id"
SILENCE = b"\xff" * 160


@dataclass
class Caller:
    """What a carrier does with one stream: sends frames, keeps what it is sent, echoes marks."""

    ws: aiohttp.ClientWebSocketResponse
    heard: list[dict] = field(default_factory=list)
    frames: int = 0

    @property
    def audio(self) -> bytes:
        return b"".join(base64.b64decode(item["media"]["payload"]) for item in self.heard if item["event"] == "media")

    def of(self, event: str) -> list[dict]:
        return [item for item in self.heard if item["event"] == event]

    async def listen(self) -> None:
        async for message in self.ws:
            body = json.loads(message.data)
            self.heard.append(body)
            if body["event"] == "mark":
                await self.ws.send_str(mark(body["mark"]["name"], STREAM))

    async def send_silence(self) -> None:
        while not self.ws.closed:
            await self.ws.send_str(media(self.frames, SILENCE, STREAM))
            self.frames += 1
            await asyncio.sleep(0.02)


async def until(is_true, limit_s: float = 20.0) -> None:
    deadline = time.monotonic() + limit_s
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def calling(relay: Relay) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http, http.ws_connect(relay.url, headers=signed()) as ws:
        caller = Caller(ws)
        await ws.send_str(start("token", CALL, STREAM))
        jobs = [asyncio.create_task(caller.listen()), asyncio.create_task(caller.send_silence())]
        try:
            await until(lambda: relay.server._find(CALL) is not None)  # a quicker client gets: not found
            yield caller
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            if not ws.closed:
                await ws.send_str(stop(STREAM))


@dataclass
class Client:
    ws: aiohttp.ClientWebSocketResponse
    got: list[dict] = field(default_factory=list)

    async def say(self, **message) -> None:
        await self.ws.send_str(json.dumps(message))

    async def receives(self, kind: str, limit_s: float = 20.0) -> dict:
        while True:
            message = await asyncio.wait_for(self.ws.receive(), limit_s)
            assert message.type is aiohttp.WSMsgType.TEXT, message
            self.got.append(json.loads(message.data))
            if self.got[-1]["type"] == kind:
                return self.got[-1]


@asynccontextmanager
async def client(
    relay: Relay, peer: str = f"twilio_{CALL}_1", key: str = KEY, agent: str = "agent456"
) -> AsyncIterator[Client]:
    url = f"http://127.0.0.1:{relay.server.port}/api/v1/webrtc/twilio-elevenlabs-stream/{peer}/{key}/{agent}"
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as ws:
        yield Client(ws)


async def order(relay: Relay, **payload) -> tuple[int, dict]:
    path, body = f"/internal/calls/{CALL}/commands", json.dumps(payload | {"nonce": token_hex(8)}).encode()
    headers = {"X-Trunkline-Signature": sign("POST", path, body, COMMAND_KEY, time.time())}
    url = f"http://127.0.0.1:{relay.server.private_port}{path}"
    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def speaking(relay: Relay) -> None:
    call = relay.server._find(CALL)
    await until(lambda: call.session.tts.is_connected)
