"""Event endpoints of companies, and of single calls: the id says which of the two an endpoint is."""

from collections.abc import Callable
from datetime import datetime

from trunkline.events.adapters.call_webhooks_table import CallWebhooksTable
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.domain.call_webhooks import SHARED, call_of
from trunkline.events.domain.endpoints import EndpointSecret, EventEndpoint
from trunkline.ids import CallId


class AllEndpoints:
    def __init__(self, own: EndpointsTable, webhooks: CallWebhooksTable, new_seed: Callable[[], str]) -> None:
        self._own, self._webhooks, self._new_seed = own, webhooks, new_seed

    def add(self, endpoint: EventEndpoint) -> bool:
        return self._own.add(endpoint)

    def find(self, company_id: str, endpoint_id: str) -> EventEndpoint | None:
        call_id = call_of(endpoint_id)
        if call_id is None:
            return self._own.find(company_id, endpoint_id)
        found = self._webhooks.of_call(company_id, call_id)
        return self._webhooks.with_state(found, self.shared(company_id, found.created_at)) if found else None

    def of_company(self, company_id: str) -> list[EventEndpoint]:
        return self._own.of_company(company_id)

    def receivers(self, company_id: str, call_id: str | None) -> list[EventEndpoint]:
        webhook = self._webhooks.of_call(company_id, CallId(call_id)) if call_id else None
        return [*self._own.of_company(company_id), *([webhook] if webhook else [])]

    def shared(self, company_id: str, now: datetime) -> EventEndpoint:
        """Made once, also when two ask for it at the same time."""
        if found := self._own.find(company_id, SHARED):
            return found
        self._own.add_shared(
            EventEndpoint(SHARED, company_id, "", frozenset(), (EndpointSecret(self._new_seed()),), now)
        )
        made = self._own.find(company_id, SHARED)
        assert made is not None
        return made

    def set_settings(self, endpoint: EventEndpoint, before: EventEndpoint) -> bool:
        if call_of(endpoint.endpoint_id) is None:
            return self._own.set_settings(endpoint, before)
        self._webhooks.switch(endpoint)
        return True

    def set_health(self, endpoint: EventEndpoint) -> bool:
        if call_of(endpoint.endpoint_id) is None:
            return self._own.set_health(endpoint)
        self._webhooks.set_health(endpoint)
        return True

    def claim_probe(self, endpoint: EventEndpoint, until: datetime) -> bool:
        store = self._own if call_of(endpoint.endpoint_id) is None else self._webhooks
        return store.claim_probe(endpoint, until)

    def claim_slot(self, endpoint: EventEndpoint, slot: int, until: datetime) -> bool:
        return self._own.claim_slot(endpoint.company_id, _lane(endpoint), slot, endpoint.slots[slot], until)

    def free_slot(self, endpoint: EventEndpoint, slot: int, until: datetime) -> None:
        self._own.free_slot(endpoint.company_id, _lane(endpoint), slot, until)

    def set_slow(self, endpoint: EventEndpoint, *, is_slow: bool) -> None:
        self._own.set_slow(endpoint.company_id, _lane(endpoint), is_slow=is_slow)

    def remove(self, company_id: str, endpoint_id: str) -> bool:
        return self._own.remove(company_id, endpoint_id)


def _lane(endpoint: EventEndpoint) -> str:
    """Whose slots count: the webhooks of a company's calls share theirs."""
    return endpoint.endpoint_id if call_of(endpoint.endpoint_id) is None else SHARED
