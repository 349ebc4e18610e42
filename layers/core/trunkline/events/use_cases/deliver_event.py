"""Delivers an event to an endpoint: one request, then its log entry and the time of the next attempt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from trunkline.events.domain.deliveries import (
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    DueDelivery,
    after_attempt,
    postponed,
)
from trunkline.events.domain.endpoints import (
    FAILED,
    SLOW_MS,
    EventEndpoint,
    after_failure,
    after_success,
    disabled,
    fails_for_too_long,
    free_slots,
)
from trunkline.events.domain.standard_webhooks import signed_headers
from trunkline.events.ports import Deliveries, DeliveryQueue, Endpoints, EndpointSender

SPREAD_S = 50
PROBE = timedelta(seconds=10)  # longer than a request: meanwhile no other delivery tries a failing endpoint


@dataclass(frozen=True, slots=True)
class DeliverEventDeps:
    endpoints: Endpoints
    deliveries: Deliveries
    queue: DeliveryQueue
    sender: EndpointSender
    signing_secret: Callable[[str], str]  # of a seed


class DeliveryResult(StrEnum):
    """What became of a message of the delivery queue."""

    DELIVERED = "delivered"
    RETRIED = "retried"
    FAILED = "failed"  # after the last attempt
    SWITCHED_OFF = "switched-off"  # the endpoint, after a day without a success
    POSTPONED = "postponed"  # it is not due yet, or its endpoint rests
    DROPPED = "dropped"  # delivered, expired, changed by another run, or without an enabled endpoint


def deliver_event(due: DueDelivery, deps: DeliverEventDeps, now: datetime) -> DeliveryResult:
    """Every message is sent before the delivery's next time is written: a run that ends in between loses nothing, and
    of two messages the one with the earlier time is dropped."""
    delivery = deps.deliveries.find(due.endpoint_id, due.delivery_id)
    if delivery is None or not delivery.is_open or due.is_overtaken_by(delivery):
        return DeliveryResult.DROPPED
    endpoint = deps.endpoints.find(due.company_id, due.endpoint_id)
    if endpoint is None or not endpoint.is_enabled:
        return DeliveryResult.DROPPED
    if delivery.due_at and delivery.due_at > now:
        deps.queue.send(delivery, now)
        return DeliveryResult.POSTPONED
    if endpoint.is_resting(now) and endpoint.rests_until:
        return _postpone(delivery, endpoint.rests_until, deps, now)
    if endpoint.failing_since and not deps.endpoints.claim_probe(endpoint, now + PROBE):
        return _postpone(delivery, now + PROBE, deps, now)
    if endpoint.is_slow:
        return _attempt_in_slot(delivery, endpoint, deps, now)
    return _attempt(delivery, endpoint, deps, now)


def _attempt_in_slot(
    delivery: Delivery, endpoint: EventEndpoint, deps: DeliverEventDeps, now: datetime
) -> DeliveryResult:
    """A slow endpoint has so many deliveries at once as slots. The others wait, spread out, for up to a minute."""
    until = now + PROBE
    slot = next((n for n in free_slots(endpoint, now) if deps.endpoints.claim_slot(endpoint, n, until)), None)
    if slot is None:
        wait = timedelta(seconds=crc32(delivery.delivery_id.encode()) % SPREAD_S)
        return _postpone(delivery, until + wait, deps, now)
    result = _attempt(delivery, endpoint, deps, now)
    deps.endpoints.free_slot(endpoint, slot, until)
    return result


def _postpone(delivery: Delivery, until: datetime, deps: DeliverEventDeps, now: datetime) -> DeliveryResult:
    waiting = postponed(delivery, until)
    deps.queue.send(waiting, now)
    return DeliveryResult.POSTPONED if deps.deliveries.change(waiting, delivery) else DeliveryResult.DROPPED


def _attempt(delivery: Delivery, endpoint: EventEndpoint, deps: DeliverEventDeps, now: datetime) -> DeliveryResult:
    body = delivery.body.encode()
    headers = {"content-type": "application/cloudevents+json"}
    headers |= signed_headers(delivery.event_id, body, map(deps.signing_secret, endpoint.valid_seeds(now)), now)
    attempt = deps.sender.post(endpoint.url, body, headers)
    tried = after_attempt(delivery, attempt)
    is_off = _note_at_endpoint(endpoint, attempt, deps)
    if tried.is_open and not is_off:
        deps.queue.send(tried, attempt.at)
    if not deps.deliveries.change(tried, delivery):
        return DeliveryResult.DROPPED
    if is_off:
        return DeliveryResult.SWITCHED_OFF
    if tried.is_open:
        return DeliveryResult.RETRIED
    return DeliveryResult.DELIVERED if tried.state is DeliveryState.DELIVERED else DeliveryResult.FAILED


def _note_at_endpoint(endpoint: EventEndpoint, attempt: DeliveryAttempt, deps: DeliverEventDeps) -> bool:
    """Whether this attempt switched the endpoint off. A quick success of a healthy endpoint changes nothing there."""
    if (attempt.took_ms >= SLOW_MS) is not endpoint.is_slow:
        deps.endpoints.set_slow(endpoint, is_slow=not endpoint.is_slow)
    if attempt.succeeded:
        if endpoint.failing_since:
            deps.endpoints.set_health(after_success(endpoint))
        return False
    failed = after_failure(endpoint, attempt.at)
    deps.endpoints.set_health(failed)
    return fails_for_too_long(failed, attempt.at) and deps.endpoints.set_settings(disabled(endpoint, FAILED), endpoint)
