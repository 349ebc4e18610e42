"""`reconcile_calls`, put together."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.carriers import twilio_carrier
from trunkline.bootstrap.common import data_keys, retention, settings, utc_now, vendor_secrets
from trunkline.providers.elevenlabs_conversations import ElevenLabsConversations
from trunkline.providers.vendor_client import VendorClient
from trunkline.storage.bucket import LeanInbox
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.checkpoints import CheckpointsTable
from trunkline.storage.conversations_table import ConversationsTable
from trunkline.storage.directory import Directory
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.signed_requests import SignedRequests
from trunkline.use_cases.reconcile_calls import Reconciling


@dataclass(frozen=True, slots=True)
class ReconcilingServices:
    """What `reconcile_calls` needs."""

    reconciling: Reconciling
    now: Callable[[], datetime] = utc_now


def reconciling_services() -> ReconcilingServices:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = LeanDynamoDB(SignedRequests.from_environment("dynamodb"))

    return ReconcilingServices(
        Reconciling(
            provider=ElevenLabsConversations(
                VendorClient(known.elevenlabs_base_url),
                lambda: cache.current(time.time()).elevenlabs_api_key,
            ),
            carrier=twilio_carrier(known.twilio_base_url, cache),
            conversations=ConversationsTable(dynamodb, known.calls_table, retention=retention(known)),
            calls=CallsTable(dynamodb, known.calls_table, retention(known)),
            inbox=LeanInbox(SignedRequests.from_environment("s3"), known.bucket, data_keys(known)),
            checkpoints=CheckpointsTable(Directory(dynamodb, known.directory_table)),
        )
    )
