"""`deliver_event`, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import settings, utc_now
from trunkline.bootstrap.shared.events import event_deliveries
from trunkline.events.adapters.https_sender import HttpsSender
from trunkline.events.use_cases.deliver_event import DeliverEventDeps


@dataclass(frozen=True, slots=True)
class DeliverEventHandlerDeps:
    """What `deliver_event` needs."""

    delivering: DeliverEventDeps
    now: Callable[[], datetime] = utc_now


def deliver_event_deps() -> DeliverEventHandlerDeps:
    stores = event_deliveries(DynamoDBClient(SigV4Client.from_environment("dynamodb")), settings())
    return DeliverEventHandlerDeps(DeliverEventDeps(stores.endpoints, stores.deliveries, stores.queue, HttpsSender()))
