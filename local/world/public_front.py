"""A reverse proxy with one public address: webhooks go to the functions, sockets (media streams) to the relay.

In the cloud these are two hosts, an HTTP API and a load balancer. A tunnel has one; only the relay has sockets.
"""

import asyncio
import contextlib
from dataclasses import dataclass

import aiohttp
from aiohttp import WSMsgType, web
from multidict import CIMultiDict
from yarl import URL

NOT_PASSED_ON = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}
OF_THE_HANDSHAKE = {"sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "upgrade"}
LARGEST_REQUEST = 12 * 1024 * 1024
LARGEST_MESSAGE = 1024 * 1024  # a media frame has 300 bytes; the relay has stricter ideas of its own
ANSWERED_WITHIN_S = 35.0


@dataclass(frozen=True)
class Behind:
    """The addresses behind the front."""

    webhooks: str  # http://127.0.0.1:…
    relay: str


class PublicFront:
    """Answers 503 until it is opened: signatures cannot be verified before."""

    def __init__(self, knock: str) -> None:
        self._knock = knock  # a path only we know: it is answered as soon as the public address leads here
        self._behind: Behind | None = None
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None

    async def start(self, port: int) -> int:
        self._http = aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar())
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return int(self._runner.addresses[0][1])

    def open(self, behind: Behind) -> None:
        self._behind = behind

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
        if self._http:
            await self._http.close()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.path == self._knock:
            return web.Response(status=204)
        if self._behind is None:
            return web.Response(status=503)
        try:
            if web.WebSocketResponse().can_prepare(request):
                return await self._connect(request, self._behind.relay)
            return await self._pass_on(request, self._behind.webhooks)
        except (aiohttp.ClientConnectionError, TimeoutError):
            return web.Response(status=502)

    async def _pass_on(self, request: web.Request, base: str) -> web.Response:
        assert self._http is not None
        limit = aiohttp.ClientTimeout(total=ANSWERED_WITHIN_S)
        url, body = URL(base + request.raw_path, encoded=True), await request.read()
        async with self._http.request(
            request.method, url, data=body, headers=_passed(request), timeout=limit, allow_redirects=False
        ) as answer:
            c_i_multi_dict = CIMultiDict(
                header for header in answer.headers.items() if header[0].lower() not in NOT_PASSED_ON
            )
            return web.Response(status=answer.status, body=await answer.read(), headers=c_i_multi_dict)

    async def _connect(self, request: web.Request, base: str) -> web.StreamResponse:
        """The relay is asked first: its refusal is passed on as it is, and no socket opens."""
        assert self._http is not None
        headers = {name: value for name, value in _passed(request).items() if name.lower() not in OF_THE_HANDSHAKE}
        url = URL(base + request.raw_path, encoded=True)
        try:
            inside = await self._http.ws_connect(url, headers=headers, max_msg_size=LARGEST_MESSAGE)
        except aiohttp.WSServerHandshakeError as refusal:
            return web.Response(status=refusal.status)
        async with inside:
            outside = web.WebSocketResponse(max_msg_size=LARGEST_MESSAGE, compress=False)
            await outside.prepare(request)
            await _both_ways(outside, inside)
            return outside


def _passed(request: web.Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name.lower() not in NOT_PASSED_ON}


Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _both_ways(socket: Socket, other: Socket) -> None:
    """Until either side has closed; the other one then hears the same reason."""
    ways = [asyncio.create_task(_one_way(socket, other)), asyncio.create_task(_one_way(other, socket))]
    try:
        await asyncio.wait(ways, return_when=asyncio.ALL_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _one_way(source: Socket, target: Socket) -> None:
    async for message in source:
        with contextlib.suppress(ConnectionError):  # it is closing: frames still on their way are dropped
            if message.type is WSMsgType.TEXT:
                await target.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await target.send_bytes(message.data)
    await target.close(code=source.close_code or 1000)
