"""A patient's call was reported: the answers in it become a check-in, once all of its conversations are on file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.patients.domain.collected_answers import collected_answers, has_red_flag, is_check_in
from trunkline.patients.domain.patients import Patient
from trunkline.patients.domain.protocols import Level
from trunkline.patients.ports import Patients
from trunkline.patients.use_cases.assess_check_in import AssessDeps, NewCheckIn, assess_check_in
from trunkline.patients.use_cases.raise_alerts import raise_alert

MACHINES = frozenset({"machine", "fax", "ivr"})  # `answered_by` of a call without a person
PATIENCE = timedelta(minutes=10)  # for a transcript that is reported and not written yet
CALLER = "caller"


class TranscriptMissing(Exception):
    """A transcript that is being written: the report is read again later."""


@dataclass(frozen=True, slots=True)
class ReportedCall:
    """A patient's call with what its conversations collected; `ended_at` is when the last of them was over.

    `is_whole`: the call is over, and its last conversation is reported.
    """

    call: CallSummary
    collected: Mapping[str, Any] = field(repr=False)
    ended_at: datetime
    is_whole: bool

    @property
    def transcript_keys(self) -> list[str]:
        return list(self.call.facts.get("transcript_keys") or ())


@dataclass(frozen=True, slots=True)
class FileAnswersDeps:
    """`transcript` gives a stored transcript by its key; None where there is none."""

    patients: Patients
    assessing: AssessDeps
    transcript: Callable[[str], Mapping[str, Any] | None]


def file_answers(reported: ReportedCall, deps: FileAnswersDeps, now: datetime) -> Patient | None:
    """The patient whose check-in is on file now. Raises TranscriptMissing. A red flag is an alert before all else is
    known."""
    call = reported.call
    patient = patient_of(call, deps.patients) if _is_check_in(reported) else None
    if patient is None:
        return None
    if has_red_flag(reported.collected):
        raise_alert(patient, call.call_id, Level.EMERGENCY, deps.assessing.alerts, now)
    if not reported.is_whole:
        return None
    found = collected_answers(reported.collected, _said(reported, deps, now))
    began = datetime.fromisoformat(call.started_at)
    new = NewCheckIn(call.call_id, began, call.their_number, found.answers, found.weight)
    assess_check_in(patient, new, deps.assessing, now)
    return patient


def patient_of(call: CallSummary, patients: Patients) -> Patient | None:
    """By the number that was called; a call to a contact names its patient, and must have gone to one of theirs."""
    number = call.their_number
    found = patients.by_phone(call.company_id, number) if number else None
    if found is not None:
        return found
    named = str((call.facts.get("metadata") or {}).get("patient_id") or "")
    patient = patients.find(call.company_id, named) if named else None
    return patient if patient and number in {contact.number for contact in patient.contacts} else None


def _is_check_in(reported: ReportedCall) -> bool:
    return is_check_in(reported.collected) and reported.call.facts.get("answered_by") not in MACHINES


def _said(reported: ReportedCall, deps: FileAnswersDeps, now: datetime) -> list[str]:
    """The patient's words. Of a transcript that does not come there are none: its answers are then no answers."""
    transcripts = [deps.transcript(key) for key in reported.transcript_keys]
    if None in transcripts and now - reported.ended_at < PATIENCE:
        raise TranscriptMissing
    known = sorted((item for item in transcripts if item), key=lambda item: str(item["started_at"]))
    return [str(turn["text"]) for item in known for turn in item["turns"] if turn["speaker"] == CALLER]
