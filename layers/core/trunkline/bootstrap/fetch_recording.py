"""Dependencies of `fetch_recording`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.shared.carriers import twilio_recordings
from trunkline.bootstrap.shared.common import aws_client, data_keys, retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.ports import ConversationRecords, RecordingStore, VoiceProvider
from trunkline.conversations.use_cases.fetch_voicemail import FetchVoicemailDeps


@dataclass(frozen=True, slots=True)
class FetchRecordingDeps:
    """Dependencies of `fetch_recording`."""

    transcripts: Callable[[str], bytes]
    store: RecordingStore
    conversations: ConversationRecords
    providers: Mapping[str, VoiceProvider]
    voicemails: FetchVoicemailDeps
    now: Callable[[], datetime] = utc_now


def fetch_recording_deps() -> FetchRecordingDeps:
    known, cache = settings(), vendor_secrets(settings())
    bucket = Bucket(aws_client("s3"), known.bucket, data_keys(known))
    conversations = ConversationsTable(aws_client("dynamodb"), known.calls_table, retention=retention(known))
    calls = CallsTable(aws_client("dynamodb"), known.calls_table, retention(known))
    voicemails = FetchVoicemailDeps(calls, twilio_recordings(known.twilio_base_url, cache), bucket)
    return FetchRecordingDeps(bucket.read, bucket, conversations, known_providers(known, cache), voicemails)
