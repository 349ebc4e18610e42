"""The carrier says how a call is coming along: late, twice and out of order. The record only moves on."""

from trunkline.calls.domain.call_record import progress_told
from trunkline.calls.domain.call_status import StatusUpdate
from trunkline.calls.ports.records import CallRecords


def record_progress(update: StatusUpdate, calls: CallRecords) -> bool:
    """Every callback is on the timeline; only one that is news moves the call. True when it moved."""
    telling = progress_told(update.event, update.progress, update.status, update.facts)
    calls.note(update.call_id, telling.event, telling.facts)
    return calls.advance(update.call_id, update.progress, update.status, {})
