"""The HTTP API before the deployed functions: routes that the emulator does not import, and a public address."""

from typing import Any

import aiohttp
from aiohttp import web

HOP_BY_HOP = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}
ADDED_BY_EMULATOR = {"date", "server"}


def hang_routes(api: Any, functions: Any, api_id: str, template: dict[str, Any], names: dict[str, str]) -> int:
    """Makes a route for each event of type HttpApi and returns their number. The emulator reads no OpenAPI body."""
    hung = 0
    for logical_id, resource in template.items():
        routes = _routes_of(resource)
        if not routes:
            continue
        arn = functions.get_function(FunctionName=names[logical_id])["Configuration"]["FunctionArn"]
        target = api.create_integration(
            ApiId=api_id, IntegrationType="AWS_PROXY", PayloadFormatVersion="2.0", IntegrationUri=arn
        )
        for key in routes:
            api.create_route(ApiId=api_id, RouteKey=key, Target=f"integrations/{target['IntegrationId']}")
        hung += len(routes)
    return hung


def _routes_of(resource: dict[str, Any]) -> list[str]:
    if resource["Type"] != "AWS::Serverless::Function":
        return []
    events = resource["Properties"].get("Events", {}).values()
    values = [event.get("Properties", {}) for event in events if event["Type"] == "HttpApi"]
    return [
        f"{'ANY' if event['Method'].upper() == 'ANY' else event['Method'].upper()} {event['Path']}" for event in values
    ]


class PublicFront:
    """A custom domain name: passes every request on to one API."""

    def __init__(self, endpoint: str, api_id: str) -> None:
        self._endpoint = endpoint
        self._host = f"{api_id}.execute-api.localhost:{endpoint.rsplit(':', 1)[1]}"
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None
        self.busy = 0  # requests that a function has not answered yet

    async def start(self) -> str:
        self._http = aiohttp.ClientSession(auto_decompress=False, timeout=aiohttp.ClientTimeout(total=35))
        app = web.Application(client_max_size=12 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
        if self._http:
            await self._http.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        self.busy += 1
        try:
            return await self._answer_to(request)
        finally:
            self.busy -= 1

    async def _answer_to(self, request: web.Request) -> web.Response:
        assert self._http is not None
        headers = [(n, v) for n, v in request.headers.items() if n.lower() not in HOP_BY_HOP]
        headers.append(("Host", self._host))
        url = f"{self._endpoint}{request.raw_path}"
        body = await request.read()
        async with self._http.request(request.method, url, headers=headers, data=body, allow_redirects=False) as answer:
            response = web.Response(status=answer.status, body=await answer.read())
            for name, value in answer.headers.items():
                if name.lower() not in HOP_BY_HOP | ADDED_BY_EMULATOR:
                    response.headers[name] = value
            return response
