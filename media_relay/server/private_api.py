"""The private HTTP API: health, metrics and commands to live calls.

Commands are signed although only the private network reaches it: a network is not a proof.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from media_relay.calls.command_events import CommandEvent, event_of
from media_relay.calls.voice_call import VoiceCall
from media_relay.clients.admission import NO_SUCH_CALL
from media_relay.clients.client_messages import utc_now
from media_relay.clients.client_socket import FRAME_LIMIT_BYTES
from media_relay.clients.remote_client import HEARTBEAT_S, RemoteClient
from media_relay.clients.remote_watch import RemoteWatcher
from media_relay.clients.watch_admission import WatchedCall
from media_relay.native import frame_scanner
from media_relay.server.command_forwarding import Forwarding
from media_relay.server.prometheus import RelayMetrics
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.errors import BadRequest, Conflict, InvalidSignature, RateLimited
from trunkline.ids import CallId
from trunkline.relay_api import client_socket, commands
from trunkline.relay_api.commands import FORWARDED_HEADER, LIMIT_BYTES, SIGNATURE_HEADER, UsedSignatures
from trunkline.telemetry import count, log

STATUS: dict[type[Exception], int] = {BadRequest: 400, Conflict: 409, RateLimited: 429}


class CommandedCall(Protocol):
    """What an operator may do with a live call."""

    def refusal(self, event: CommandEvent) -> str: ...

    def deliver(self, event: CommandEvent) -> None: ...

    def snapshot(self) -> dict[str, object]: ...


@dataclass(slots=True)
class PrivateApi:
    """A small HTTP server beside the media sockets."""

    is_ready: Callable[[], bool]
    find: Callable[[str], CommandedCall | None]
    find_voice: Callable[[str], VoiceCall | None]
    find_watched: Callable[[str], WatchedCall | None]
    command_key: Callable[[], str]
    metrics: RelayMetrics
    live_calls: Callable[[], int]
    forwarding: Forwarding
    _used: UsedSignatures = field(default_factory=UsedSignatures)
    _runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        app = web.Application(client_max_size=LIMIT_BYTES)
        app.add_routes(
            [
                web.get("/health", self._health),
                web.get("/ready", self._ready),
                web.get("/metrics", self._metrics),
                web.post("/internal/calls/{call_sid}/commands", self._command),
                web.get("/internal/calls/{call_sid}/program", self._client),
                web.get("/internal/calls/{call_sid}/watch", self._watch),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"calls": self.live_calls(), "compiled": frame_scanner.IS_COMPILED})

    async def _ready(self, _request: web.Request) -> web.Response:
        """503 while draining: the load balancer then sends no calls here."""
        return web.json_response({"calls": self.live_calls()}, status=200 if self.is_ready() else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        self.metrics.live_calls.set(self.live_calls())
        return web.Response(body=self.metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    async def _command(self, request: web.Request) -> web.Response:
        """The signature covers the raw bytes. A call that no relay carries is 404."""
        try:
            body = await request.read()
            header = request.headers.get(SIGNATURE_HEADER)
            self._prove(header, "POST", request.path, body)
            order = commands.read_order(body)
            event = event_of(order)
        except web.HTTPRequestEntityTooLarge:
            return _problem(413, f"more than {LIMIT_BYTES} bytes")
        except InvalidSignature:
            count("RequestRefused", endpoint="relay_commands", status="401")
            return _problem(401, "signature missing or wrong")
        except (BadRequest, Conflict, RateLimited) as error:
            return _problem(STATUS[type(error)], str(error))
        call_sid = request.match_info["call_sid"]
        call = self.find(call_sid)
        if call is not None:
            return self._handle(call, call_sid, order, event)
        if FORWARDED_HEADER in request.headers:
            return _problem(404, "this relay does not carry that call")
        return await self._pass_on(CallId(call_sid), body, header or "")

    def _prove(self, header: str | None, method: str, path: str, body: bytes) -> None:
        """Raises InvalidSignature, Conflict, RateLimited. A forwarded command is new to the relay it comes to."""
        now_s = time.time()
        self._used.use(commands.verify(header, method, path, body, self.command_key(), now_s), now_s)

    async def _pass_on(self, call_id: CallId, body: bytes, signature: str) -> web.Response:
        payload = await self.forwarding.pass_on(call_id, body, signature)
        if payload.detail:
            return _problem(payload.status, payload.detail)
        return web.Response(status=payload.status, body=payload.body, content_type="application/json")

    async def _client(self, request: web.Request) -> web.StreamResponse:
        """A client that came to another relay. That relay has checked the key; this one checks the company."""
        refused = self._refusal(request, "relay_client")
        if refused is not None:
            return refused
        call = self.find_voice(request.match_info["call_sid"])
        ws = web.WebSocketResponse(max_msg_size=FRAME_LIMIT_BYTES, heartbeat=HEARTBEAT_S)
        await ws.prepare(request)
        client = RemoteClient(request.query.get("peer", ""), _abort(request))
        if call is None or call.company_id != request.query.get("company"):
            await _no_such_call(ws)
        else:
            await client.serve(ws, call)
        return ws

    async def _watch(self, request: web.Request) -> web.StreamResponse:
        """A watcher that came to another relay, which has spent the ticket."""
        refused = self._refusal(request, "relay_watch")
        if refused is not None:
            return refused
        call = self.find_watched(request.match_info["call_sid"])
        ws = web.WebSocketResponse(heartbeat=HEARTBEAT_S)
        await ws.prepare(request)
        if call is None or call.company_id != request.query.get("company"):
            await _no_such_call(ws)
            return ws
        watcher = RemoteWatcher(_abort(request), listens=request.query.get("listen") == "true")
        call.watched_by(watcher)
        try:
            await watcher.serve(ws)
        finally:
            call.watchers.leave(watcher)
        return ws

    def _refusal(self, request: web.Request, endpoint: str) -> web.Response | None:
        """None for a socket of another relay, which signs for it."""
        try:
            self._prove(request.headers.get(SIGNATURE_HEADER), "GET", request.path_qs, b"")
        except InvalidSignature:
            count("RequestRefused", endpoint=endpoint, status="401")
            return _problem(401, "signature missing or wrong")
        except (Conflict, RateLimited) as error:
            return _problem(STATUS[type(error)], str(error))
        return None

    def _handle(
        self, call: CommandedCall, call_sid: str, order: LiveCallCommand, event: CommandEvent | None
    ) -> web.Response:
        log.info("order for a call", call_id=call_sid, order=order.kind)
        if event is not None:
            refusal = call.refusal(event)
            if refusal:
                return _problem(409, refusal)
            call.deliver(event)
        return web.json_response(call.snapshot())


def _abort(request: web.Request) -> Callable[[], None]:
    """Aborts: a closing handshake would wait behind unread frames."""
    return lambda: request.transport.abort() if request.transport is not None else None


async def _no_such_call(ws: web.WebSocketResponse) -> None:
    await ws.send_str(client_socket.error(NO_SUCH_CALL, utc_now()).decode())
    await ws.close(code=1008)


def _problem(status: int, detail: str) -> web.Response:
    return web.json_response({"detail": detail}, status=status)
