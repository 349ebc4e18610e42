"""Looks after patients: every minute alerts are repeated and contacts called; a call that failed is an alert, and one
that was reported a check-in."""

from dataclasses import asdict
from functools import cache
from typing import Any

from trunkline.bootstrap.care.tend_patients import TendPatientsDeps, tend_patients_deps
from trunkline.encryption.domain.sealed_values import KeyErased, NotReadable
from trunkline.patients.adapters.ended_calls import ended_call, newly_recorded, reported_call
from trunkline.patients.domain.voice_reports import SealJob, VoiceJob
from trunkline.patients.use_cases.file_answers import TranscriptMissing, file_answers
from trunkline.patients.use_cases.note_ended_call import note_ended_call
from trunkline.patients.use_cases.tend_alerts import tend_alerts
from trunkline.telemetry import count, log

Record = dict[str, Any]
RECORDING_COMES_WITHIN_S = 5  # after the call; a later one is waited for


@cache
def deps() -> TendPatientsDeps:
    return tend_patients_deps()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: TendPatientsDeps) -> dict[str, Any]:
    """By the clock, or with writes to patients' calls."""
    if "Records" in event:
        return _note_calls(event, deps)
    sent = tend_alerts(deps.tending, deps.now())
    log.info("alerts tended", sent=sent)
    return {"sent": sent}


def _note_calls(event: dict[str, Any], deps: TendPatientsDeps) -> dict[str, Any]:
    """Lambda's `batchItemFailures` of a stream: the first record that could not be noted comes again, with the rest."""
    for record in event["Records"]:
        try:
            _note(record, deps)
        except TranscriptMissing:
            log.info("transcript not written yet")
        except (KeyErased, NotReadable) as error:
            _unreadable(error)
            continue
        except Exception as error:  # noqa: BLE001 - the record comes again
            log.error("patient's call not noted", error=type(error).__name__)
        else:
            continue
        return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def _note(record: Record, deps: TendPatientsDeps) -> None:
    ended, reported, recorded = _read(record)
    if recorded:
        deps.voices.send(asdict(SealJob(recorded)))
    if ended and note_ended_call(ended, deps.tending.patients, deps.tending.alerts, deps.now()):
        count("PatientCallFailed")
    patient = file_answers(reported, deps.filing, deps.now()) if reported else None
    if patient:
        job = VoiceJob(patient.company_id, patient.patient_id, reported.call.call_id)
        deps.voices.send(asdict(job), RECORDING_COMES_WITHIN_S)
        count("CheckInFiled")


def _read(record: Record) -> tuple[Any, Any, Any]:
    """Nothing also for a record that cannot be read: it would hold up its shard for a day."""
    try:
        return ended_call(record), reported_call(record), newly_recorded(record)
    except Exception as error:  # noqa: BLE001 - any fault of one item must not hold up its shard
        _unreadable(error)
        return None, None, None


def _unreadable(error: Exception) -> None:
    log.error("patient's call not read", error=type(error).__name__)
    count("EventUnreadable")
