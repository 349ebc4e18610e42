"""The voice of a reported call: measured in its recording, or on file with the reason why it is not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId
from trunkline.patients.domain.patients import Patient
from trunkline.patients.domain.voice_reports import VoiceJob, read_voice_report
from trunkline.patients.ports import Patients
from trunkline.patients.use_cases.assess_check_in import AssessDeps, NewCheckIn, assess_check_in

RECORDED_MODE = "relay"  # on other lines no audio comes to the relay
Report = Mapping[str, Any]


class RecordingMissing(Exception):
    """A recording that is being uploaded: the call is looked at again later."""


class NotMeasurable(StrEnum):
    NO_RECORDING = auto()
    SEVERAL_RECORDINGS = auto()
    NOT_ANALYZED = auto()  # a fault of ours


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as it was stored, and the JSON beside it."""

    audio: bytes
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A call's record with the keys of its recordings: the relay's, in order, and those of all who recorded it."""

    call: CallSummary
    recording_keys: tuple[str, ...]
    every_key: tuple[str, ...] = ()


Measure = Callable[[bytes, Mapping[str, Any], Sequence[Mapping[str, Any]], str | None], Report]


@dataclass(frozen=True, slots=True)
class AnalyzeVoiceDeps:
    """`recording` and `transcript` give None for a key without an object; a recording may be sealed, and takes its
    company too. `measure` gives a voice report of audio, sidecar, turns and language, `failed` one without a value."""

    patients: Patients
    assessing: AssessDeps
    call: Callable[[CallId], RecordedCall | None]
    recording: Callable[[str, str], Recording | None]
    transcript: Callable[[str], Mapping[str, Any] | None]
    measure: Measure
    failed: Callable[[NotMeasurable], Report]


def analyze_voice(job: VoiceJob, deps: AnalyzeVoiceDeps, now: datetime, *, is_last: bool = False) -> str:
    """The gate of the report that is on file; `erased` where the call or the patient is gone. May run twice.

    Raises RecordingMissing before the last try, and what `measure` raises; with the last try that is a failed report.
    """
    recorded, patient = deps.call(CallId(job.call_id)), deps.patients.find(job.company_id, job.patient_id)
    if recorded is None or patient is None:
        return "erased"
    try:
        report = _report(recorded, deps, is_last=is_last)
    except RecordingMissing:
        raise
    except Exception:
        if is_last:
            _file(patient, recorded.call, deps.failed(NotMeasurable.NOT_ANALYZED), deps, now)
        raise
    return _file(patient, recorded.call, report, deps, now)


def _file(patient: Patient, call: CallSummary, report: Report, deps: AnalyzeVoiceDeps, now: datetime) -> str:
    began = datetime.fromisoformat(call.started_at)
    assess_check_in(patient, NewCheckIn(call.call_id, began, call.their_number, voice=report), deps.assessing, now)
    return read_voice_report(report).gate.value


def _report(recorded: RecordedCall, deps: AnalyzeVoiceDeps, *, is_last: bool) -> Report:
    keys = recorded.recording_keys
    if len(keys) > 1:
        return deps.failed(NotMeasurable.SEVERAL_RECORDINGS)
    recording = deps.recording(keys[0], recorded.call.company_id) if keys else None
    if recording is None:
        may_come = recorded.call.facts.get("mode") == RECORDED_MODE and not is_last
        if may_come:
            raise RecordingMissing
        return deps.failed(NotMeasurable.NO_RECORDING)
    transcript = _transcript(recorded.call, deps)
    return deps.measure(recording.audio, recording.about, transcript.get("turns") or (), transcript.get("language"))


def _transcript(call: CallSummary, deps: AnalyzeVoiceDeps) -> Mapping[str, Any]:
    """That of the only conversation. Without one there are no tasks."""
    keys = call.facts.get("transcript_keys") or ()
    return (deps.transcript(keys[-1]) if keys else None) or {}
