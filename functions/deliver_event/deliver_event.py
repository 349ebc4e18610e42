"""Delivers events to the event endpoints of companies. A message of the queue is one attempt."""

import json
from functools import cache
from typing import Any

from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.delivery.deliver_event import DeliverEventHandlerDeps, deliver_event_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.events.adapters.delivery_queue import read_job
from trunkline.events.use_cases.deliver_event import deliver_event
from trunkline.telemetry import count, log


@cache
def deps() -> DeliverEventHandlerDeps:
    return deliver_event_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: DeliverEventHandlerDeps) -> dict[str, Any]:
    return process_batch(event, lambda message: _deliver(message, deps), _failed)


def _deliver(message: Message, deps: DeliverEventHandlerDeps) -> None:
    due = read_job(json.loads(message["body"]))
    result = deliver_event(due, deps.delivering, deps.now())
    log.info("delivery", result=result.value, endpoint_id=due.endpoint_id, company=due.company_id)
    count("EventDelivery", result=result.value)


def _failed(message: Message, _error: Exception) -> None:
    log.exception("delivery not attempted", message_id=message["messageId"])
    count("EventDeliveryFailed")
