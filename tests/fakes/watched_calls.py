"""A call with an agent on a relay, and the sockets on which it is watched."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex

import aiohttp

from tests.fakes.relays import Relay, mark, media, signed, start, stop
from tests.fakes.twilio_streams import until
from tests.fakes.webhooks import NOW
from trunkline.accounts.domain.companies import ApiKey, Scope
from trunkline.accounts.use_cases.manage_companies import Secrets
from trunkline.accounts.use_cases.watch_tickets import lend_watch
from trunkline.calls.domain.stream_tickets import fingerprint

CALL, STREAM, VOICED = "CA1", "MZ" + "0" * 32, b"\x10" * 160
MADE = Secrets(lambda: "1", lambda: token_hex(8))
ADDRESS = "/api/v1/webrtc/twilio-elevenlabs-stream/watch"
READER = ApiKey("1", fingerprint("reader"), "acme", Scope.READ, "test", NOW)
STRANGER = ApiKey("2", fingerprint("other"), "other", Scope.ADMIN, "test", NOW)


@dataclass
class Line:
    """The carrier's end of the call."""

    relay: Relay
    ws: aiohttp.ClientWebSocketResponse
    sent: int = 0
    heard: list[dict] = field(default_factory=list)

    @property
    def call(self):
        return self.relay.server._find(CALL)

    async def speaks(self, frames: int = 1, audio: bytes = VOICED) -> None:
        for _ in range(frames):
            await self.ws.send_str(media(self.sent, audio, STREAM))
            self.sent += 1

    async def listens(self) -> None:
        """Marks come back at once: what is sent is heard."""
        async for message in self.ws:
            frame = json.loads(message.data)
            self.heard.append(frame)
            if frame["event"] == "mark":
                await self.ws.send_str(mark(frame["mark"]["name"], STREAM))


@dataclass
class Watch:
    ws: aiohttp.ClientWebSocketResponse

    async def next(self) -> dict:
        message = await asyncio.wait_for(self.ws.receive(), 5)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return json.loads(message.data)

    async def first(self, kind: str) -> dict:
        while (message := await self.next())["type"] != kind:
            pass
        return message

    async def closed(self) -> int:
        message = await asyncio.wait_for(self.ws.receive(), 5)
        assert message.type is aiohttp.WSMsgType.CLOSE, message
        return message.data


@asynccontextmanager
async def calling(relay: Relay) -> AsyncIterator[Line]:
    relay.ticket("token", CALL)
    async with aiohttp.ClientSession() as http, http.ws_connect(relay.url, headers=signed()) as ws:
        line = Line(relay, ws)
        await ws.send_str(start("token", CALL, STREAM))
        hearing = asyncio.create_task(line.listens())
        try:
            await until(lambda: line.call is not None and line.call.has_agent)
            yield line
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
            if not ws.closed:
                await ws.send_str(stop(STREAM))


def ticket(relay: Relay, call: str = CALL, *, listens: bool = False, company: str = "acme") -> str:
    lender = relay.companies.keys_of(company)[0]
    return lend_watch(lender, call, relay.companies, MADE, NOW, listens=listens).written


@asynccontextmanager
async def watching(relay: Relay, shown: str, *, listens: bool = False, call: str = CALL) -> AsyncIterator[Watch]:
    query = f"ticket={shown}" + ("&listen=true" if listens else "")
    url = f"http://127.0.0.1:{relay.server.port}{ADDRESS}/{call}?{query}"
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as ws:
        yield Watch(ws)


async def refused(relay: Relay, shown: str, *, listens: bool = False, call: str = CALL) -> tuple[str, int]:
    async with watching(relay, shown, listens=listens, call=call) as watch:
        return (await watch.next())["error"], await watch.closed()
