"""A patient's call that is over: where it failed for technical reasons, staff are alerted and contacts follow."""

from datetime import datetime

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.history.trouble import Trouble
from trunkline.patients.ports import Alerts, Patients
from trunkline.patients.use_cases.raise_alerts import note_failed_call

TECHNICAL = {Trouble.CALL_FAILED, Trouble.NEVER_STARTED, Trouble.PROVIDER_FAILED}


def note_ended_call(call: CallSummary, patients: Patients, alerts: Alerts, now: datetime) -> bool:
    """Whether an alert was raised, which happens once. A call that was not answered is none: it is due again."""
    if not failed_technically(call):
        return False
    patient = patients.by_phone(call.company_id, call.their_number) if call.their_number else None
    return patient is not None and note_failed_call(patient, call.call_id, alerts, now)


def failed_technically(call: CallSummary) -> bool:
    """A stream that broke, an agent that did not answer or was lost, a call that the carrier could not carry, or one
    whose conversation the voice provider could not start or keep."""
    outcome = call.facts.get("stream_outcome")
    was_dropped = outcome in set(StreamOutcome) and StreamOutcome(outcome).is_dropped
    return was_dropped or not TECHNICAL.isdisjoint(call.trouble)
