"""Event endpoints of companies on the Directory table."""

from datetime import datetime

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.events.adapters.endpoint_items import endpoint_of, health_values, settings_values, text_of
from trunkline.events.domain.endpoints import EventEndpoint

ENDPOINTS = "endpoint"


class EndpointsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, endpoint: EventEndpoint) -> None:
        owner = {"of_company": table_keys.of_company(endpoint.company_id, ENDPOINTS)}
        self._directory.put(_values(endpoint) | owner)

    def add_shared(self, endpoint: EventEndpoint) -> None:
        """Not in the company's list, and not where it is there already."""
        self._directory.put_new(_values(endpoint))

    def find(self, company_id: str, endpoint_id: str) -> EventEndpoint | None:
        found = self._directory.get(table_keys.event_endpoint(company_id, endpoint_id))
        return endpoint_of(found) if found else None

    def of_company(self, company_id: str) -> list[EventEndpoint]:
        found = self._directory.of_company(company_id, ENDPOINTS)
        return sorted(map(endpoint_of, found), key=lambda endpoint: endpoint.created_at)

    def set_settings(self, endpoint: EventEndpoint, before: EventEndpoint) -> bool:
        return self._directory.update_where(_key(endpoint), settings_values(endpoint), settings_values(before))

    def set_health(self, endpoint: EventEndpoint) -> bool:
        where = {"endpoint_id": endpoint.endpoint_id}
        return self._directory.update_where(_key(endpoint), health_values(endpoint), where)

    def claim_probe(self, endpoint: EventEndpoint, until: datetime) -> bool:
        where = {"endpoint_id": endpoint.endpoint_id, "rests_until": text_of(endpoint.rests_until)}
        return self._directory.update_where(_key(endpoint), {"rests_until": text_of(until)}, where)

    def remove(self, company_id: str, endpoint_id: str) -> bool:
        return self._directory.remove_owned(table_keys.event_endpoint(company_id, endpoint_id), company_id)


def _key(endpoint: EventEndpoint) -> table_keys.Key:
    return table_keys.event_endpoint(endpoint.company_id, endpoint.endpoint_id)


def _values(endpoint: EventEndpoint) -> dict[str, object]:
    values = {"endpoint_id": endpoint.endpoint_id, "company_id": endpoint.company_id}
    values["created_at"] = endpoint.created_at.isoformat()
    return _key(endpoint) | values | settings_values(endpoint) | health_values(endpoint)
