"""The relay's doors: who may open a media socket, and whether this process is well."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from picows import WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener, ws_create_server

from media_relay.io.caller_leg import FRAME_LIMIT_BYTES, READ_BUFFER_BYTES, CallerLeg
from media_relay.io.live_call import LiveCall, World
from media_relay.session.messages import RelayStopping
from media_relay.settings import RelaySettings
from trunkline.protocols.twilio_signatures import SIGNATURE_HEADER, is_genuine_upgrade
from trunkline.storage.secrets import SecretCache
from trunkline.telemetry import count, log

MEDIA_PATH = "/twilio/media-stream"
TICK_S = 0.25
SECRETS_KEPT_S = 60.0


@dataclass(slots=True)
class RelayServer:
    """Accepts calls until it is told to leave."""

    settings: RelaySettings
    relay_base_url: str
    secrets: SecretCache
    world: World
    calls: set[LiveCall] = field(default_factory=set)
    is_leaving: bool = False
    _tokens: Sequence[str] = ()
    _servers: list[asyncio.Server] = field(default_factory=list)
    _chores: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        known = await asyncio.to_thread(self.secrets.current, time.time())
        self._tokens = known.twilio_auth_tokens
        for factory, port in ((self._public, self.settings.port), (self._private, self.settings.private_port)):
            server = await ws_create_server(
                factory,
                self.settings.host,
                port,
                max_frame_size=FRAME_LIMIT_BYTES,
                read_buffer_init_size=READ_BUFFER_BYTES,
            )
            self._servers.append(server)
        self._chores = [asyncio.create_task(self._tick()), asyncio.create_task(self._keep_tokens_fresh())]
        log.info("relay is ready", port=self.port, private_port=self.private_port)

    @property
    def port(self) -> int:
        return int(self._servers[0].sockets[0].getsockname()[1])

    @property
    def private_port(self) -> int:
        return int(self._servers[1].sockets[0].getsockname()[1])

    async def leave(self) -> None:
        """Takes no new call, lets the live ones finish for a while, then ends them politely."""
        self.is_leaving = True
        deadline = self.world.clock() + self.settings.drain_s
        while self.calls and self.world.clock() < deadline:  # noqa: ASYNC110 - a deadline is watched as well
            await asyncio.sleep(TICK_S)
        for call in list(self.calls):
            call.deliver(RelayStopping())
        await asyncio.gather(*(call.settled() for call in list(self.calls)))
        for chore in self._chores:
            chore.cancel()
        for server in self._servers:
            server.close()
        log.info("relay has left")

    # --- doors ---------------------------------------------------------------------------------------------------

    def _public(self, request: WSUpgradeRequest) -> CallerLeg | WSUpgradeResponseWithListener:
        path = request.path.decode("latin-1")
        if path.rstrip("/") != MEDIA_PATH:
            return _refused(404)
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not signature or not is_genuine_upgrade(self.relay_base_url + MEDIA_PATH, signature, self._tokens):
            log.warning("media socket refused", reason="signature")
            count("StreamRefused")
            return _refused(403)
        if self.is_leaving or len(self.calls) >= self.settings.max_calls:
            count("StreamTurnedAway")
            return _refused(503)
        return self._admit()

    def _private(self, request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        path = request.path.decode("latin-1")
        return self._state(path) if path in {"/health", "/ready"} else _refused(404)

    def _state(self, path: str) -> WSUpgradeResponseWithListener:
        """/health: the process lives. /ready: it takes calls."""
        if path == "/ready" and self.is_leaving:
            return _refused(503)
        body = f'{{"calls": {len(self.calls)}}}'.encode()
        response = WSUpgradeResponse.create_ok_response(body, {"Content-Type": "application/json"})
        return WSUpgradeResponseWithListener(response, None)

    def _admit(self) -> CallerLeg:
        leg = CallerLeg()
        call = LiveCall(self.world, leg, on_over=self.calls.discard)
        leg.serve(call)
        self.calls.add(call)
        return leg

    # --- chores --------------------------------------------------------------------------------------------------

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            for call in list(self.calls):
                call.tick()

    async def _keep_tokens_fresh(self) -> None:
        """Read aside, so that a handshake never waits for a secret."""
        while True:
            await asyncio.sleep(SECRETS_KEPT_S)
            try:
                await asyncio.to_thread(self.secrets.after_mismatch, time.time())
                self._tokens = self.secrets.known.twilio_auth_tokens
            except Exception:  # noqa: BLE001 - the known tokens go on; the next minute tries again
                log.exception("secrets not refreshed")


def _refused(status: int) -> WSUpgradeResponseWithListener:
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status), None)
