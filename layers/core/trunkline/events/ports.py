"""The event bus, endpoints, deliveries and the way to them, as the use cases see them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from trunkline.events.domain.deliveries import Delivery, DeliveryAttempt
from trunkline.events.domain.endpoints import EventEndpoint
from trunkline.events.domain.events import Event


class EventBus(Protocol):
    """Where events are published."""

    def publish(self, events: Sequence[Event]) -> set[int]:
        """The positions of the events that were not accepted; they may be sent again."""
        ...


class Endpoints(Protocol):
    """The event endpoints of companies."""

    def add(self, endpoint: EventEndpoint) -> bool:
        """False when the company has as many as it may have."""
        ...

    def find(self, company_id: str, endpoint_id: str) -> EventEndpoint | None: ...

    def of_company(self, company_id: str) -> list[EventEndpoint]: ...

    def receivers(self, company_id: str, call_id: str | None) -> list[EventEndpoint]:
        """The company's endpoints, and the webhook of the call if it has one. Enough of them to queue deliveries."""
        ...

    def shared(self, company_id: str, now: datetime) -> EventEndpoint:
        """Its secrets sign the webhooks of all of a company's calls. Made when it is first used."""
        ...

    def set_settings(self, endpoint: EventEndpoint, before: EventEndpoint) -> bool:
        """Address, types, secrets and whether it is enabled. False when they are no longer those of `before`."""
        ...

    def set_health(self, endpoint: EventEndpoint) -> bool:
        """Failures and rest: what deliveries change. False when there is no such endpoint any more."""
        ...

    def claim_probe(self, endpoint: EventEndpoint, until: datetime) -> bool:
        """The right to try a failing endpoint alone until then. False when another delivery has it."""
        ...

    def claim_slot(self, endpoint: EventEndpoint, slot: int, until: datetime) -> bool:
        """The right to one of the deliveries that a slow endpoint has at once. False when another one has it."""
        ...

    def free_slot(self, endpoint: EventEndpoint, slot: int, until: datetime) -> None:
        """The one that was claimed until then."""
        ...

    def set_slow(self, endpoint: EventEndpoint, *, is_slow: bool) -> None: ...

    def remove(self, company_id: str, endpoint_id: str) -> bool: ...


class Deliveries(Protocol):
    """Deliveries and their log of 30 days."""

    def add(self, delivery: Delivery) -> bool:
        """False when the same event is already on its way to the same endpoint."""
        ...

    def find(self, endpoint_id: str, delivery_id: str) -> Delivery | None: ...

    def change(self, delivery: Delivery, before: Delivery) -> bool:
        """False when it is no longer as it was read: another run has changed it."""
        ...

    def newest(self, company_id: str, endpoint_id: str, size: int, before: str | None) -> Iterator[Delivery]: ...


class DeliveryQueue(Protocol):
    """Deliveries that are due."""

    def send(self, delivery: Delivery, now: datetime) -> None:
        """At `due_at`, or earlier; the receiver compares the time."""
        ...


class EndpointSender(Protocol):
    """One request to an endpoint."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> DeliveryAttempt:
        """Never raises for what an endpoint does or is; the attempt says what happened."""
        ...
