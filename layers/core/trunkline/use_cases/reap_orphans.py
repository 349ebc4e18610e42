"""Calls that nobody looks after any more: their relay was lost without a word, or should have ended them and did not.

Told any number of times, by any number of reapers: a call is claimed first, and only its claimant does anything.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trunkline.domain.call_instructions import SayAndHangUp
from trunkline.domain.calls import PROGRESS_OF_STATUS, Progress, TimelineEvent
from trunkline.domain.errors import CarrierError
from trunkline.domain.leases import Lease
from trunkline.ports.calls import CallControl, CallRecords, Leases
from trunkline.protocols.twiml import Addresses

CLAIM = timedelta(seconds=90)  # longer than one run may take; a reaper that dies is followed by the next
TIME_IS_UP = "We are sorry, this call has reached its time limit. Goodbye."


@dataclass(frozen=True, slots=True)
class Reaped:
    """What was wrong with a call, and what became of it: two short words each, fit to be counted by."""

    lease: Lease
    because: str
    fate: str


@dataclass(frozen=True, slots=True)
class Reaping:
    """What reaping needs from the world."""

    leases: Leases
    calls: CallRecords
    carrier: CallControl
    addresses: Addresses


def reap_orphans(with_: Reaping, now: datetime) -> list[Reaped]:
    """One call's trouble is not another's: what fails is told, and tried again by a later run."""
    found = [(lease, lease.complaint(now)) for lease in with_.leases.live()]
    return [_reap(lease, because, with_, now) for lease, because in found if because]


def _reap(lease: Lease, because: str, with_: Reaping, now: datetime) -> Reaped:
    if not with_.leases.claim(lease, now + CLAIM):
        return Reaped(lease, because, "in good hands")  # renewed, ended, or claimed by another
    try:
        fate = _look_after(lease, because, with_, now)
    except CarrierError as error:
        return Reaped(lease, because, f"carrier error {error.code}")
    event = TimelineEvent(f"reaped-{lease.stream_sid}", now, "reaped", {"because": because, "fate": fate})
    with_.calls.add_event(lease.call_id, event)
    with_.leases.drop(lease.call_id, lease.stream_sid)
    return Reaped(lease, because, fate)


def _look_after(lease: Lease, because: str, with_: Reaping, now: datetime) -> str:
    status = with_.carrier.status(lease.call_id)
    if status is None or PROGRESS_OF_STATUS.get(status) is Progress.OVER:
        return _found_over(lease, status or "completed", with_, now)
    if because == "overdue":
        return "hung up" if with_.carrier.play(lease.call_id, SayAndHangUp(TIME_IS_UP)) else "just over"
    url = with_.addresses.public(
        "/twilio/voice/after-stream"
    )  # it knows who goes on, how often, and what else there is
    return "handed on" if with_.carrier.continue_with(lease.call_id, url) else "just over"


def _found_over(lease: Lease, status: str, with_: Reaping, now: datetime) -> str:
    """The carrier's own word for the end may have been lost as well; a record that has one keeps it."""
    with_.calls.advance(lease.call_id, Progress.OVER, status, {"ended_at": now.isoformat()})
    return "was over"
