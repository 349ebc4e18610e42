"""Customers' endpoints under faults: down for a time, hanging, failing now and then, or answering into the void."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from trunkline.events.domain.deliveries import DeliveryAttempt
from trunkline.events.domain.endpoints import EndpointSecret, EventEndpoint
from trunkline.events.domain.events import EventType

CALL_TYPES = frozenset(EventType(name) for name in ("call.ended", "call.reported"))
DOWN_AFTER, UP_AFTER = timedelta(minutes=1), timedelta(minutes=10)
SECRET = "whsec_" + "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"


def endpoints(began: datetime) -> list[EventEndpoint]:
    """Of `acme` all types, and an endpoint that is down for nine minutes; of `brio` two types; of `cora` none."""
    secrets = (EndpointSecret(SECRET),)
    return [
        EventEndpoint("e1", "acme", "https://acme.example.com/e1", frozenset(), secrets, began),
        EventEndpoint("e2", "acme", "https://down.example.com/e2", frozenset(), secrets, began),
        EventEndpoint("e3", "brio", "https://brio.example.com/e3", CALL_TYPES, secrets, began),
    ]


@dataclass
class Customers:
    """`received` has every body that reached an endpoint, `taken` those that it answered with success."""

    random: Random
    began: datetime
    chance: float = 0.0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    taken: set[tuple[str, bytes]] = field(default_factory=set)
    down: int = 0  # requests to an endpoint that is down

    def at(self, now: datetime) -> "_Sender":
        return _Sender(self, now)

    def answer(self, url: str, body: bytes, now: datetime) -> DeliveryAttempt:
        if "down" in url and DOWN_AFTER <= now - self.began < UP_AFTER:
            self.down += 1
            return DeliveryAttempt(now, 5000, None, "it took too long")
        if self.random.random() < self.chance:
            return DeliveryAttempt(now, 20, 503)
        self.received.append((url, body))
        if self.random.random() < self.chance:
            return DeliveryAttempt(now, 5000, None, "it could not be reached")  # the answer is lost
        self.taken.add((url, body))
        return DeliveryAttempt(now, 20, 204)


@dataclass
class _Sender:
    customers: Customers
    now: datetime

    def post(self, url: str, body: bytes, _headers: Mapping[str, str]) -> DeliveryAttempt:
        return self.customers.answer(url, body, self.now)
