"""A reverse proxy with one public address: webhooks go to the functions, sockets (media streams) to the relay.

In the cloud these are two hosts, an HTTP API and a load balancer. A tunnel has one; only the relay has sockets.
"""

from dataclasses import dataclass

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from local.world.socket_proxy import NOT_PASSED_ON, pass_socket_on, passed

LARGEST_REQUEST = 12 * 1024 * 1024
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
                assert self._http is not None
                return await pass_socket_on(self._http, request, self._behind.relay)
            return await self._pass_on(request, self._behind.webhooks)
        except (aiohttp.ClientConnectionError, TimeoutError):
            return web.Response(status=502)

    async def _pass_on(self, request: web.Request, base: str) -> web.Response:
        assert self._http is not None
        limit = aiohttp.ClientTimeout(total=ANSWERED_WITHIN_S)
        url, body = URL(base + request.raw_path, encoded=True), await request.read()
        async with self._http.request(
            request.method, url, data=body, headers=passed(request), timeout=limit, allow_redirects=False
        ) as answer:
            c_i_multi_dict = CIMultiDict(
                header for header in answer.headers.items() if header[0].lower() not in NOT_PASSED_ON
            )
            return web.Response(status=answer.status, body=await answer.read(), headers=c_i_multi_dict)
