"""Endpoints, deliveries and their queue, for the functions that queue and deliver events and for the API."""

import json
import secrets
from collections.abc import Callable
from functools import cache

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.sigv4 import SigV4Client
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.shared.common import aws_client, cached
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.events.adapters.all_endpoints import AllEndpoints
from trunkline.events.adapters.call_webhooks_table import CallWebhooksTable
from trunkline.events.adapters.deliveries_table import DeliveriesTable
from trunkline.events.adapters.delivery_queue import SqsDeliveryQueue
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.domain.standard_webhooks import SEED_BYTES, signing_secret
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps
from trunkline.settings import Settings


def event_deliveries(dynamodb: DynamoDB, known: Settings) -> QueueDeliveriesDeps:
    directory = Directory(dynamodb, known.directory_table)
    queue = SqsDeliveryQueue(JobQueue(cached(lambda: aws_client("sqs")), known.deliveries_queue_url))
    webhooks = CallWebhooksTable(directory, CallIndex(dynamodb, known.calls_table))
    endpoints = AllEndpoints(EndpointsTable(directory), webhooks, new_seed)
    return QueueDeliveriesDeps(endpoints, DeliveriesTable(directory), queue)


def new_seed() -> str:
    return secrets.token_urlsafe(SEED_BYTES)


def signing_secrets(known: Settings) -> Callable[[str], str]:
    """From a seed to its secret. The stage's key is read once, when the first one is asked for."""
    requests = SigV4Client.from_environment("secretsmanager")

    @cache
    def key() -> bytes:
        answer = requests.call("secretsmanager.GetSecretValue", {"SecretId": known.endpoint_secret_id})
        return str(json.loads(answer["SecretString"])["endpoint_signing_key"]).encode()

    return lambda seed: signing_secret(key(), seed)
