"""Deliveries: one event on its way to one endpoint, with the log of its attempts."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

LOG_KEPT = timedelta(days=30)
# Waits after the first, second … failed attempt: a day and eleven hours in all.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 8 * 3600, 24 * 3600)
)  # fmt: skip


class DeliveryState(StrEnum):
    """`failed` is final until it is sent again on request."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One request. `status` is None when there was no answer; then `error` says why."""

    at: datetime
    took_ms: int
    status: int | None = None
    error: str = ""

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Delivery:
    """`body` is the CloudEvent as it is sent, byte for byte the same in every attempt."""

    delivery_id: str  # event time and id: sorts by time, the same for the same event
    endpoint_id: str
    company_id: str
    event_id: str
    type: str
    body: str
    created_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    attempts: tuple[DeliveryAttempt, ...] = field(default=())
    due_at: datetime | None = None  # of the next attempt
    round_began: int = 0  # attempts before the last request to send it again

    @property
    def is_open(self) -> bool:
        return self.state is DeliveryState.PENDING


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A message of the delivery queue. Without a time it was sent by an earlier release."""

    company_id: str
    endpoint_id: str
    delivery_id: str
    due_at: datetime | None = None

    def is_overtaken_by(self, delivery: Delivery) -> bool:
        """Whether a message with a later time was sent since."""
        return self.due_at is not None and delivery.due_at is not None and self.due_at < delivery.due_at


def delivery_id(event_time: str, event_id: str) -> str:
    """`event_time` is in UTC. Without a `+`, which means a space in an address."""
    return f"{event_time.replace('+00:00', 'Z')}.{event_id}"


def after_attempt(delivery: Delivery, attempt: DeliveryAttempt) -> Delivery:
    tried = replace(delivery, attempts=(*delivery.attempts, attempt))
    if attempt.succeeded:
        return replace(tried, state=DeliveryState.DELIVERED, due_at=None)
    number = len(tried.attempts) - delivery.round_began
    if number > len(WAITS):
        return replace(tried, state=DeliveryState.FAILED, due_at=None)
    return replace(tried, due_at=attempt.at + WAITS[number - 1])


def postponed(delivery: Delivery, until: datetime) -> Delivery:
    """Without an attempt: its endpoint rests."""
    return replace(delivery, due_at=until)


def reopened(delivery: Delivery, now: datetime) -> Delivery:
    """To be sent again, with a full row of attempts."""
    return replace(delivery, state=DeliveryState.PENDING, due_at=now, round_began=len(delivery.attempts))
