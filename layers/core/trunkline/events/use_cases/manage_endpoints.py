"""Event endpoints as their company manages them: add, change, rotate, test, and deliveries sent again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from trunkline.errors import Conflict, NotFound
from trunkline.events.domain.deliveries import Delivery, reopened
from trunkline.events.domain.endpoints import ENDPOINTS_AT_MOST, EndpointSecret, EventEndpoint, enabled, rotated
from trunkline.events.domain.events import Event, EventType, to_cloud_event
from trunkline.events.domain.standard_webhooks import new_secret
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps, queue_delivery

SECRET_BYTES = 24
RESENT_AT_MOST = 500  # deliveries, when an endpoint is switched on again


@dataclass(frozen=True, slots=True)
class ManageEndpointsDeps:
    deliveries: QueueDeliveriesDeps
    new_id: Callable[[], str]
    random_bytes: Callable[[int], bytes]
    source: str  # of test events


@dataclass(frozen=True, slots=True)
class EndpointChange:
    """None leaves a setting as it is."""

    url: str | None = None
    types: Iterable[EventType] | None = None
    is_enabled: bool | None = None


def add_endpoint(
    company_id: str, url: str, types: Iterable[EventType], deps: ManageEndpointsDeps, now: datetime
) -> tuple[EventEndpoint, str]:
    """The endpoint and its secret, which is shown this once. Raises Conflict."""
    if len(deps.deliveries.endpoints.of_company(company_id)) >= ENDPOINTS_AT_MOST:
        raise Conflict(f"a company has {ENDPOINTS_AT_MOST} event endpoints at most")
    secret = new_secret(deps.random_bytes(SECRET_BYTES))
    endpoint = EventEndpoint(deps.new_id(), company_id, url, frozenset(types), (EndpointSecret(secret),), now)
    deps.deliveries.endpoints.add(endpoint)
    return endpoint, secret


def find_endpoint(company_id: str, endpoint_id: str, deps: ManageEndpointsDeps) -> EventEndpoint:
    """Raises NotFound, for another company's endpoint too."""
    found = deps.deliveries.endpoints.find(company_id, endpoint_id)
    if found is None:
        raise NotFound("Event endpoint not found")
    return found


def change_endpoint(
    endpoint: EventEndpoint, change: EndpointChange, deps: ManageEndpointsDeps, now: datetime
) -> EventEndpoint:
    """Switched on again, it receives what waited meanwhile."""
    changed = replace(
        endpoint,
        url=change.url or endpoint.url,
        types=endpoint.types if change.types is None else frozenset(change.types),
    )
    if change.is_enabled is not None and change.is_enabled != endpoint.is_enabled:
        changed = (
            enabled(changed)
            if change.is_enabled
            else replace(changed, is_enabled=False, disabled_reason="switched off")
        )
    _save(changed, deps)
    if changed.is_enabled and not endpoint.is_enabled:
        _send_waiting(changed, deps, now)
    return changed


def rotate_secret(endpoint: EventEndpoint, deps: ManageEndpointsDeps, now: datetime) -> str:
    """The new secret; the old one signs beside it for a day."""
    secret = new_secret(deps.random_bytes(SECRET_BYTES))
    _save(rotated(endpoint, secret, now), deps)
    return secret


def remove_endpoint(endpoint: EventEndpoint, deps: ManageEndpointsDeps) -> None:
    deps.deliveries.endpoints.remove(endpoint.company_id, endpoint.endpoint_id)


def send_test(endpoint: EventEndpoint, deps: ManageEndpointsDeps, now: datetime) -> Delivery:
    """Independent of the types that the endpoint receives. Raises Conflict for one that is switched off."""
    if not endpoint.is_enabled:
        raise Conflict("The event endpoint is switched off")
    event = Event(EventType.ENDPOINT_TEST, endpoint.company_id, endpoint.endpoint_id, now, {}, deps.new_id())
    return queue_delivery(to_cloud_event(event, deps.source), endpoint, deps.deliveries, now)


def send_again(endpoint: EventEndpoint, delivery_id: str, deps: ManageEndpointsDeps, now: datetime) -> Delivery:
    """With a full row of attempts, also when it was delivered. Raises NotFound, Conflict."""
    if not endpoint.is_enabled:
        raise Conflict("The event endpoint is switched off")
    delivery = deps.deliveries.deliveries.find(endpoint.endpoint_id, delivery_id)
    if delivery is None:
        raise NotFound("Delivery not found")
    return _reopen(delivery, deps, now)


def _send_waiting(endpoint: EventEndpoint, deps: ManageEndpointsDeps, now: datetime) -> None:
    found = deps.deliveries.deliveries.newest(endpoint.company_id, endpoint.endpoint_id, RESENT_AT_MOST, None)
    for delivery in found:
        if delivery.is_open:
            _reopen(delivery, deps, now)


def _reopen(delivery: Delivery, deps: ManageEndpointsDeps, now: datetime) -> Delivery:
    waiting = reopened(delivery, now)
    deps.deliveries.deliveries.change(waiting)
    deps.deliveries.queue.send(waiting, now)
    return waiting


def _save(endpoint: EventEndpoint, deps: ManageEndpointsDeps) -> None:
    if not deps.deliveries.endpoints.set_settings(endpoint):
        raise NotFound("Event endpoint not found")
