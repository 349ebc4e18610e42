"""Event endpoints as attributes of an item. Settings and health are separate attributes, so that neither overwrites the
other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from trunkline.events.domain.endpoints import FREE_SLOTS, EndpointSecret, EventEndpoint
from trunkline.events.domain.events import EventType

KNOWN_TYPES = set(EventType)  # a type that is gone leaves the endpoint's others alone


def settings_values(endpoint: EventEndpoint) -> dict[str, Any]:
    secrets = [{"seed": secret.seed, "ends_at": text_of(secret.ends_at)} for secret in endpoint.secrets]
    return {"url": endpoint.url, "types": sorted(endpoint.types), "secrets": secrets, **switch_values(endpoint)}


def switch_values(endpoint: EventEndpoint) -> dict[str, Any]:
    return {"is_enabled": endpoint.is_enabled, "disabled_reason": endpoint.disabled_reason}


def health_values(endpoint: EventEndpoint) -> dict[str, Any]:
    return {
        "failing_since": text_of(endpoint.failing_since),
        "failures": endpoint.failures,
        "rests_until": text_of(endpoint.rests_until),
    }


def slot_name(slot: int) -> str:
    return f"slot_{slot}"


def endpoint_of(values: Mapping[str, Any]) -> EventEndpoint:
    new = EventEndpoint(
        endpoint_id=values["endpoint_id"],
        company_id=values["company_id"],
        url=values["url"],
        types=frozenset(EventType(type_) for type_ in values["types"] if type_ in KNOWN_TYPES),
        secrets=tuple(EndpointSecret(item["seed"], time_of(item["ends_at"])) for item in values["secrets"]),
        created_at=datetime.fromisoformat(values["created_at"]),
    )
    return with_state(new, values)


def with_state(endpoint: EventEndpoint, values: Mapping[str, Any]) -> EventEndpoint:
    """Health and the switch. An item may have one of them only; what it has not is as in a new endpoint."""
    return replace(
        endpoint,
        is_enabled=values.get("is_enabled", True),
        disabled_reason=values.get("disabled_reason", ""),
        failing_since=time_of(values.get("failing_since", "")),
        failures=values.get("failures", 0),
        rests_until=time_of(values.get("rests_until", "")),
        is_slow=values.get("is_slow", False),
        slots=tuple(values.get(slot_name(n), "") for n in range(len(FREE_SLOTS))),
    )


def text_of(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def time_of(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
