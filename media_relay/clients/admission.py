"""Programs that come to this relay: whose key they show, and what they may steer: a call here, elsewhere, or none."""

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
from media_relay.session.speech_messages import BufferTextRequested
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

    world: RelayContext
    companies: Companies
    find: Callable[[str], VoiceCall | None]
    command_key: Callable[[], str]
    own_address: Callable[[], str]
    _legs: set[ClientSocket] = field(default_factory=set)
    _lone: dict[tuple[str, str], PeerSession] = field(default_factory=dict)
    _tasks: TaskSet = field(default_factory=TaskSet)

    def __len__(self) -> int:
        return len(self._legs)

    def admit(self, visit: ClientHandshake) -> ClientSocket:
        leg = ClientSocket(visit, lambda opened: self._tasks.start(self._introduce(opened)), self._legs.discard)
        self._legs.add(leg)
        return leg

    def tick(self) -> None:
        """Peers without a call are nobody else's to look after."""
        for name, peer in list(self._lone.items()):
            if peer.is_done():
                del self._lone[name]
                self._tasks.start(peer.close())
            else:
                peer.tick()

    async def leave(self) -> None:
        for leg in list(self._legs):
            leg.close(WSCloseCode.GOING_AWAY)
        await asyncio.gather(*(peer.close() for peer in self._lone.values()))
        await self._tasks.settled()

    async def _introduce(self, leg: ClientSocket) -> None:
        try:
            company_id = await asyncio.to_thread(self._company_of, leg.visit)
            await self._seat(leg, company_id)
        except (Unauthenticated, Forbidden) as refused:
            self._refuse(leg, str(refused) or UNKNOWN_KEY)
        except Exception:  # noqa: BLE001 - a table that does not answer closes this door, not the relay
            log.exception("program's key not checked")
            self._refuse(leg, NOT_CHECKED)

    def _company_of(self, visit: ClientHandshake) -> str:
        place = SocketPlace(visit.call_id or "", visit.agent_id)
        return company_at_socket(visit.proof, place, self.companies, self.world.ledger.now())

    async def _seat(self, leg: ClientSocket, company_id: str) -> None:
        call_id = leg.visit.call_id
        if call_id is None:
            await self._seat_alone(leg, company_id)
            return
        call = self.find(call_id)
        if call is None:
            await self._seat_elsewhere(leg, company_id, call_id)
        elif call.company_id != company_id:
            self._refuse(leg, NO_SUCH_CALL)
        else:
            leg.welcome(call.call_id)
            leg.steer(CallControl(call, leg))

    async def _seat_elsewhere(self, leg: ClientSocket, company_id: str, call_id: CallId) -> None:
        owner = await asyncio.wait_for(asyncio.to_thread(self._owner, call_id), LOOK_UP_LIMIT_S)
        if owner:
            await self._seat_at(owner, leg, company_id, call_id)
        elif await asyncio.to_thread(self._rings, call_id, company_id):
            await self._seat_while_it_rings(leg, company_id, call_id)
        else:
            self._refuse(leg, NO_SUCH_CALL)

    def _owner(self, call_id: CallId) -> str:
        """The other relay that carries the call; empty without one."""
        owner = self.world.ledger.leases.owner(call_id, self.world.ledger.now())
        return "" if owner == self.own_address() else owner

    def _rings(self, call_id: CallId, company_id: str) -> bool:
        """Whether it is a voice call of this company that nothing has ended yet."""
        call = self.world.find_call(call_id)
        return (
            call is not None
            and call.company_id == company_id
            and call.facts.get("mode") == Mode.VOICE.value
            and not call.is_over
        )

    async def _seat_while_it_rings(self, leg: ClientSocket, company_id: str, call_id: CallId) -> None:
        pending = PendingCall(self.world, leg, call_id)
        leg.welcome(call_id)
        leg.steer(pending)
        picked_up = await pending.is_picked_up(
            is_here=lambda: self.find(call_id) is not None,
            is_elsewhere=lambda: bool(self._owner(call_id)),
            is_over=lambda: not self._rings(call_id, company_id),
        )
        if not picked_up:
            leg.over()
        elif (call := self.find(call_id)) is not None:
            leg.steer(CallControl(call, leg))
            call.deliver(BufferTextRequested())
        else:
            await self._seat_at(self._owner(call_id), leg, company_id, call_id, is_welcome=True)

    async def _seat_at(
        self, owner: str, leg: ClientSocket, company_id: str, call_id: CallId, *, is_welcome: bool = False
    ) -> None:
        """The owner decides whose call it is; all we know is where it lives."""
        detour = RemoteClientProxy(leg, is_welcome=is_welcome)
        leg.steer(detour)
        path, signature = signed_path(call_id, company_id, leg.visit.peer_id, self.command_key)
        await detour.run(f"http://{owner}{path}", signature)

    async def _seat_alone(self, leg: ClientSocket, company_id: str) -> None:
        name = (company_id, leg.visit.peer_id)
        peer = self._lone.get(name)
        if peer is None:
            profiles = await asyncio.to_thread(self.companies.voice_profiles, company_id)
            peer = self._lone[name] = PeerSession(self.world, leg.visit, company_id, profiles)
        peer.sit_down(leg)

    def _refuse(self, leg: ClientSocket, detail: str) -> None:
        log.warning("program refused", reason=detail)
        count("ProgramRefused")
        leg.refuse(detail)
