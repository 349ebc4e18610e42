"""Admission of watchers: spends their ticket and lets them join the call, here or on the relay that carries it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from picows import WSCloseCode

from media_relay.calls.relay_context import RelayContext
from media_relay.calls.watchers import Watcher, Watchers
from media_relay.clients.admission import LOOK_UP_LIMIT_S, NO_SUCH_CALL
from media_relay.clients.remote_watch import pass_on, signed_path
from media_relay.clients.watch_socket import WatchSocket
from media_relay.tasks import TaskSet
from trunkline.accounts.ports import Companies
from trunkline.accounts.use_cases.watch_tickets import company_of_watcher
from trunkline.errors import Unauthenticated
from trunkline.ids import CallId
from trunkline.relay_api.watch_socket import WatchRequest
from trunkline.telemetry import count, log

BAD_TICKET = "ticket missing, unknown, spent, or for something else"
NOT_CHECKED = "the ticket could not be checked; ask for another one"


class WatchedCall(Protocol):
    """A call whose sound passes through this relay."""

    @property
    def company_id(self) -> str: ...

    @property
    def watchers(self) -> Watchers: ...

    def watched_by(self, watcher: Watcher) -> None: ...


@dataclass(slots=True)
class WatchAdmission:
    """The ticket is looked up beside the sockets: a table never holds up audio."""

    context: RelayContext
    companies: Companies
    find: Callable[[str], WatchedCall | None]
    command_key: Callable[[], str]
    own_address: Callable[[], str]
    _sockets: set[WatchSocket] = field(default_factory=set)
    _tasks: TaskSet = field(default_factory=TaskSet)

    def __len__(self) -> int:
        return len(self._sockets)

    def admit(self, request: WatchRequest) -> WatchSocket:
        socket = WatchSocket(request, lambda opened: self._tasks.start(self._let_in(opened)), self._sockets.discard)
        self._sockets.add(socket)
        return socket

    def tick(self) -> None:
        now_s = self.context.clock()
        for socket in list(self._sockets):
            socket.tick(now_s)

    async def drain(self) -> None:
        """Those whose call is on another relay come again by another way."""
        for socket in list(self._sockets):
            socket.end(WSCloseCode.GOING_AWAY)
        await self._tasks.settled()

    async def _let_in(self, socket: WatchSocket) -> None:
        try:
            company_id = await asyncio.to_thread(self._company_of, socket.request)
            await self._attach(socket, company_id, socket.request.call_id)
        except Unauthenticated:
            self._refuse(socket, BAD_TICKET)
        except Exception:  # noqa: BLE001 - a table that does not answer refuses this watcher, and does not stop the relay
            log.exception("watcher's ticket not checked")
            self._refuse(socket, NOT_CHECKED)

    def _company_of(self, request: WatchRequest) -> str:
        now = self.context.store.now()
        return company_of_watcher(request.ticket, request.call_id, self.companies, now, listens=request.listens)

    async def _attach(self, socket: WatchSocket, company_id: str, call_id: CallId) -> None:
        call = self.find(call_id)
        if call is None:
            await self._attach_elsewhere(socket, company_id, call_id)
        elif call.company_id != company_id:
            self._refuse(socket, NO_SUCH_CALL)
        elif not socket.is_gone:
            socket.leave = lambda: call.watchers.leave(socket)
            call.watched_by(socket)

    async def _attach_elsewhere(self, socket: WatchSocket, company_id: str, call_id: CallId) -> None:
        """The owner checks the company; this relay only passes on."""
        owner = await asyncio.wait_for(asyncio.to_thread(self._owner, call_id), LOOK_UP_LIMIT_S)
        if not owner:
            self._refuse(socket, NO_SUCH_CALL)
        elif not socket.is_gone:
            path, signature = signed_path(call_id, company_id, self.command_key, listens=socket.listens)
            await pass_on(f"http://{owner}{path}", signature, socket)

    def _owner(self, call_id: CallId) -> str:
        """The other relay that carries the call; empty without one."""
        owner = self.context.store.leases.owner(call_id, self.context.store.now())
        return "" if owner == self.own_address() else owner

    def _refuse(self, socket: WatchSocket, detail: str) -> None:
        log.warning("watcher refused", reason=detail)
        count("WatchRefused", reason="call" if detail == NO_SUCH_CALL else "ticket")
        socket.refuse(detail)
