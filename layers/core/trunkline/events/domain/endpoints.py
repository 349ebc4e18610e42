"""Event endpoints: addresses of a company's systems that receive its events, each with its own signing secrets."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trunkline.events.domain.events import EventType

OLD_SECRET_LASTS = timedelta(hours=24)  # after a rotation both secrets sign
OFF_AFTER = timedelta(hours=24)  # of failures without one success
ENDPOINTS_AT_MOST = 20  # of one company
FAILED, BY_REQUEST = "no delivery succeeded for a day", "switched off"  # reasons for which an endpoint is off
SLOW_MS = 500
FREE_SLOTS = ("",) * 4  # of the twenty workers, for one endpoint that is slow
REST_AT_MOST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class EndpointSecret:
    """The seed of a signing secret: the secret is derived from it and the stage's key, and not kept. Without an end it
    is the current one."""

    seed: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventEndpoint:
    """`types` is empty for an endpoint that receives every type. `rests_until` keeps a failing endpoint from more
    requests than it can answer."""

    endpoint_id: str
    company_id: str
    url: str
    types: frozenset[EventType]
    secrets: tuple[EndpointSecret, ...]
    created_at: datetime
    is_enabled: bool = True
    disabled_reason: str = ""
    failing_since: datetime | None = None
    failures: int = 0  # since the last success
    rests_until: datetime | None = None
    is_slow: bool = False  # its last answer took long: so many deliveries at once as there are slots
    slots: tuple[str, ...] = FREE_SLOTS  # until when each is taken; of a call's webhook those of its company

    def receives(self, type_: str) -> bool:
        return not self.types or type_ in self.types

    def valid_seeds(self, now: datetime) -> tuple[str, ...]:
        return tuple(secret.seed for secret in self.secrets if secret.ends_at is None or now < secret.ends_at)

    def is_resting(self, now: datetime) -> bool:
        return self.rests_until is not None and now < self.rests_until


def free_slots(endpoint: EventEndpoint, now: datetime) -> list[int]:
    return [n for n, until in enumerate(endpoint.slots) if not until or datetime.fromisoformat(until) <= now]


def rotated(endpoint: EventEndpoint, new_seed: str, now: datetime) -> EventEndpoint:
    """The newest old secret stays valid for a day; older ones end at once."""
    current = next(secret for secret in endpoint.secrets if secret.ends_at is None)
    old = EndpointSecret(current.seed, now + OLD_SECRET_LASTS)
    return replace(endpoint, secrets=(EndpointSecret(new_seed), old))


def after_success(endpoint: EventEndpoint) -> EventEndpoint:
    return replace(endpoint, failing_since=None, failures=0, rests_until=None)


def after_failure(endpoint: EventEndpoint, now: datetime) -> EventEndpoint:
    """Rests 5, 10, 20 … seconds, so that a hanging endpoint does not take the time of others."""
    since = endpoint.failing_since or now
    rest = min(timedelta(seconds=5 * 2 ** min(endpoint.failures, 10)), REST_AT_MOST)
    return replace(endpoint, failing_since=since, failures=endpoint.failures + 1, rests_until=now + rest)


def fails_for_too_long(endpoint: EventEndpoint, now: datetime) -> bool:
    return endpoint.failing_since is not None and now - endpoint.failing_since >= OFF_AFTER


def enabled(endpoint: EventEndpoint) -> EventEndpoint:
    return replace(endpoint, is_enabled=True, disabled_reason="")


def disabled(endpoint: EventEndpoint, reason: str) -> EventEndpoint:
    return replace(endpoint, is_enabled=False, disabled_reason=reason)
