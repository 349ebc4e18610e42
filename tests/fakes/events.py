"""Endpoints, deliveries, their queue and the way to them in memory, with a clock that tests move."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from trunkline.events.domain.call_webhooks import SHARED
from trunkline.events.domain.deliveries import Delivery, DeliveryAttempt, DueDelivery
from trunkline.events.domain.endpoints import FREE_SLOTS, EndpointSecret, EventEndpoint
from trunkline.events.domain.events import Event, EventType, to_cloud_event
from trunkline.events.use_cases.deliver_event import DeliverEventDeps, DeliveryResult, deliver_event
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps, queue_deliveries

BEGAN = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SECRET = "whsec_" + "MTEx" * 8
WORKERS = 20  # MaximumConcurrency of the deliveries' queue
LONGEST_DELAY = timedelta(minutes=15)


def endpoint(company_id: str = "acme", endpoint_id: str = "e1", **changes: Any) -> EventEndpoint:
    url = f"https://{company_id}.example.com/{endpoint_id}"
    new = EventEndpoint(endpoint_id, company_id, url, frozenset(), (EndpointSecret(SECRET),), BEGAN)
    return replace(new, **changes)


def cloud_event(number: int, company_id: str = "acme", at: datetime = BEGAN) -> dict[str, Any]:
    return to_cloud_event(Event(EventType.CALL_ENDED, company_id, f"CA{number}", at), "trunkline/test")


class InMemoryEndpoints:
    def __init__(self, *endpoints: EventEndpoint) -> None:
        self.kept = {(item.company_id, item.endpoint_id): item for item in endpoints}
        self.slots: dict[tuple[str, str], list[str]] = {}
        self.slow: set[tuple[str, str]] = set()

    def add(self, endpoint: EventEndpoint) -> bool:
        self.kept[endpoint.company_id, endpoint.endpoint_id] = endpoint
        return True

    def find(self, company_id: str, endpoint_id: str) -> EventEndpoint | None:
        found = self.kept.get((company_id, endpoint_id))
        return found and replace(found, slots=tuple(self._slots(found)), is_slow=self._lane(found) in self.slow)

    @staticmethod
    def _lane(endpoint: EventEndpoint) -> tuple[str, str]:
        """The webhooks of a company's calls share one."""
        of_call = endpoint.endpoint_id.startswith("call-")
        return endpoint.company_id, SHARED if of_call else endpoint.endpoint_id

    def _slots(self, endpoint: EventEndpoint) -> list[str]:
        return self.slots.setdefault(self._lane(endpoint), list(FREE_SLOTS))

    def claim_slot(self, endpoint: EventEndpoint, slot: int, until: datetime) -> bool:
        if self._slots(endpoint)[slot] != endpoint.slots[slot]:
            return False
        self._slots(endpoint)[slot] = until.isoformat()
        return True

    def free_slot(self, endpoint: EventEndpoint, slot: int, until: datetime) -> None:
        if self._slots(endpoint)[slot] == until.isoformat():
            self._slots(endpoint)[slot] = ""

    def set_slow(self, endpoint: EventEndpoint, *, is_slow: bool) -> None:
        (self.slow.add if is_slow else self.slow.discard)(self._lane(endpoint))

    def of_company(self, company_id: str) -> list[EventEndpoint]:
        return [item for item in self.kept.values() if item.company_id == company_id]

    def receivers(self, company_id: str, _call_id: str | None) -> list[EventEndpoint]:
        return self.of_company(company_id)

    def shared(self, company_id: str, now: datetime) -> EventEndpoint:
        return self.kept.setdefault((company_id, SHARED), endpoint(company_id, SHARED, created_at=now))

    def set_settings(self, endpoint: EventEndpoint, before: EventEndpoint) -> bool:
        kept = self.kept.get((endpoint.company_id, endpoint.endpoint_id))
        if kept is None or _settings(kept) != _settings(before):
            return False
        self.add(replace(kept, **_settings(endpoint)))
        return True

    def set_health(self, endpoint: EventEndpoint) -> bool:
        kept = self.kept.get((endpoint.company_id, endpoint.endpoint_id))
        if kept:
            self.add(replace(endpoint, **_settings(kept)))
        return kept is not None

    def claim_probe(self, endpoint: EventEndpoint, until: datetime) -> bool:
        kept = self.kept[endpoint.company_id, endpoint.endpoint_id]
        if kept.rests_until != endpoint.rests_until:
            return False
        self.add(replace(kept, rests_until=until))
        return True

    def remove(self, company_id: str, endpoint_id: str) -> bool:
        return self.kept.pop((company_id, endpoint_id), None) is not None


def _settings(endpoint: EventEndpoint) -> dict[str, Any]:
    names = ("url", "types", "secrets", "is_enabled", "disabled_reason")
    return {name: getattr(endpoint, name) for name in names}


