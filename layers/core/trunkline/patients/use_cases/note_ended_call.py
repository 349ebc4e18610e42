"""A patient's call that is over: where it failed for technical reasons, staff are alerted and contacts follow."""

from datetime import datetime

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.patients.ports import Alerts, Patients
from trunkline.patients.use_cases.raise_alerts import note_failed_call

FAILED = "failed"  # the carrier could not place or keep the call


def note_ended_call(call: CallSummary, patients: Patients, alerts: Alerts, now: datetime) -> bool:
    """Whether an alert is on file. A call that was not answered is none: it is due again."""
    if not failed_technically(call):
        return False
    patient = patients.by_phone(call.company_id, call.their_number) if call.their_number else None
    if patient is None:
        return False
    note_failed_call(patient, call.call_id, alerts, now)
    return True


def failed_technically(call: CallSummary) -> bool:
    """A stream that broke, an agent that did not answer or was lost, a call that the carrier could not carry."""
    outcome = call.facts.get("stream_outcome")
    if outcome in set(StreamOutcome):
        return StreamOutcome(outcome).is_dropped
    return call.status == FAILED
