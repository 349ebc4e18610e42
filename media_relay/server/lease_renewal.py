"""Lease renewal: a call is leased to this relay when its agent is there, and renewed by a heartbeat.

In threads of its own: a slow table must not delay tokens, let alone audio.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from media_relay.tasks import TaskSet
from trunkline.calls.domain.leases import LEASE, Lease
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.ports.streams import Leases
from trunkline.ids import CallId
from trunkline.telemetry import count, log

HEARTBEAT = timedelta(seconds=10)
LOOK_EVERY_S = 0.25
THREADS = 2
Result = TypeVar("Result")


class CarriedCall(Protocol):
    """A live call as its lease sees it."""

    @property
    def call_id(self) -> CallId: ...

    @property
    def stream_sid(self) -> str: ...

    @property
    def ticket(self) -> StreamTicket: ...

    @property
    def has_agent(self) -> bool: ...


@dataclass(slots=True)
class LeaseKeeper:
    leases: Leases
    relay: str  # our private address, host:port
    now: Callable[[], datetime]
    _due: dict[CarriedCall, datetime] = field(default_factory=dict)
    _tasks: TaskSet = field(default_factory=TaskSet)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "leases"))

    async def run(self, calls: Callable[[], Iterable[CarriedCall]]) -> None:
        while True:
            self.look(list(calls()))
            await asyncio.sleep(LOOK_EVERY_S)

    def look(self, calls: list[CarriedCall]) -> None:
        """Starts what is due. An ended call releases its lease with its outcome; here it is only forgotten."""
        for gone in self._due.keys() - set(calls):
            del self._due[gone]
        now = self.now()
        for call in calls:
            if call.has_agent and call not in self._due:
                self._tasks.start(self._take(call, call.ticket, now))
            elif self._due.get(call, now + HEARTBEAT) <= now:
                self._tasks.start(self._renew(call, now))
            else:
                continue
            self._due[call] = now + HEARTBEAT

    async def settled(self) -> None:
        await self._tasks.settled()

    async def stop(self) -> None:
        await self.settled()
        self._threads.shutdown(wait=False)

    async def _take(self, call: CarriedCall, ticket: StreamTicket, now: datetime) -> None:
        ends_by = now + timedelta(seconds=ticket.max_duration_s)
        lease = Lease(call.call_id, call.stream_sid, self.relay, now + LEASE, ends_by)
        try:
            await self._in_thread(lambda: self.leases.take(lease))
        except Exception:  # noqa: BLE001 - the call lives without a lease; it cannot be sent commands meanwhile
            log.exception("lease not taken", call_id=call.call_id)
            count("LeaseNotKept", step="take")
            self._due.pop(call, None)  # tried again at the next look

    async def _renew(self, call: CarriedCall, now: datetime) -> None:
        try:
            is_ours = await self._in_thread(lambda: self.leases.renew(call.call_id, call.stream_sid, now + LEASE))
        except Exception:  # noqa: BLE001 - the next heartbeat comes before the lease runs out
            log.exception("lease not renewed", call_id=call.call_id)
            count("LeaseNotKept", step="renew")
            return
        if not is_ours and call in self._due:
            log.warning("call is no longer ours", call_id=call.call_id)
            count("LeaseNotKept", step="lost")

    async def _in_thread(self, job: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, job)
