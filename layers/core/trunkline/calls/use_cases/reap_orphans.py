"""Orphaned calls: their relay was lost without a word, or should have ended them and did not.

Several reapers may run at once: a call is claimed first, and only its claimant acts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from trunkline.calls.domain.call_instructions import SayAndHangUp
from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, Progress, TimelineEvent
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.public_urls import Addresses
from trunkline.calls.ports.carrier import CallControl
from trunkline.calls.ports.records import CallRecords
from trunkline.calls.ports.streams import Leases
from trunkline.errors import CarrierError, NotConfigured

CLAIM = timedelta(seconds=90)  # longer than one run may take; a reaper that dies is followed by the next
TIME_IS_UP = "We are sorry, this call has reached its time limit. Goodbye."


@dataclass(frozen=True, slots=True)
class Reaped:
    """An orphaned call: the reason and the result, two short words each for the metric."""

    lease: Lease
    reason: str
    result: str


@dataclass(frozen=True, slots=True)
class ReapOrphansDeps:
    """Dependencies of `reap_orphans`."""

    leases: Leases
    calls: CallRecords
    carrier: CallControl
    addresses: Addresses
    now: Callable[[], datetime]


def reap_orphans(deps: ReapOrphansDeps, now: datetime) -> list[Reaped]:
    """Each call fails alone: a failure is in the result, and a later run tries again."""
    found = [(lease, lease.reap_reason(now)) for lease in deps.leases.live()]
    return [_reap(lease, reason, deps, now) for lease, reason in found if reason]


def _reap(lease: Lease, reason: str, deps: ReapOrphansDeps, now: datetime) -> Reaped:
    if not deps.leases.claim(lease, now + CLAIM):
        return Reaped(lease, reason, "in good hands")  # renewed, ended, or claimed by another
    try:
        result = _look_after(lease, reason, deps, now)
    except (CarrierError, NotConfigured) as error:
        return Reaped(lease, reason, f"carrier error {error.code}")
    event = TimelineEvent(f"reaped-{lease.stream_sid}", now, "reaped", {"reason": reason, "result": result})
    deps.calls.note(lease.call_id, event, {"reaped": reason})
    deps.leases.drop(lease.call_id, lease.stream_sid)
    return Reaped(lease, reason, result)


def _look_after(lease: Lease, reason: str, deps: ReapOrphansDeps, now: datetime) -> str:
    status = deps.carrier.status(lease.call_id)
    if status is None or PROGRESS_OF_STATUS.get(status) is Progress.OVER:
        return _found_over(lease, status or "completed", deps, now)
    if reason == "overdue":
        return "hung up" if deps.carrier.play(lease.call_id, SayAndHangUp(TIME_IS_UP)) else "just over"
    url = deps.addresses.public("/twilio/voice/after-stream")  # it decides on resuming or the fallback
    return "handed on" if deps.carrier.continue_with(lease.call_id, url) else "just over"


def _found_over(lease: Lease, status: str, deps: ReapOrphansDeps, now: datetime) -> str:
    """The carrier's own word for the end may have been lost as well; a record that has one keeps it."""
    deps.calls.advance(lease.call_id, Progress.OVER, status, {"ended_at": now.isoformat()})
    return "was over"
