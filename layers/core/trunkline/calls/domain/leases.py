"""Leases of live calls: the relay that carries a call, for some seconds at a time, renewed while the call lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trunkline.ids import CallId

LEASE = timedelta(seconds=30)  # three missed heartbeats
OVERDUE = timedelta(seconds=60)  # beyond its last allowed second: the relay that should have ended it did not


@dataclass(frozen=True, slots=True)
class Lease:
    """One stream's hold on its call. A call that is resumed has a new stream, and with it a new lease."""

    call_id: CallId
    stream_sid: str
    relay: str  # host:port of the private API; empty without a known address
    until: datetime
    ends_by: datetime  # when the call has to be over, on any relay

    def is_current(self, now: datetime) -> bool:
        return self.until > now

    def reap_reason(self, now: datetime) -> str:
        """Why this call is an orphan; empty while its lease is current."""
        if now > self.ends_by + OVERDUE:
            return "overdue"
        return "" if self.is_current(now) else "lease ran out"
