"""Middleware of every route: response headers, the form of errors, and injected faults."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

from local.elevenlabs.faults import RouteFault
from local.elevenlabs.rest.errors import EMPTY, HTML, PLAIN, VendorError, error_body
from local.elevenlabs.workspace import Workspace

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HTML_BODY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def front_of(workspace: Workspace) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
    @web.middleware
    async def front(request: web.Request, handler: Handler) -> web.StreamResponse:
        request_id = secrets.token_hex(16)
        try:
            await _suffer(workspace, request)
            answer = await handler(request)
        except VendorError as refusal:
            answer = _refusal(refusal, request_id)
        except web.HTTPException as framework:  # unknown path, wrong method
            answer = _refusal(VendorError(framework.status, "", framework.reason, PLAIN), request_id)
        if not answer.prepared:
            answer.headers.update(
                {"request-id": request_id, "x-trace-id": secrets.token_hex(16), "x-region": "us-central1"}
            )
        return answer

    return front


async def _suffer(workspace: Workspace, request: web.Request) -> None:
    fault = workspace.faults.take((request.match_info.route.name or "").removesuffix("_old"))
    if fault is None:
        return
    await asyncio.sleep(fault.delay_s)
    if fault.reset and request.transport:
        request.transport.abort()  # the answer never arrives
        raise VendorError(500, "internal_error", "connection reset")
    if fault.status:
        raise _fault_error(fault, fault.status)


def _fault_error(fault: RouteFault, status: int) -> VendorError:
    fields = ((("body", "agent_id"), fault.message, "value_error"),)
    return VendorError(status, fault.code, fault.message, fault.shape, fields)


def _refusal(error: VendorError, request_id: str) -> web.Response:
    if error.shape == HTML:
        return web.Response(status=error.status, text=HTML_BODY, content_type="text/html")
    if error.shape == EMPTY:
        return web.Response(status=error.status)
    return web.json_response(error_body(error, request_id), status=error.status)
