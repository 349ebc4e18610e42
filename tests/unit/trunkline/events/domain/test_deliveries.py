from datetime import UTC, datetime, timedelta

from trunkline.events.domain.deliveries import (
    WAITS,
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    after_attempt,
    reopened,
)

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
DELIVERY = Delivery("d1", "e1", "acme", "ev1", "call.ended", "{}", NOW)


def failed(at: datetime) -> DeliveryAttempt:
    return DeliveryAttempt(at, 12, 500)


def test_any_2xx_delivers():
    for status in (200, 204, 299):
        delivered = after_attempt(DELIVERY, DeliveryAttempt(NOW, 12, status))
        assert (delivered.state, delivered.due_at) == (DeliveryState.DELIVERED, None)


def test_redirects_errors_and_silence_do_not():
    for attempt in (DeliveryAttempt(NOW, 12, 302), failed(NOW), DeliveryAttempt(NOW, 5000, None, "it took too long")):
        tried = after_attempt(DELIVERY, attempt)
        assert (tried.state, tried.due_at) == (DeliveryState.PENDING, NOW + timedelta(seconds=5))


def test_attempts_go_on_for_more_than_a_day_and_then_fail():
    delivery, at = DELIVERY, NOW
    for wait in WAITS:
        delivery = after_attempt(delivery, failed(at))
        assert delivery.due_at == at + wait
        at = delivery.due_at
    assert at - NOW > timedelta(hours=24)
    over = after_attempt(delivery, failed(at))
    assert (over.state, over.due_at, len(over.attempts)) == (DeliveryState.FAILED, None, 8)


def test_a_delivery_sent_again_has_a_full_row_of_attempts_and_keeps_its_log():
    delivery = DELIVERY
    for _ in range(8):
        delivery = after_attempt(delivery, failed(NOW))
    again = after_attempt(reopened(delivery, NOW), failed(NOW))
    assert (again.state, again.due_at, len(again.attempts)) == (DeliveryState.PENDING, NOW + WAITS[0], 9)
