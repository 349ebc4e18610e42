"""Admission of clients: checks their key and attaches them to a call here, on another relay, or to none."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from picows import WSCloseCode

from media_relay.calls.relay_context import RelayContext
from media_relay.calls.voice_call import VoiceCall
from media_relay.clients.call_control import CallControl
from media_relay.clients.client_socket import ClientSocket
from media_relay.clients.peer_session import PeerSession
from media_relay.clients.pending_call import PendingCall
from media_relay.clients.remote_client import RemoteClientProxy, signed_path
from media_relay.session.speech.speech_messages import BufferTextRequested
from media_relay.tasks import TaskSet
from trunkline.accounts.ports import Companies
from trunkline.accounts.use_cases.manage_companies import SocketPlace, company_at_socket
from trunkline.calls.domain.routes import Mode
from trunkline.errors import Forbidden, Unauthenticated
from trunkline.ids import CallId
from trunkline.relay_api.client_socket import ClientHandshake
from trunkline.telemetry import count, log

UNKNOWN_KEY = "API key missing, unknown or revoked"
NOT_CHECKED = "the key could not be checked; try again"
NO_SUCH_CALL = "Call not found"
LOOK_UP_LIMIT_S = 2.0


@dataclass(slots=True)
class ClientAdmission:
    """The key is looked up beside the sockets: a table never holds up audio."""

    context: RelayContext
    companies: Companies
    find: Callable[[str], VoiceCall | None]
    command_key: Callable[[], str]
    own_address: Callable[[], str]
    _legs: set[ClientSocket] = field(default_factory=set)
    _peers: dict[tuple[str, str], PeerSession] = field(default_factory=dict)
    _tasks: TaskSet = field(default_factory=TaskSet)

    def __len__(self) -> int:
        return len(self._legs)

    def admit(self, handshake: ClientHandshake) -> ClientSocket:
        leg = ClientSocket(handshake, lambda opened: self._tasks.start(self._authenticate(opened)), self._legs.discard)
        self._legs.add(leg)
        return leg

    def tick(self) -> None:
        """Ticks the peers without a call, and closes those that are done."""
        for name, peer in list(self._peers.items()):
            if peer.is_done():
                del self._peers[name]
                self._tasks.start(peer.close())
            else:
                peer.tick()

    async def drain(self) -> None:
        for leg in list(self._legs):
            leg.close(WSCloseCode.GOING_AWAY)
        await asyncio.gather(*(peer.close() for peer in self._peers.values()))
        await self._tasks.settled()

    async def _authenticate(self, leg: ClientSocket) -> None:
        try:
            company_id = await asyncio.to_thread(self._company_of, leg.handshake)
            await self._attach(leg, company_id)
        except (Unauthenticated, Forbidden) as refused:
            self._refuse(leg, str(refused) or UNKNOWN_KEY)
        except Exception:  # noqa: BLE001 - a table that does not answer refuses this client, and does not stop the relay
            log.exception("client's key not checked")
            self._refuse(leg, NOT_CHECKED)

    def _company_of(self, handshake: ClientHandshake) -> str:
        place = SocketPlace(handshake.call_id or "", handshake.agent_id)
        return company_at_socket(handshake.proof, place, self.companies, self.context.store.now())

    async def _attach(self, leg: ClientSocket, company_id: str) -> None:
        call_id = leg.handshake.call_id
        if call_id is None:
            await self._attach_peer(leg, company_id)
            return
        call = self.find(call_id)
        if call is None:
            await self._attach_elsewhere(leg, company_id, call_id)
        elif call.company_id != company_id:
            self._refuse(leg, NO_SUCH_CALL)
        else:
            leg.welcome(call.call_id)
            leg.attach_to(CallControl(call, leg))

    async def _attach_elsewhere(self, leg: ClientSocket, company_id: str, call_id: CallId) -> None:
        owner = await asyncio.wait_for(asyncio.to_thread(self._owner, call_id), LOOK_UP_LIMIT_S)
        if owner:
            await self._attach_to_relay(owner, leg, company_id, call_id)
        elif await asyncio.to_thread(self._is_ringing, call_id, company_id):
            await self._attach_while_ringing(leg, company_id, call_id)
        else:
            self._refuse(leg, NO_SUCH_CALL)

    def _owner(self, call_id: CallId) -> str:
        """The other relay that carries the call; empty without one."""
        owner = self.context.store.leases.owner(call_id, self.context.store.now())
        return "" if owner == self.own_address() else owner

    def _is_ringing(self, call_id: CallId, company_id: str) -> bool:
        """Whether it is a voice call of this company that nothing has ended yet."""
        call = self.context.find_call(call_id)
        return (
            call is not None
            and call.company_id == company_id
            and call.facts.get("mode") == Mode.VOICE.value
            and not call.is_over
        )

    async def _attach_while_ringing(self, leg: ClientSocket, company_id: str, call_id: CallId) -> None:
        pending = PendingCall(self.context, leg, call_id)
        leg.welcome(call_id)
        leg.attach_to(pending)
        picked_up = await pending.is_picked_up(
            is_here=lambda: self.find(call_id) is not None,
            is_elsewhere=lambda: bool(self._owner(call_id)),
            is_over=lambda: not self._is_ringing(call_id, company_id),
        )
        if not picked_up:
            leg.over()
        elif (call := self.find(call_id)) is not None:
            leg.attach_to(CallControl(call, leg))
            call.deliver(BufferTextRequested())
        else:
            await self._attach_to_relay(self._owner(call_id), leg, company_id, call_id, is_welcome=True)

    async def _attach_to_relay(
        self, owner: str, leg: ClientSocket, company_id: str, call_id: CallId, *, is_welcome: bool = False
    ) -> None:
        """The owner checks the company; this relay only forwards."""
        proxy = RemoteClientProxy(leg, is_welcome=is_welcome)
        leg.attach_to(proxy)
        path, signature = signed_path(call_id, company_id, leg.handshake.peer_id, self.command_key)
        await proxy.run(f"http://{owner}{path}", signature)

    async def _attach_peer(self, leg: ClientSocket, company_id: str) -> None:
        name = (company_id, leg.handshake.peer_id)
        peer = self._peers.get(name)
        if peer is None:
            profiles = await asyncio.to_thread(self.companies.voice_profiles, company_id)
            peer = self._peers[name] = PeerSession(self.context, leg.handshake, company_id, profiles)
        peer.attach(leg)

    def _refuse(self, leg: ClientSocket, detail: str) -> None:
        log.warning("client refused", reason=detail)
        count("ProgramRefused")
        leg.refuse(detail)
