"""Endpoints, deliveries and their queue, for the functions that queue and deliver events and for the API."""

import secrets

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.shared.common import aws_client, cached
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.events.adapters.all_endpoints import AllEndpoints
from trunkline.events.adapters.call_webhooks_table import CallWebhooksTable
from trunkline.events.adapters.deliveries_table import DeliveriesTable
from trunkline.events.adapters.delivery_queue import SqsDeliveryQueue
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.domain.endpoints import EndpointSecret
from trunkline.events.domain.standard_webhooks import SECRET_BYTES, new_secret
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps
from trunkline.settings import Settings


def event_deliveries(dynamodb: DynamoDB, known: Settings) -> QueueDeliveriesDeps:
    directory = Directory(dynamodb, known.directory_table)
    queue = SqsDeliveryQueue(JobQueue(cached(lambda: aws_client("sqs")), known.deliveries_queue_url))
    webhooks = CallWebhooksTable(directory, CallIndex(dynamodb, known.calls_table))
    endpoints = AllEndpoints(EndpointsTable(directory), webhooks, new_endpoint_secret)
    return QueueDeliveriesDeps(endpoints, DeliveriesTable(directory), queue)


def new_endpoint_secret() -> EndpointSecret:
    return EndpointSecret(new_secret(secrets.token_bytes(SECRET_BYTES)))
