"""The recordings queue: fetches the provider's recording of a filed transcript, and the carrier's of a voicemail.

Each message fails alone. A recording may be ready late: what is not there yet goes back to the queue.
"""

import json
from functools import cache, partial
from typing import Any

from trunkline.aws.event_messages import event_in
from trunkline.aws.s3_events import keys_in
from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.fetch_recording import FetchRecordingDeps, fetch_recording_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.conversations.domain.redacted_transcripts import SUFFIX
from trunkline.conversations.use_cases.fetch_recording import fetch_recording
from trunkline.conversations.use_cases.fetch_voicemail import fetch_voicemail
from trunkline.errors import CarrierError, ProviderError
from trunkline.ids import CallId
from trunkline.telemetry import count, log

LEFT_ALONE = ("/story.json", SUFFIX)  # a merged transcript, whose parts have come by themselves; a redacted copy


@cache
def deps() -> FetchRecordingDeps:
    return fetch_recording_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: FetchRecordingDeps) -> dict[str, Any]:
    return process_batch(event, partial(_fetch_all, deps=deps), _not_fetched)


def _fetch_all(message: Message, deps: FetchRecordingDeps) -> None:
    if event := event_in(message["body"]):
        _fetch_voicemail(event, deps)
        return
    for key in keys_in(message["body"]):
        if not key.endswith(LEFT_ALONE):
            _fetch(key, deps)


def _not_fetched(message: Message, error: Exception) -> None:
    if isinstance(error, (ProviderError, CarrierError)):
        log.warning("recording not fetched", message_id=message["messageId"], code=error.code)
    else:
        log.exception("recording not fetched", message_id=message["messageId"])
    count("RecordingNotFetched")


def _fetch(key: str, deps: FetchRecordingDeps) -> None:
    transcript = json.loads(deps.transcripts(key))
    result = fetch_recording(transcript, deps.conversations, deps.providers, deps.store)
    log.info("recording looked after", key=key, result=result.value)
    count("RecordingFetched", result=result.value)


def _fetch_voicemail(event: dict[str, Any], deps: FetchRecordingDeps) -> None:
    data = event["data"]
    result = fetch_voicemail(CallId(data["call_id"]), data["recording_sid"], deps.voicemails, deps.now())
    log.info("voicemail looked after", call_id=data["call_id"], result=result.value)
    count("RecordingFetched", result=result.value)
