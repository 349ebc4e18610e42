"""Deliveries and their log on the Directory table; an item expires after 30 days."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.events.domain.deliveries import LOG_KEPT, Delivery, DeliveryAttempt, DeliveryState

DELIVERIES = "delivery"


class DeliveriesTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, delivery: Delivery) -> bool:
        values = {
            "delivery_id": delivery.delivery_id,
            "endpoint_id": delivery.endpoint_id,
            "company_id": delivery.company_id,
            "event_id": delivery.event_id,
            "type": delivery.type,
            "body": delivery.body,
            "created_at": delivery.created_at.isoformat(),
            "expires_at": int((delivery.created_at + LOG_KEPT).timestamp()),
            "of_company": _owner(delivery.company_id, delivery.endpoint_id),
        }
        return self._directory.put_new(_key(delivery) | values | _state(delivery))

    def find(self, endpoint_id: str, delivery_id: str) -> Delivery | None:
        found = self._directory.get(table_keys.delivery(endpoint_id, delivery_id))
        return _delivery(found) if found else None

    def change(self, delivery: Delivery, before: Delivery) -> bool:
        return self._directory.update_where(_key(delivery), _state(delivery), _state(before))

    def newest(self, company_id: str, endpoint_id: str, size: int, before: str | None) -> Iterator[Delivery]:
        """Eventually consistent, as an index is."""
        below = table_keys.delivery(endpoint_id, before) if before else None
        return map(_delivery, self._directory.newest(_owner(company_id, endpoint_id), size, below))


def _key(delivery: Delivery) -> table_keys.Key:
    return table_keys.delivery(delivery.endpoint_id, delivery.delivery_id)


def _owner(company_id: str, endpoint_id: str) -> str:
    return table_keys.of_company(company_id, f"{DELIVERIES}#{endpoint_id}")


def _state(delivery: Delivery) -> dict[str, Any]:
    """The log is one JSON text: only the whole of it is ever read or written."""
    log = [[item.at.isoformat(), item.took_ms, item.status, item.error] for item in delivery.attempts]
    return {
        "state": delivery.state.value,
        "attempts": json.dumps(log),
        "due_at": delivery.due_at.isoformat() if delivery.due_at else "",
        "round_began": delivery.round_began,
    }


def _delivery(values: Mapping[str, Any]) -> Delivery:
    return Delivery(
        delivery_id=values["delivery_id"],
        endpoint_id=values["endpoint_id"],
        company_id=values["company_id"],
        event_id=values["event_id"],
        type=values["type"],
        body=values["body"],
        created_at=datetime.fromisoformat(values["created_at"]),
        state=DeliveryState(values["state"]),
        attempts=tuple(_attempt(*item) for item in json.loads(values["attempts"])),
        due_at=datetime.fromisoformat(values["due_at"]) if values["due_at"] else None,
        round_began=values["round_began"],
    )


def _attempt(at: str, took_ms: int, status: int | None, error: str) -> DeliveryAttempt:
    return DeliveryAttempt(datetime.fromisoformat(at), took_ms, status, error)
