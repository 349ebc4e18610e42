"""Dead letters: messages of a queue that failed too often. A body may hold a person's number, and is not shown."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a message is about, by ids alone. An unknown company is empty: the message is the operator's."""

    kind: str
    id: str
    company_id: str = ""
    href: str = ""  # where the API gives its state and its error
    endpoint_id: str = ""  # of a delivery


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message in a dead-letter queue, hidden from other readers for a while."""

    message_id: str
    body: str
    receipt: str
    sent_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        return subject_of(self.body)


def subject_of(body: str) -> Subject:
    try:
        payload = json.loads(body)
        keys = [str(record["s3"]["object"]["key"]) for record in payload.get("Records", [])]
        return Subject("object", " ".join(keys)) if keys else _job(payload)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Subject(UNREADABLE, UNREADABLE)


def _job(payload: dict[str, Any]) -> Subject:
    """A message of one of our own queues, or an event that EventBridge put into one."""
    if "detail" in payload:
        event = payload["detail"]
        return Subject(str(event["type"]), str(event["id"]))
    company = str(payload.get("company_id") or "")
    for name, kind in (("export_id", "export"), ("erasure_id", "erasure"), ("delivery_id", "delivery")):
        if payload.get(name):
            endpoint = str(payload["endpoint_id"]) if kind == "delivery" else ""
            return Subject(kind, str(payload[name]), company, _href(kind, payload), endpoint)
    if payload.get("kind"):
        return Subject(str(payload["kind"]), str(payload.get("import_id") or payload["kind"]), company)
    return Subject("test event", "test event")


def _href(kind: str, payload: dict[str, Any]) -> str:
    if kind == "delivery":
        return f"/api/v1/event-endpoints/{payload['endpoint_id']}/deliveries"
    return f"/api/v1/{kind}s/{payload[f'{kind}_id']}"
