"""The carrier says how a call is coming along: late, twice and out of order. The record only moves on."""

from trunkline.domain.call_records import progress_told
from trunkline.ports.calls import CallRecords
from trunkline.protocols.twilio_webhooks import StatusUpdate


def record_progress(update: StatusUpdate, calls: CallRecords) -> bool:
    """Every callback is on the timeline; only one that is news moves the call. True when it moved."""
    telling = progress_told(update.event, update.progress, update.status, update.facts)
    calls.note(update.call_id, telling.event, telling.facts)
    return calls.advance(update.call_id, update.progress, update.status, {})