class LateEndpoints(InMemoryEndpoints):
    """What a request says of an endpoint is known when it ends, and not when it begins."""

    def __init__(self, ends_at: Callable[[], datetime], now: Callable[[], datetime], *endpoints: EventEndpoint) -> None:
        super().__init__(*endpoints)
        self._ends_at, self._now = ends_at, now
        self._coming: list[tuple[datetime, int, Callable[[], object]]] = []
        self._numbers = count()

    def find(self, company_id: str, endpoint_id: str) -> EventEndpoint | None:
        while self._coming and self._coming[0][0] <= self._now():
            heapq.heappop(self._coming)[2]()
        return super().find(company_id, endpoint_id)

    def set_health(self, endpoint: EventEndpoint) -> bool:
        self._later(partial(super().set_health, endpoint))
        return True

    def free_slot(self, endpoint: EventEndpoint, slot: int, until: datetime) -> None:
        self._later(partial(super().free_slot, endpoint, slot, until))

    def set_slow(self, endpoint: EventEndpoint, *, is_slow: bool) -> None:
        self._later(partial(super().set_slow, endpoint, is_slow=is_slow))

    def _later(self, write: Callable[[], object]) -> None:
        heapq.heappush(self._coming, (self._ends_at(), next(self._numbers), write))


class InMemoryDeliveries:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Delivery] = {}

    def add(self, delivery: Delivery) -> bool:
        return self.kept.setdefault((delivery.endpoint_id, delivery.delivery_id), delivery) is delivery

    def find(self, endpoint_id: str, delivery_id: str) -> Delivery | None:
        return self.kept.get((endpoint_id, delivery_id))

    def change(self, delivery: Delivery, before: Delivery) -> bool:
        key = (delivery.endpoint_id, delivery.delivery_id)
        if self.kept.get(key) != before:
            return False
        self.kept[key] = delivery
        return True

    def newest(self, company_id: str, endpoint_id: str, size: int, before: str | None) -> Iterator[Delivery]:
        found = [
            item for (owner, _), item in self.kept.items() if owner == endpoint_id and item.company_id == company_id
        ]
        found.sort(key=lambda item: item.delivery_id, reverse=True)
        return iter([item for item in found if before is None or item.delivery_id < before][:size])


@dataclass
class TimedQueue:
    """Messages by the time at which SQS shows them."""

    waiting: list[tuple[datetime, int, Delivery]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def send(self, delivery: Delivery, now: datetime) -> None:
        visible_at = min(max(delivery.due_at or now, now), now + LONGEST_DELAY)
        heapq.heappush(self.waiting, (visible_at, next(self.numbers), delivery))


Answer = Callable[[str, datetime], tuple[int | None, float]]  # url and time to a status and the seconds it took


@dataclass
class ScriptedSender:
    """Answers as the script says and notes every request with its headers."""

    answer: Answer
    now: Callable[[], datetime] = lambda: BEGAN
    sent: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)
    took_s: float = 0.0
    message_id: str = ""  # of the request that is being answered

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> DeliveryAttempt:
        self.message_id = headers["webhook-id"]
        status, self.took_s = self.answer(url, self.now())
        self.sent.append((url, body, headers))
        at = self.now() + timedelta(seconds=self.took_s)
        return DeliveryAttempt(at, round(self.took_s * 1000), status, "" if status else "it took too long")


class DeliveryWorld:
    """The delivery queue with its workers: each is busy as long as its request takes."""

    def __init__(self, answer: Answer, *endpoints: EventEndpoint) -> None:
        self.now = BEGAN
        self.sender = ScriptedSender(answer, lambda: self.now)
        kept = LateEndpoints(lambda: self.now + timedelta(seconds=self.sender.took_s), lambda: self.now, *endpoints)
        self.queueing = QueueDeliveriesDeps(kept, InMemoryDeliveries(), TimedQueue())
        stores = self.queueing
        self.delivering = DeliverEventDeps(stores.endpoints, stores.deliveries, stores.queue, self.sender, str)
        self.results: list[tuple[datetime, Delivery, DeliveryResult]] = []

    def publish(self, event: Mapping[str, Any]) -> None:
        queue_deliveries(event, self.queueing, self.now)

    def run(self, until: datetime) -> None:
        """Everything that is due before `until`, in the order in which workers are free for it."""
        free_at, waiting = [BEGAN] * WORKERS, self.queueing.queue.waiting
        while waiting and waiting[0][0] < until:
            visible_at, _, delivery = heapq.heappop(waiting)
            self.now = max(visible_at, heapq.heappop(free_at))
            self.sender.took_s = 0.0
            due = DueDelivery(delivery.company_id, delivery.endpoint_id, delivery.delivery_id, delivery.due_at)
            result = deliver_event(due, self.delivering, self.now)
            self.results.append((self.now, delivery, result))
            heapq.heappush(free_at, self.now + timedelta(seconds=self.sender.took_s))
        self.now = until
