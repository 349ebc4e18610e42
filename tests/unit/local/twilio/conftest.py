"""A customer of the carrier, played by the test: documents by path, every request kept, a media socket by script."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from local.twilio import FakeTwilio
from local.world.addresses import AddressBook

ACCOUNT, TOKEN = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef"
NUMBER, CALLER, COLLEAGUE = "+15005550006", "+14155550123", "+14155550199"


def tone(text: str, voice: str) -> bytes:
    """10 ms of square wave per letter."""
    return (b"\x9f" * 20 + b"\x1f" * 20) * 2 * len(text)


@dataclass
class Request:
    path: str
    form: list[tuple[str, str]]
    headers: dict[str, str]
    method: str
    query: str

    def __getitem__(self, name: str) -> str:
        return dict(self.form)[name]

    def get(self, name: str) -> str | None:
        return dict(self.form).get(name)


Answer = str | web.Response | Callable[[], Awaitable[web.Response]]


@dataclass
class Customer:
    documents: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    media: Callable[[web.WebSocketResponse, "Inbox"], Awaitable[None]] | None = None
    refuse_upgrade: int | None = None

    def seen(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        form = list((await request.post()).items())
        kept = Request(request.path, form, dict(request.headers), request.method, request.query_string)
        self.requests.append(kept)
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.stream(request)
        found = self.documents.get(request.path, "<Response/>")
        if isinstance(found, str):
            return web.Response(text=found, content_type="text/xml")
        return found if isinstance(found, web.Response) else await found()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_upgrade or self.media is None:
            return web.Response(status=self.refuse_upgrade or 404)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.media(socket, Inbox(socket))
        return socket


class Inbox:
    """The server's reading side of a media socket; everything read is kept."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.messages: list[dict] = []

    async def until(self, event: str) -> dict | None:
        async for message in self.socket:
            self.messages.append(json.loads(message.data))
            if self.messages[-1]["event"] == event:
                return self.messages[-1]
        return None


@pytest.fixture
def addresses():
    return AddressBook()


@pytest.fixture
async def customer(addresses):
    customer = Customer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", customer.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    addresses.publish("customer.test", runner.addresses[0][1])
    yield customer
    await runner.cleanup()


@pytest.fixture
async def twilio(addresses):
    twilio = FakeTwilio(
        ACCOUNT, TOKEN, addresses, {"SKkey": "secret"}, speak=tone, say_speed=50, calls_per_second=1000,
        recording_delay_s=0.05,
    )  # fmt: skip
    await twilio.start()
    twilio.own_number(NUMBER, "https://customer.test/voice", status_callback="https://customer.test/final")
    yield twilio
    await twilio.stop()
    assert not [task for task in asyncio.all_tasks() if is_of_the_carrier(task)]


def is_of_the_carrier(task: asyncio.Task) -> bool:
    path = task.get_coro().cr_code.co_filename
    return "local/twilio/" in path and "tests/" not in path
