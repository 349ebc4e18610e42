"""Endpoints, deliveries and their queue, for the functions that queue and deliver events and for the API."""

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.shared.common import aws_client, cached
from trunkline.events.adapters.deliveries_table import DeliveriesTable
from trunkline.events.adapters.delivery_queue import SqsDeliveryQueue
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps
from trunkline.settings import Settings


def event_deliveries(dynamodb: DynamoDB, known: Settings) -> QueueDeliveriesDeps:
    directory = Directory(dynamodb, known.directory_table)
    queue = SqsDeliveryQueue(JobQueue(cached(lambda: aws_client("sqs")), known.deliveries_queue_url))
    return QueueDeliveriesDeps(EndpointsTable(directory), DeliveriesTable(directory), queue)
