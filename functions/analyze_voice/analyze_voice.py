"""The voice of a patient's call: measured in the relay's recording, assessed with the answers of the call. Patients'
recordings are sealed here, too."""

import json
from functools import cache, partial
from typing import Any

from trunkline.aws.sqs_batch import Message, TryAgain, process_batch
from trunkline.bootstrap.care.analyze_voice import AnalyzeVoiceHandlerDeps, analyze_voice_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.encryption.adapters.sealed_objects import ObjectChanged
from trunkline.encryption.domain.sealed_values import KeyErased
from trunkline.ids import CallId
from trunkline.patients.domain.voice_reports import SealJob, VoiceJob
from trunkline.patients.use_cases.analyze_voice import RecordingMissing, analyze_voice
from trunkline.patients.use_cases.seal_recordings import seal_recordings
from trunkline.telemetry import count, log
from trunkline_voice.reasons import Reason
from trunkline_voice.recordings.recorded_calls import report_of_recording
from trunkline_voice.report import failed_report

TRIES = 4  # then the message is a dead letter


@cache
def deps() -> AnalyzeVoiceHandlerDeps:
    return analyze_voice_deps(report_of_recording, lambda why: failed_report(Reason[why.name]))


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: AnalyzeVoiceHandlerDeps) -> dict[str, Any]:
    return process_batch(event, partial(_work, deps=deps), _failed)


def _work(message: Message, deps: AnalyzeVoiceHandlerDeps) -> None:
    values = json.loads(message["body"])
    if "recorded_call_id" in values:
        return _seal(SealJob(**values), deps)
    return _analyze(VoiceJob(**values), message, deps)


def _seal(job: SealJob, deps: AnalyzeVoiceHandlerDeps) -> None:
    """A key that was erased meanwhile leaves nothing to do: the erasure deletes the recordings as well."""
    try:
        sealed = seal_recordings(CallId(job.recorded_call_id), deps.sealing)
    except KeyErased:
        sealed = None
    except ObjectChanged:
        log.info("recording changed while it was sealed", call_id=job.recorded_call_id)
        raise TryAgain from None
    log.info("recordings sealed", call_id=job.recorded_call_id, sealed=sealed)
    count("RecordingsSealed", patient="none" if sealed is None else "known")


def _analyze(job: VoiceJob, message: Message, deps: AnalyzeVoiceHandlerDeps) -> None:
    """An analysis that fails is on file as failed with the last try, and is a dead letter all the same."""
    is_last = int(message["attributes"]["ApproximateReceiveCount"]) >= TRIES
    try:
        gate = analyze_voice(job, deps.analyzing, deps.now(), is_last=is_last)
    except RecordingMissing:
        log.info("recording not there yet", call_id=job.call_id)
        raise TryAgain from None
    log.info("voice analyzed", call_id=job.call_id, gate=gate)
    count("VoiceAnalyzed", gate=gate)


def _failed(message: Message, error: Exception) -> None:
    """The class of the error and no more: its text may quote a patient."""
    log.error("voice not analyzed", message_id=message["messageId"], error=type(error).__name__)
    count("VoiceNotAnalyzed")
