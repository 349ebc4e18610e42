"""Event endpoints on the Directory table. Settings and health are separate attributes, so that neither overwrites the
other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.events.domain.endpoints import EndpointSecret, EventEndpoint
from trunkline.events.domain.events import EventType

ENDPOINTS = "endpoint"
KNOWN_TYPES = set(EventType)  # a type that is gone leaves the endpoint's others alone


class EndpointsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, endpoint: EventEndpoint) -> None:
        values = {"endpoint_id": endpoint.endpoint_id, "company_id": endpoint.company_id}
        values["created_at"] = endpoint.created_at.isoformat()
        values["of_company"] = table_keys.of_company(endpoint.company_id, ENDPOINTS)
        self._directory.put(_key(endpoint) | values | _settings(endpoint) | _health(endpoint))

    def find(self, company_id: str, endpoint_id: str) -> EventEndpoint | None:
        found = self._directory.get(table_keys.event_endpoint(company_id, endpoint_id))
        return _endpoint(found) if found else None

    def of_company(self, company_id: str) -> list[EventEndpoint]:
        found = self._directory.of_company(company_id, ENDPOINTS)
        return sorted(map(_endpoint, found), key=lambda endpoint: endpoint.created_at)

    def set_settings(self, endpoint: EventEndpoint, before: EventEndpoint) -> bool:
        return self._directory.update_where(_key(endpoint), _settings(endpoint), _settings(before))

    def set_health(self, endpoint: EventEndpoint) -> bool:
        return self._directory.update_where(_key(endpoint), _health(endpoint), {"endpoint_id": endpoint.endpoint_id})

    def claim_probe(self, endpoint: EventEndpoint, until: datetime) -> bool:
        where = {"endpoint_id": endpoint.endpoint_id, "rests_until": _text(endpoint.rests_until)}
        return self._directory.update_where(_key(endpoint), {"rests_until": _text(until)}, where)

    def remove(self, company_id: str, endpoint_id: str) -> bool:
        return self._directory.remove_owned(table_keys.event_endpoint(company_id, endpoint_id), company_id)


def _key(endpoint: EventEndpoint) -> table_keys.Key:
    return table_keys.event_endpoint(endpoint.company_id, endpoint.endpoint_id)


def _settings(endpoint: EventEndpoint) -> dict[str, Any]:
    secrets = [{"value": secret.value, "ends_at": _text(secret.ends_at)} for secret in endpoint.secrets]
    return {
        "url": endpoint.url,
        "types": sorted(endpoint.types),
        "secrets": secrets,
        "is_enabled": endpoint.is_enabled,
        "disabled_reason": endpoint.disabled_reason,
    }


def _health(endpoint: EventEndpoint) -> dict[str, Any]:
    return {
        "failing_since": _text(endpoint.failing_since),
        "failures": endpoint.failures,
        "rests_until": _text(endpoint.rests_until),
    }


def _endpoint(values: Mapping[str, Any]) -> EventEndpoint:
    return EventEndpoint(
        endpoint_id=values["endpoint_id"],
        company_id=values["company_id"],
        url=values["url"],
        types=frozenset(EventType(type_) for type_ in values["types"] if type_ in KNOWN_TYPES),
        secrets=tuple(EndpointSecret(item["value"], _time(item["ends_at"])) for item in values["secrets"]),
        created_at=datetime.fromisoformat(values["created_at"]),
        is_enabled=values["is_enabled"],
        disabled_reason=values["disabled_reason"],
        failing_since=_time(values["failing_since"]),
        failures=values["failures"],
        rests_until=_time(values["rests_until"]),
    )


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
