"""Media streams: their tickets, and the leases of the relays that carry them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.ids import CallId


class StreamTickets(Protocol):
    """One-shot tokens of media streams."""

    def spend(self, token_fingerprint: str, call_id: CallId, now: datetime) -> StreamTicket:
        """The ticket, exactly once. Raises StreamRefused for unknown, used, expired and foreign tokens alike."""
        ...


class Leases(Protocol):
    """Leases of live calls, on the calls' records. Every write is idempotent."""

    def take(self, lease: Lease) -> None:
        """The newest stream of a call wins: its token was spent last."""
        ...

    def renew(self, call_id: CallId, stream_sid: str, until: datetime) -> bool:
        """False when the call is no longer this stream's."""
        ...

    def claim(self, lease: Lease, until: datetime) -> bool:
        """Reserves an expired lease for one reaper until then. False when the lease has changed."""
        ...

    def drop(self, call_id: CallId, stream_sid: str) -> bool: ...

    def owner(self, call_id: CallId, now: datetime) -> str:
        """The private address of the relay that carries the call; empty when none does, or none that is known."""
        ...

    def live(self) -> Iterable[Lease]:
        """The leases of all live calls, those that ran out included. May lag behind by a moment."""
        ...
