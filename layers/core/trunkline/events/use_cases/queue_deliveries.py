"""Queues a delivery of an event to each endpoint of its company that receives its type,
and to the webhook of its call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trunkline.events.domain.deliveries import Delivery, delivery_id
from trunkline.events.domain.endpoints import EventEndpoint
from trunkline.events.ports import Deliveries, DeliveryQueue, Endpoints


@dataclass(frozen=True, slots=True)
class QueueDeliveriesDeps:
    endpoints: Endpoints
    deliveries: Deliveries
    queue: DeliveryQueue


def queue_deliveries(event: Mapping[str, Any], deps: QueueDeliveriesDeps, now: datetime) -> int:
    """`event` is a CloudEvent. An endpoint that is off keeps its delivery until it is on again.

    A repeated event is queued again only where it is not delivered yet: the first run may have ended between the log
    and the queue.
    """
    found = deps.endpoints.receivers(event["company"], event["data"].get("call_id"))
    receivers = [endpoint for endpoint in found if endpoint.receives(event["type"]) and not _is_about(event, endpoint)]
    for endpoint in receivers:
        queue_delivery(event, endpoint, deps, now)
    return len(receivers)


def _is_about(event: Mapping[str, Any], endpoint: EventEndpoint) -> bool:
    """An endpoint that was switched off does not receive the news of it."""
    return bool(event["subject"] == endpoint.endpoint_id)


def queue_delivery(
    event: Mapping[str, Any], endpoint: EventEndpoint, deps: QueueDeliveriesDeps, now: datetime
) -> Delivery:
    delivery = Delivery(
        delivery_id=delivery_id(event["time"], event["id"]),
        endpoint_id=endpoint.endpoint_id,
        company_id=endpoint.company_id,
        event_id=event["id"],
        type=event["type"],
        body=json.dumps(event, separators=(",", ":")),
        created_at=now,
        due_at=now,
    )
    if not deps.deliveries.add(delivery):
        delivery = deps.deliveries.find(endpoint.endpoint_id, delivery.delivery_id) or delivery
    if delivery.is_open and endpoint.is_enabled:
        deps.queue.send(delivery, now)
    return delivery
