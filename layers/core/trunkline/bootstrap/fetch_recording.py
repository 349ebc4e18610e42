"""Dependencies of `fetch_recording`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.shared.common import aws_client, data_keys, retention, settings, vendor_secrets
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.ports import ConversationRecords, RecordingStore, VoiceProvider


@dataclass(frozen=True, slots=True)
class FetchRecordingDeps:
    """Dependencies of `fetch_recording`."""

    transcripts: Callable[[str], bytes]
    store: RecordingStore
    conversations: ConversationRecords
    providers: Mapping[str, VoiceProvider]


def fetch_recording_deps() -> FetchRecordingDeps:
    known, cache = settings(), vendor_secrets(settings())
    bucket = Bucket(aws_client("s3"), known.bucket, data_keys(known))
    conversations = ConversationsTable(aws_client("dynamodb"), known.calls_table, retention=retention(known))
    return FetchRecordingDeps(bucket.read, bucket, conversations, known_providers(known, cache))
