"""Dependencies of `reconcile_calls`."""

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.s3 import InboxBucket
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import data_keys, retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.conversations.adapters.checkpoints_table import CheckpointsTable
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.use_cases.reconcile_calls import ReconcileCallsDeps


def reconcile_calls_deps() -> ReconcileCallsDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    return ReconcileCallsDeps(
        providers=known_providers(known, cache),
        carrier=twilio_client(known.twilio_base_url, cache),
        conversations=ConversationsTable(dynamodb, known.calls_table, retention=retention(known)),
        calls=CallsTable(dynamodb, known.calls_table, retention(known)),
        inbox=InboxBucket(SigV4Client.from_environment("s3"), known.bucket, data_keys(known)),
        checkpoints=CheckpointsTable(Directory(dynamodb, known.directory_table)),
        now=utc_now,
    )
