"""Webhooks of calls: the URL from the call's record, health on the Directory table, secrets of the company."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.calls.domain.call_search import CallSummary
from trunkline.events.adapters.endpoint_items import health_values, switch_values, text_of, with_state
from trunkline.events.domain.call_webhooks import webhook_id
from trunkline.events.domain.deliveries import LOG_KEPT
from trunkline.events.domain.endpoints import EventEndpoint
from trunkline.ids import CallId


class CallsOnFile(Protocol):
    """Calls by their ids."""

    def find(self, call_id: CallId) -> CallSummary | None: ...


class CallWebhooksTable:
    """A webhook without an item is a healthy one: its first failure writes the item."""

    def __init__(self, directory: Directory, calls: CallsOnFile) -> None:
        self._directory, self._calls = directory, calls

    def of_call(self, company_id: str, call_id: CallId) -> EventEndpoint | None:
        """Without secrets and health. None for a call without a webhook, and for another company's."""
        call = self._calls.find(call_id)
        url = str(call.facts.get("webhook_url") or "") if call else ""
        if call is None or call.company_id != company_id or not url:
            return None
        created_at = datetime.fromisoformat(call.started_at)
        return EventEndpoint(webhook_id(call_id), company_id, url, frozenset(), (), created_at)

    def with_state(self, webhook: EventEndpoint, shared: EventEndpoint) -> EventEndpoint:
        """With its health, and the secrets and slots that a company's webhooks share."""
        state = self._directory.get(_key(webhook)) or {}
        own = with_state(webhook, state)
        return replace(own, secrets=shared.secrets, is_slow=shared.is_slow, slots=shared.slots)

    def switch(self, endpoint: EventEndpoint) -> None:
        self._directory.update(_key(endpoint), _kept(endpoint) | switch_values(endpoint))

    def set_health(self, endpoint: EventEndpoint) -> None:
        self._directory.update(_key(endpoint), _kept(endpoint) | health_values(endpoint))

    def claim_probe(self, endpoint: EventEndpoint, until: datetime) -> bool:
        where = {"rests_until": text_of(endpoint.rests_until)}
        return self._directory.update_where(_key(endpoint), {"rests_until": text_of(until)}, where)


def _kept(endpoint: EventEndpoint) -> dict[str, int | str]:
    """The item expires with the log of the call's deliveries."""
    since = endpoint.failing_since or endpoint.created_at
    return {"expires_at": int((since + LOG_KEPT).timestamp()), "endpoint_id": endpoint.endpoint_id}


def _key(endpoint: EventEndpoint) -> table_keys.Key:
    return table_keys.event_endpoint(endpoint.company_id, endpoint.endpoint_id)
