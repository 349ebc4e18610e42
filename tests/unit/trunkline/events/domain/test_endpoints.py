from datetime import UTC, datetime, timedelta

from trunkline.events.domain.endpoints import (
    EndpointSecret,
    EventEndpoint,
    after_failure,
    after_success,
    disabled,
    enabled,
    fails_for_too_long,
    rotated,
)
from trunkline.events.domain.events import EventType

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ENDPOINT = EventEndpoint("e1", "acme", "https://x.example.com/", frozenset(), (EndpointSecret("whsec_a"),), NOW)


def test_an_endpoint_without_types_receives_every_type():
    assert all(ENDPOINT.receives(type_) for type_ in EventType)


def test_an_endpoint_receives_only_its_types():
    endpoint = EventEndpoint("e1", "acme", "", frozenset({EventType.CALL_ENDED}), (), NOW)
    assert [type_ for type_ in EventType if endpoint.receives(type_)] == [EventType.CALL_ENDED]


def test_after_a_rotation_both_secrets_sign_for_a_day():
    endpoint = rotated(rotated(ENDPOINT, "whsec_b", NOW), "whsec_c", NOW + timedelta(hours=1))
    assert endpoint.valid_seeds(NOW + timedelta(hours=2)) == ("whsec_c", "whsec_b")
    assert endpoint.valid_seeds(NOW + timedelta(hours=25)) == ("whsec_c",)


def test_a_failing_endpoint_rests_longer_each_time_and_15_minutes_at_most():
    endpoint, rests = ENDPOINT, []
    for _ in range(12):
        endpoint = after_failure(endpoint, NOW)
        rests.append((endpoint.rests_until - NOW).total_seconds())
    assert rests[:4] == [5, 10, 20, 40]
    assert rests[-1] == 900
    assert after_success(endpoint) == ENDPOINT


def test_an_endpoint_fails_for_too_long_after_a_day_without_a_success():
    failing = after_failure(ENDPOINT, NOW)
    assert not fails_for_too_long(failing, NOW + timedelta(hours=23))
    assert fails_for_too_long(failing, NOW + timedelta(hours=24))
    assert not fails_for_too_long(after_success(failing), NOW + timedelta(hours=24))
    assert enabled(disabled(ENDPOINT, "x")) == ENDPOINT
