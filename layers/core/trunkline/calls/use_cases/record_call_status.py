"""Applies a carrier status callback. Callbacks may be late, repeated or out of order; status never goes back."""

from trunkline.calls.domain.call_record import progress_update
from trunkline.calls.domain.call_status import StatusUpdate
from trunkline.calls.ports.records import CallRecords


def record_call_status(update: StatusUpdate, calls: CallRecords) -> bool:
    """Every callback goes on the timeline. True when it moved the call forward."""
    changed = progress_update(update.event, update.progress, update.status, update.facts)
    calls.note(update.call_id, changed.event, changed.facts)
    return calls.advance(update.call_id, update.progress, update.status, {})
