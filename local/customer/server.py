"""A customer's endpoint on this machine. The path chooses how it answers; what arrived is kept.

| path | it |
|---|---|
| /events | takes every event |
| /fails/<n> | answers 503 to the first n requests of each event |
| /slow/<seconds> | takes its time |
| /twice | takes an event, and hangs up before it answers the first time, so that the event comes again |
| /redirects | sends the request to another address |
| /dribbles | answers a byte a second, without an end |
"""

import asyncio
import contextlib
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from local.customer.signatures import refusal

FOREVER_S = 3600


@dataclass(frozen=True)
class Received:
    """An event that reached the endpoint. `refused` says what is wrong with its signature."""

    path: str
    event_id: str
    body: dict[str, Any]
    at_s: float  # on the clock that calls are timed by
    refused: str = ""

    @property
    def name(self) -> str:
        """The type, and of a recording whose it is."""
        return f"{self.body['type']} {self.body['data'].get('kind', '')}".strip()


class Customer:
    """Set `secret` to what the API has shown; without one no request is genuine."""

    def __init__(self, on_event: Callable[[Received], None] = lambda _received: None) -> None:
        self.secret, self.origin = "", ""
        self.received: list[Received] = []
        self.on_event = on_event
        self._requests: Counter[tuple[str, str]] = Counter()
        self._news = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/{behaviour}", self._post)
        app.router.add_post("/{behaviour}/{value}", self._post)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def events_of(self, call_id: str) -> list[Received]:
        """The genuine ones of a call, each once, in the order in which they arrived."""
        genuine = [item for item in self.received if not item.refused and item.body["subject"] == call_id]
        once = {item.event_id: item for item in reversed(genuine)}
        return sorted(once.values(), key=lambda item: item.at_s)

    async def until(self, call_id: str, names: set[str], timeout_s: float) -> None:
        """Returns when the call's events of these names have arrived, or the time is over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while not names <= {item.name for item in self.events_of(call_id)}:
                    self._news.clear()
                    await self._news.wait()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        behave = BEHAVIOURS.get(request.match_info["behaviour"])
        if behave is None:
            return web.Response(status=404)
        body = await request.read()
        refused = refusal(request.headers, body, self.secret, time.time()) if self.secret else "no secret is set"
        if refused:
            self._keep(Received(request.path, request.headers.get("webhook-id", ""), {}, time.monotonic(), refused))
            return web.Response(status=401)
        event = json.loads(body)
        self._requests[request.path, event["id"]] += 1
        return await behave(self, request, Received(request.path, event["id"], event, time.monotonic()))

    def _keep(self, item: Received) -> None:
        self.received.append(item)
        self._news.set()
        self.on_event(item)

    def _nth(self, item: Received) -> int:
        return self._requests[item.path, item.event_id]

    async def take(self, _request: web.Request, item: Received) -> web.StreamResponse:
        self._keep(item)
        return web.Response(status=204)

    async def fail(self, request: web.Request, item: Received) -> web.StreamResponse:
        if self._nth(item) <= int(request.match_info.get("value", 1)):
            return web.Response(status=503)
        return await self.take(request, item)

    async def be_slow(self, request: web.Request, item: Received) -> web.StreamResponse:
        await asyncio.sleep(float(request.match_info.get("value", 1)))
        return await self.take(request, item)

    async def hang_up(self, request: web.Request, item: Received) -> web.StreamResponse:
        answer = await self.take(request, item)
        if self._nth(item) == 1 and request.transport is not None:
            request.transport.abort()
        return answer

    async def redirect(self, _request: web.Request, _item: Received) -> web.StreamResponse:
        return web.Response(status=307, headers={"location": f"{self.origin}/events"})

    async def dribble(self, request: web.Request, _item: Received) -> web.StreamResponse:
        answer = web.StreamResponse(status=200)
        await answer.prepare(request)
        for _ in range(FOREVER_S):
            await answer.write(b".")
            await asyncio.sleep(1)
        return answer


Behaviour = Callable[[Customer, web.Request, Received], Awaitable[web.StreamResponse]]
BEHAVIOURS: dict[str, Behaviour] = {
    "events": Customer.take,
    "fails": Customer.fail,
    "slow": Customer.be_slow,
    "twice": Customer.hang_up,
    "redirects": Customer.redirect,
    "dribbles": Customer.dribble,
}
