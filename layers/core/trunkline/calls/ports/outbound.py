"""Calls placed over the API: plans, orders that wait for the relay, and their queue."""

from datetime import datetime
from typing import Protocol

from trunkline.calls.domain.outbound.waiting_calls import WaitingCall, WaitingState
from trunkline.calls.domain.routes import Route


class Plans(Protocol):
    """Routes for single calls that we place."""

    def add(self, plan_id: str, route: Route, now: datetime) -> None: ...


class StopList(Protocol):
    """Numbers that must not be called."""

    def refuse_suppressed(self, company_id: str, phone: str) -> None:
        """Raises CallNotAllowed for a number on a list of all or of the company. One request."""
        ...


class WaitingCalls(Protocol):
    def add(self, call: WaitingCall) -> None: ...

    def find(self, order_id: str) -> WaitingCall | None: ...

    def move(
        self, call: WaitingCall, state: WaitingState, now: datetime, *, call_id: str = "", reason: str = ""
    ) -> bool:
        """False when it is no longer in the state it was read in: another run dials it."""
        ...


class LaterJobs(Protocol):
    """Work that is to be looked at in some seconds."""

    def send_later(self, order_id: str, seconds: int) -> None: ...
