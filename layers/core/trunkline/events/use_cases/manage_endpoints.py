"""Event endpoints as their company manages them: add, change, rotate, test, and deliveries sent again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from trunkline.errors import BadRequest, Conflict, NotFound
from trunkline.events.domain.call_webhooks import call_of
from trunkline.events.domain.deliveries import Delivery, reopened
from trunkline.events.domain.endpoints import (
    BY_REQUEST,
    ENDPOINTS_AT_MOST,
    EndpointSecret,
    EventEndpoint,
    after_success,
    disabled,
    enabled,
    rotated,
)
from trunkline.events.domain.events import Event, EventType, to_cloud_event
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps, queue_delivery

PAGE, RESENT_AT_MOST = 100, 5000  # deliveries, when an endpoint is switched on again


@dataclass(frozen=True, slots=True)
class ManageEndpointsDeps:
    deliveries: QueueDeliveriesDeps
    new_id: Callable[[], str]
    new_seed: Callable[[], str]
    source: str  # of test events
    signing_secret: Callable[[str], str]  # of a seed


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
    seed = deps.new_seed()
    endpoint = EventEndpoint(deps.new_id(), company_id, url, frozenset(types), (EndpointSecret(seed),), now)
    if not deps.deliveries.endpoints.add(endpoint):
        raise Conflict(f"a company has {ENDPOINTS_AT_MOST} event endpoints at most")
    return endpoint, deps.signing_secret(seed)


def find_endpoint(company_id: str, endpoint_id: str, deps: ManageEndpointsDeps) -> EventEndpoint:
    """Raises NotFound, for another company's endpoint too."""
    found = deps.deliveries.endpoints.find(company_id, endpoint_id)
    if found is None:
        raise NotFound("Event endpoint not found")
    return found


def change_endpoint(
    endpoint: EventEndpoint, change: EndpointChange, deps: ManageEndpointsDeps, now: datetime
) -> EventEndpoint:
    """Switched on again, it receives the events of the time when it was off. Raises BadRequest, Conflict."""
    if call_of(endpoint.endpoint_id) and (change.url is not None or change.types is not None):
        raise BadRequest("url and types: a call's own webhook has those of its call; only is_enabled changes")
    changed = _changed(endpoint, change)
    _save(changed, endpoint, deps)
    is_switched_on = changed.is_enabled and not endpoint.is_enabled
    if is_switched_on or changed.url != endpoint.url:
        deps.deliveries.endpoints.set_health(after_success(changed))  # failures of before do not count
    if change.is_enabled:  # asked again after a timeout, it sends what is left
        _send_waiting(changed, deps, now)
    return changed


def _changed(endpoint: EventEndpoint, change: EndpointChange) -> EventEndpoint:
    types = endpoint.types if change.types is None else frozenset(change.types)
    changed = replace(endpoint, url=change.url or endpoint.url, types=types)
    if change.is_enabled is None or change.is_enabled == endpoint.is_enabled:
        return changed
    return enabled(changed) if change.is_enabled else disabled(changed, BY_REQUEST)


def rotate_secret(endpoint: EventEndpoint, deps: ManageEndpointsDeps, now: datetime) -> str:
    """The new secret; the old one signs beside it for a day."""
    seed = deps.new_seed()
    _save(rotated(endpoint, seed, now), endpoint, deps)
    return deps.signing_secret(seed)


def rotate_webhook_secret(company_id: str, deps: ManageEndpointsDeps, now: datetime) -> str:
    """Of the webhooks of all of a company's calls."""
    return rotate_secret(deps.deliveries.endpoints.shared(company_id, now), deps, now)


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
    waiting = _reopened(delivery, deps, now)
    if waiting is None:
        raise Conflict("The delivery is being attempted; ask again")
    return waiting


def _send_waiting(endpoint: EventEndpoint, deps: ManageEndpointsDeps, now: datetime) -> None:
    """A delivery that another run has just changed needs no message, and must not keep the others from theirs."""
    for delivery in _newest(endpoint, deps):
        if delivery.is_open:
            _reopened(delivery, deps, now)


def _newest(endpoint: EventEndpoint, deps: ManageEndpointsDeps) -> Iterator[Delivery]:
    before: str | None = None
    for _ in range(RESENT_AT_MOST // PAGE):
        page = list(deps.deliveries.deliveries.newest(endpoint.company_id, endpoint.endpoint_id, PAGE, before))
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1].delivery_id


def _reopened(delivery: Delivery, deps: ManageEndpointsDeps, now: datetime) -> Delivery | None:
    """None when another run has changed it since it was read."""
    waiting = reopened(delivery, now)
    if not deps.deliveries.deliveries.change(waiting, delivery):
        return None
    deps.deliveries.queue.send(waiting, now)
    return waiting


def _save(endpoint: EventEndpoint, before: EventEndpoint, deps: ManageEndpointsDeps) -> None:
    if not deps.deliveries.endpoints.set_settings(endpoint, before):
        raise Conflict("The event endpoint was changed at the same time; ask again")
