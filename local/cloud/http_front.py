"""The HTTP API on loopback: finds the route, invokes its function, answers as API Gateway answers.

Beside it, on the same address, the console's files, as CloudFront has them.
"""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

from local.cloud import events
from local.cloud.console_files import ConsoleFiles
from local.cloud.routes import Routes
from local.cloud.workers import FunctionFailed


class HttpFront:
    def __init__(self, routes: Routes, invoke: Callable, console: ConsoleFiles | None = None) -> None:
        self._routes, self._invoke, self._console = routes, invoke, console
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> str:
        app = web.Application(client_max_size=events.MAX_REQUEST_BYTES)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        answer = await self._answer(request)
        response = web.Response(status=answer.status, body=answer.body)
        for name, value in answer.headers:
            response.headers.add(name, value)
        return response

    def _file(self, request: web.Request, path: str) -> events.Answer | None:
        if self._console is None or request.method not in {"GET", "HEAD"}:
            return None
        return self._console.find(path, request.headers.get("if-none-match", ""))

    async def _answer(self, request: web.Request) -> events.Answer:
        path, _, query = request.raw_path.partition("?")
        match = self._routes.find(request.method, path)
        if match is None:
            return self._file(request, path) or events.NOT_FOUND
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return events.TOO_LARGE
        asked = events.Request(
            request.method, path, query, list(request.headers.items()), body, request.remote or "127.0.0.1"
        )
        now = datetime.now(UTC)
        event = events.http_event(asked, match.route_key, match.path_parameters, str(uuid.uuid4()), now)
        if len(json.dumps(event)) > events.MAX_EVENT_BYTES:
            return events.TOO_LARGE  # within the gateway's limit, beyond Lambda's
        try:
            return events.http_answer(await self._invoke(match.function, event))
        except FunctionFailed:
            return events.FAILED
