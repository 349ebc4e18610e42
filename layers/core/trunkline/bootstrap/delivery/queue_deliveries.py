"""`queue_deliveries`, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import settings, utc_now
from trunkline.bootstrap.shared.events import event_deliveries
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps


@dataclass(frozen=True, slots=True)
class QueueDeliveriesHandlerDeps:
    """What `queue_deliveries` needs."""

    queueing: QueueDeliveriesDeps
    now: Callable[[], datetime] = utc_now


def queue_deliveries_deps() -> QueueDeliveriesHandlerDeps:
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    return QueueDeliveriesHandlerDeps(event_deliveries(dynamodb, settings()))
