"""A voicemail is ready at the carrier: fetch it into the bucket. May run twice; the first object stays."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.ports.records import CallRecords
from trunkline.conversations.ports import CarrierRecordings, RecordingStore
from trunkline.conversations.use_cases.fetch_recording import Fetched
from trunkline.ids import CallId


@dataclass(frozen=True, slots=True)
class FetchVoicemailDeps:
    calls: CallRecords
    carrier: CarrierRecordings
    store: RecordingStore


def voicemail_key(call_id: CallId, recording_sid: str) -> str:
    """Under the call's id: an erasure deletes the folder."""
    return f"recordings/{call_id}/voicemail-{recording_sid}.mp3"


def fetch_voicemail(call_id: CallId, recording_sid: str, deps: FetchVoicemailDeps, now: datetime) -> Fetched:
    """Raises CarrierError while the carrier does not have it ready. The recording of an erased call is left alone."""
    if deps.calls.find(call_id) is None:
        return Fetched.NO_CALL
    key = voicemail_key(call_id, recording_sid)
    with deps.carrier.media(recording_sid) as pieces:
        deps.store.upload_stream(key, pieces, deps.carrier.content_type)
    event = TimelineEvent(f"voicemail-filed-{recording_sid}", now, "voicemail filed")
    deps.calls.note(call_id, event, {"voicemail": key})
    return Fetched.FETCHED
