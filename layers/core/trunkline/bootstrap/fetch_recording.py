"""`fetch_recording`, put together."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.common import aws_client, data_keys, retention, settings, vendor_secrets
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.ports import ConversationRecords, ProviderConversations, RecordingStore
from trunkline.vendors.elevenlabs.conversations_client import ElevenLabsConversations
from trunkline.web.vendor_client import VendorClient


@dataclass(frozen=True, slots=True)
class FetchingServices:
    """What `fetch_recording` needs."""

    transcripts: Callable[[str], bytes]
    store: RecordingStore
    conversations: ConversationRecords
    provider: ProviderConversations


def fetching_services() -> FetchingServices:
    known, cache = settings(), vendor_secrets(settings())
    bucket = Bucket(aws_client("s3"), known.bucket, data_keys(known))
    client = VendorClient(known.elevenlabs_base_url)
    provider = ElevenLabsConversations(client, lambda: cache.current(time.time()).elevenlabs_api_key)
    conversations = ConversationsTable(aws_client("dynamodb"), known.calls_table, retention=retention(known))
    return FetchingServices(bucket.read, bucket, conversations, provider)
