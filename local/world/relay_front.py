"""The load balancer in front of the relays: orders go to their private API, programs' sockets to them, in turn."""

from collections.abc import Callable, Sequence

import aiohttp
from aiohttp import web

from local.world.socket_proxy import pass_socket_on

NOT_PASSED_ON = {"host", "content-length", "transfer-encoding", "connection"}


class RelayFront:
    """The ports are asked for with every request: relays come and go. Carriers' streams have the public address."""

    def __init__(self, private_ports: Callable[[], Sequence[int]], ports: Callable[[], Sequence[int]]) -> None:
        self._private_ports, self._ports = private_ports, ports
        self._turn = 0
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None
        self.base_url = ""

    async def start(self) -> None:
        self._client = aiohttp.ClientSession()
        app = web.Application()
        app.router.add_route("*", "/internal/{path:.*}", self._pass_on)
        app.router.add_get("/api/v1/webrtc/{path:.*}", self._connect)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._client:
            await self._client.close()
        if self._runner:
            await self._runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        port = self._next(self._private_ports())
        if not port:
            return web.Response(status=503)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in NOT_PASSED_ON}
        assert self._client is not None
        try:
            return await self._asked(request, f"http://127.0.0.1:{port}{request.path_qs}", headers)
        except aiohttp.ClientError:
            return web.Response(status=502)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        port = self._next(self._ports())
        if not port or not web.WebSocketResponse().can_prepare(request):
            return web.Response(status=404 if port else 503)
        assert self._client is not None
        try:
            return await pass_socket_on(self._client, request, f"http://127.0.0.1:{port}")
        except aiohttp.ClientConnectionError:
            return web.Response(status=502)

    def _next(self, ports: Sequence[int]) -> int:
        """0 where there is no relay."""
        self._turn += 1
        return ports[self._turn % len(ports)] if ports else 0

    async def _asked(self, request: web.Request, url: str, headers: dict[str, str]) -> web.Response:
        assert self._client is not None
        body = await request.read()
        async with self._client.request(request.method, url, data=body, headers=headers) as answer:
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type or "text/plain"
            )
