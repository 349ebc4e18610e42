"""The relay server: admits media sockets and clients, and drains them at the end."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import anyio.lowlevel
import httpx
from picows import WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener, ws_create_server

from media_relay.brains.converse_call import ConverseCall
from media_relay.brains.converse_calls import ConverseCalls
from media_relay.brains.retell_calls import RetellCalls, read_path
from media_relay.brains.retell_socket import RetellSocket
from media_relay.calls.agent_call import AgentCall
from media_relay.calls.relay_context import RelayContext
from media_relay.calls.stream_admission import AdmittedStream, StreamAdmission
from media_relay.calls.voice_call import VoiceCall
from media_relay.clients.admission import ClientAdmission
from media_relay.clients.client_socket import ClientSocket
from media_relay.clients.watch_admission import WatchAdmission
from media_relay.clients.watch_socket import WatchSocket
from media_relay.native import frame_scanner
from media_relay.server.command_forwarding import Forwarding
from media_relay.server.lease_renewal import LeaseKeeper
from media_relay.server.private_api import PrivateApi
from media_relay.server.prometheus import RelayMetrics
from media_relay.server.task_protection import TaskProtection
from media_relay.session.messages import RelayStopping
from media_relay.settings import RelaySettings
from media_relay.sockets.caller_leg import FRAME_LIMIT_BYTES, READ_BUFFER_BYTES, CallerLeg
from media_relay.tasks import TaskSet
from trunkline.accounts.ports import Companies
from trunkline.aws.secrets import SecretCache
from trunkline.relay_api import client_socket, watch_socket
from trunkline.relay_api.client_socket import ClientHandshake
from trunkline.relay_api.watch_socket import WatchRequest
from trunkline.telemetry import count, log, measure
from trunkline.vendors.twilio.signatures import SIGNATURE_HEADER, is_genuine_upgrade

MEDIA_PATH, TEXT_PATH, LLM_PATH = "/twilio/media-stream", "/twilio/conversation-relay", "/llm-websocket/"
HANDSHAKE_LIMIT_S = 5.0  # for the whole of an upgrade request, however slowly it drips in
CLIENTS_PER_CALL = 2
WATCHERS_AT_MOST = 50  # of all calls together; what each of them hears costs as much as a call
TICK_S = 0.25
LAG_ALARM_S = 0.25
LIVE_CALLS_EVERY_S = 20.0  # three samples for each minute that scaling looks at
PROTECTION_S = 1.0  # how long a first call may be unprotected
SECRETS_KEPT_S = 60.0
HOLD_EVERY_S = 60.0  # the relay sleeps after twenty minutes at the earliest


@dataclass(slots=True)
class RelayServer:
    """Accepts calls until it is drained."""

    settings: RelaySettings
    relay_base_url: str
    secrets: SecretCache
    context: RelayContext
    companies: Companies
    protection: TaskProtection | None = None
    private_host: str = ""
    hold_fleet: Callable[[], bool] = lambda: True  # keeps a relay that may sleep awake
    brains: RetellCalls | None = None
    converse: ConverseCalls | None = None
    forwarding_client: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)
    admissions: set[StreamAdmission] = field(default_factory=set)
    calls: set[AgentCall | VoiceCall] = field(default_factory=set)
    is_draining: bool = False
    _tokens: Sequence[str] = ()
    metrics: RelayMetrics = field(default_factory=RelayMetrics)
    private_port: int = 0
    _clients: ClientAdmission = field(init=False)
    _watches: WatchAdmission = field(init=False)
    _server: asyncio.Server | None = None
    _doors: PrivateApi | None = None
    _keeper: LeaseKeeper | None = None
    _chores: TaskSet = field(default_factory=TaskSet)
    _endings: TaskSet = field(default_factory=TaskSet)  # calls that are over, and still store what became of them

    def __post_init__(self) -> None:
        self._clients = ClientAdmission(
            self.context, self.companies, self._find_voice, self._command_key, lambda: self.private_address
        )
        self._watches = WatchAdmission(
            self.context, self.companies, self._find_watched, self._command_key, lambda: self.private_address
        )

    async def start(self) -> None:
        await anyio.lowlevel.checkpoint()  # loads what httpx would load with the first call, while its caller waits
        known = await asyncio.to_thread(self.secrets.current, time.time())
        self._tokens = known.twilio_auth_tokens
        self._server = await ws_create_server(
            self._public,
            self.settings.host,
            self.settings.port,
            max_frame_size=FRAME_LIMIT_BYTES,
            read_buffer_init_size=READ_BUFFER_BYTES,
            websocket_handshake_timeout=HANDSHAKE_LIMIT_S,
        )
        forwarding = Forwarding(
            self.context.store.leases, self.forwarding_client, lambda: self.private_address, self.context.store.now
        )
        self._doors = PrivateApi(
            is_ready=lambda: not self.is_draining,
            find=self._find,
            find_voice=self._find_voice,
            find_watched=self._find_watched,
            command_key=self._command_key,
            metrics=self.metrics,
            live_calls=self._stream_count,
            forwarding=forwarding,
        )
        self.private_port = await self._doors.start(self.settings.host, self.settings.private_port)
        chores = (self._tick(), self._keep_tokens_fresh(), self._measure_live_calls(), self._keep_awake())
        for chore in chores:
            self._chores.start(chore)
        self._keeper = LeaseKeeper(self.context.store.leases, self.private_address, self.context.store.now)
        self._chores.start(self._keeper.run(self._admitted))
        if self.protection is not None:
            self._chores.start(self._keep_protected(self.protection))
        log.info("relay is ready", port=self.port, private_port=self.private_port, compiled=frame_scanner.IS_COMPILED)

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def private_address(self) -> str:
        """The address of our private API for other relays; empty when our own host is unknown."""
        return f"{self.private_host}:{self.private_port}" if self.private_host else ""

    @property
    def streams(self) -> list[StreamAdmission | AgentCall | VoiceCall]:
        return [*self.admissions, *self.calls]

    def _stream_count(self) -> int:
        return len(self.admissions) + len(self.calls) + self._text_count()

    def _text_count(self) -> int:
        """Calls whose words pass through, and no audio."""
        return (len(self.brains.sockets) if self.brains else 0) + (len(self.converse.calls) if self.converse else 0)

    def _find(self, call_sid: str) -> AgentCall | VoiceCall | ConverseCall | None:
        return next((call for call in self._admitted() if call.call_id == call_sid), None)

    def _admitted(self) -> list[AgentCall | VoiceCall | ConverseCall]:
        spoken = [call for call in self.converse.calls if call.is_live] if self.converse else []
        return [*self.calls, *spoken]

    def _command_key(self) -> str:
        return self.secrets.known.relay_command_key

    def _find_voice(self, call_sid: str) -> VoiceCall | None:
        call = self._find(call_sid)
        return call if isinstance(call, VoiceCall) else None

    def _find_watched(self, call_sid: str) -> AgentCall | VoiceCall | None:
        """A call whose sound is here: a carrier's text relay has none."""
        return next((call for call in self.calls if call.call_id == call_sid), None)

    async def drain(self) -> None:
        """Takes no new call, gives the live ones time to finish, then ends them in order."""
        self.is_draining = True
        deadline = self.context.clock() + self.settings.drain_s
        while self._must_wait() and self.context.clock() < deadline:  # noqa: ASYNC110 - a deadline is watched as well
            await asyncio.sleep(TICK_S)
        await asyncio.gather(*(calls.drain() for calls in (self.brains, self.converse) if calls is not None))
        streams = self.streams
        for stream in streams:
            stream.deliver(RelayStopping())
        await asyncio.gather(*(stream.settled() for stream in streams))
        await self._endings.settled()
        await asyncio.gather(self._clients.drain(), self._watches.drain())
        await self._chores.cancel()
        if self._keeper is not None:
            await self._keeper.stop()
        if self._server is not None:
            self._server.close()
        if self._doors is not None:
            await self._doors.stop()
        await self.forwarding_client.aclose()
        log.info("relay has left")

    def _must_wait(self) -> bool:
        """Retell dials a dropped socket again at once, so its calls are not waited for."""
        return bool(self.streams or (self.converse and self.converse.calls))

    # --- public endpoints ---------------------------------------------------------------------------------------------

    def _public(
        self, request: WSUpgradeRequest
    ) -> CallerLeg | ClientSocket | WatchSocket | RetellSocket | ConverseCall | WSUpgradeResponseWithListener:
        path = request.path.decode("latin-1")
        watch = watch_socket.read_path(path)
        if watch is not None:
            return self._admit_watcher(watch)
        handshake = client_socket.read_path(path)
        if handshake is not None:
            return self._admit_client(handshake)
        if path.startswith(LLM_PATH):
            return self._admit_brain(path.partition("?")[0])
        path = path.rstrip("/")
        if path != MEDIA_PATH and (path != TEXT_PATH or self.converse is None):
            return _refused(404)
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not signature or not is_genuine_upgrade(self.relay_base_url + path, signature, self._tokens):
            log.warning("media socket refused", reason="signature")
            count("StreamRefused")
            return _refused(403)
        if self._is_full():
            return _refused(503)
        return self.converse.admit() if self.converse is not None and path == TEXT_PATH else self._admit()

    def _is_full(self) -> bool:
        if not self.is_draining and self._stream_count() < self.settings.max_calls:
            return False
        count("StreamTurnedAway")
        self.metrics.turned_away.inc()
        return True

    def _admit_client(self, handshake: ClientHandshake) -> ClientSocket | WSUpgradeResponseWithListener:
        """Clients may come while the relay drains: their calls stay as well."""
        if len(self._clients) >= CLIENTS_PER_CALL * self.settings.max_calls:
            return _refused(503)
        return self._clients.admit(handshake)

    def _admit_watcher(self, request: WatchRequest) -> WatchSocket | WSUpgradeResponseWithListener:
        """A relay that drains keeps its watchers until their calls are over."""
        return _refused(503) if len(self._watches) >= WATCHERS_AT_MOST else self._watches.admit(request)

    def _admit_brain(self, path: str) -> RetellSocket | WSUpgradeResponseWithListener:
        """A wrong secret is a path that is not there. A relay that leaves or is full is dialled around."""
        call_id = read_path(path, self.secrets.known.llm_socket_secrets)
        if call_id is None or self.brains is None:
            count("BrainRefused")
            return _refused(404)
        return _refused(503) if self._is_full() else self.brains.admit(call_id)

    def _admit(self) -> CallerLeg:
        leg = CallerLeg()
        admission = StreamAdmission(self.context, leg, on_admitted=self._begin_call, on_refused=self.admissions.discard)
        leg.serve(admission, admission)
        self.admissions.add(admission)
        return leg

    def _begin_call(self, admission: StreamAdmission, stream: AdmittedStream) -> None:
        """A ticket names an agent, or a voice whose words come from clients."""
        kind = AgentCall if stream.ticket.voice is None else VoiceCall
        call = kind(self.context, stream, self._over)
        self.admissions.discard(admission)
        self.calls.add(call)
        call.begin()

    # --- background tasks ---------------------------------------------------------------------------------------------

    def _over(self, call: AgentCall | VoiceCall) -> None:
        self.calls.discard(call)
        self._endings.start(call.settled())
        if isinstance(call, VoiceCall):
            self.metrics.add_voice(call.session)
        else:
            self.metrics.add(call.session)

    async def _tick(self) -> None:
        """Ticks every call, and measures its own lateness: a late tick is late audio for all calls."""
        then, ticked_at = self.context.clock(), time.monotonic()
        while True:
            await asyncio.sleep(TICK_S)
            lag_s = max(0.0, time.monotonic() - ticked_at - TICK_S)
            self.metrics.loop_lag.observe(lag_s)
            if lag_s > LAG_ALARM_S:
                log.warning("event loop is late", lag_ms=round(lag_s * 1000))
                count("LoopLag")
            now = self.context.clock()
            for stream in self.streams:
                stream.tick(now - then)
            self._clients.tick()
            self._watches.tick()
            for calls in (self.brains, self.converse):
                if calls is not None:
                    calls.tick()
            then, ticked_at = now, time.monotonic()

    async def _measure_live_calls(self) -> None:
        """The metric that scales the fleet. An idle relay reports as well, or the average would be of the busy ones."""
        while True:
            measure("LiveCalls", "Count", self._stream_count())
            await asyncio.sleep(LIVE_CALLS_EVERY_S)

    async def _keep_awake(self) -> None:
        """For clients that talk with an agent and have no call: nothing else shows that the relay is used."""
        while True:
            try:
                if self._clients:
                    await asyncio.to_thread(self.hold_fleet)
            except Exception:  # noqa: BLE001 - the next minute tries again, and many are left
                log.exception("fleet not held")
                count("FleetNotHeld")
            await asyncio.sleep(HOLD_EVERY_S)

    async def _keep_protected(self, protection: TaskProtection) -> None:
        while True:
            await protection.follow(self._stream_count(), time.monotonic())
            await asyncio.sleep(PROTECTION_S)

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
