"""Event endpoints of companies on the Directory table."""

from datetime import datetime

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.events.adapters.endpoint_items import endpoint_of, health_values, settings_values, slot_name, text_of
from trunkline.events.domain.endpoints import ENDPOINTS_AT_MOST, EventEndpoint

ENDPOINTS = "endpoint"


class EndpointsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, endpoint: EventEndpoint) -> bool:
        owner = {"of_company": table_keys.of_company(endpoint.company_id, ENDPOINTS)}
        return self._directory.put_counted(_values(endpoint) | owner, _counter(endpoint.company_id), ENDPOINTS_AT_MOST)

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

    def claim_slot(self, company_id: str, endpoint_id: str, slot: int, was: str, until: datetime) -> bool:
        key = table_keys.event_endpoint(company_id, endpoint_id)
        where = {slot_name(slot): was} if was else {"endpoint_id": endpoint_id}
        unless_taken = "" if was else slot_name(slot)
        return self._directory.update_where(key, {slot_name(slot): text_of(until)}, where, unless_taken)

    def free_slot(self, company_id: str, endpoint_id: str, slot: int, until: datetime) -> None:
        key = table_keys.event_endpoint(company_id, endpoint_id)
        self._directory.remove_attribute(key, slot_name(slot), text_of(until))

    def set_slow(self, company_id: str, endpoint_id: str, *, is_slow: bool) -> None:
        key = table_keys.event_endpoint(company_id, endpoint_id)
        self._directory.update_where(key, {"is_slow": is_slow}, {"endpoint_id": endpoint_id})

    def remove(self, company_id: str, endpoint_id: str) -> bool:
        """Counts one less where it was there."""
        writes = {"key": table_keys.event_endpoint(company_id, endpoint_id), "counter": _counter(company_id)}
        return self._directory.remove_counted(**writes)


def _key(endpoint: EventEndpoint) -> table_keys.Key:
    return table_keys.event_endpoint(endpoint.company_id, endpoint.endpoint_id)


def _counter(company_id: str) -> table_keys.Key:
    """How many endpoints a company has, beside them."""
    return table_keys.event_endpoint(company_id, "#count")


def _values(endpoint: EventEndpoint) -> dict[str, object]:
    values = {"endpoint_id": endpoint.endpoint_id, "company_id": endpoint.company_id}
    values["created_at"] = endpoint.created_at.isoformat()
    return _key(endpoint) | values | settings_values(endpoint) | health_values(endpoint)
