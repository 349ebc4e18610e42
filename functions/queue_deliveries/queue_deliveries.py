"""Events from the bus are queued for the event endpoints of their companies."""

import json
from functools import cache
from typing import Any

from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.delivery.queue_deliveries import QueueDeliveriesHandlerDeps, queue_deliveries_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.events.use_cases.queue_deliveries import queue_deliveries
from trunkline.telemetry import count, log


@cache
def deps() -> QueueDeliveriesHandlerDeps:
    return queue_deliveries_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: QueueDeliveriesHandlerDeps) -> dict[str, Any]:
    return process_batch(event, lambda message: _queue(message, deps), _failed)


def _queue(message: Message, deps: QueueDeliveriesHandlerDeps) -> None:
    """EventBridge puts the CloudEvent into `detail`."""
    cloud_event = json.loads(message["body"])["detail"]
    queued = queue_deliveries(cloud_event, deps.queueing, deps.now())
    log.info("event queued", event_id=cloud_event["id"], type=cloud_event["type"], endpoints=queued)


def _failed(message: Message, _error: Exception) -> None:
    log.exception("event not queued", message_id=message["messageId"])
    count("EventNotQueued")
