"""Call records and their timelines on DynamoDB. Any input may come twice, late or first: the record ends the same."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trunkline.domain.calls import CallId, Progress, StreamOutcome, TimelineEvent
from trunkline.ports import KnownCall
from trunkline.storage import keys
from trunkline.storage.dynamodb import DynamoDB
from trunkline.storage.items import from_item, set_once_or_again, to_item
from trunkline.storage.leases_table import without_lease
from trunkline.storage.routes import route_from

REFUSED = "ConditionalCheckFailed"


class CallsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def find(self, call_id: CallId) -> KnownCall | None:
        item = self._dynamodb.get_item(TableName=self._table, Key=to_item(keys.call(call_id)), ConsistentRead=True).get(
            "Item"
        )
        return _known(call_id, from_item(item)) if item else None

    def note(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, str | int | bool]) -> None:
        update = set_once_or_again({"call_id": call_id, **facts})
        self._dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": self._table, "Item": event_item(call_id, event)}},
                {"Update": {"TableName": self._table, "Key": to_item(keys.call(call_id)), **update}},
            ]
        )

    def end_stream(
        self, call_id: CallId, stream_sid: str, event: TimelineEvent, facts: Mapping[str, str | int | bool]
    ) -> bool:
        update = without_lease(set_once_or_again({"call_id": call_id, **facts}), stream_sid)
        record = {"TableName": self._table, "Key": to_item(keys.call(call_id)), **update}
        put = {"Put": {"TableName": self._table, "Item": event_item(call_id, event)}}
        try:
            self._dynamodb.transact_write_items(TransactItems=[{"Update": record}, put])
        except self._dynamodb.exceptions.TransactionCanceledException as cancelled:
            if cancelled.response["CancellationReasons"][0].get("Code") != REFUSED:
                raise
            self.add_event(call_id, event)
            return False
        return True

    def open(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        update = set_once_or_again({"call_id": call_id, **facts}, only_if_absent=frozenset(facts))
        self._dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": self._table, "Item": event_item(call_id, event)}},
                {"Update": {"TableName": self._table, "Key": to_item(keys.call(call_id)), **update}},
            ]
        )

    def advance(self, call_id: CallId, progress: Progress, status: str, facts: Mapping[str, str | int | bool]) -> bool:
        """Forward only: the condition lets a call move to a later state, never back and never out of its end."""
        update = set_once_or_again({"call_id": call_id, "status": status, "progress": int(progress), **facts})
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item(keys.call(call_id)),
                ConditionExpression="attribute_not_exists(#progress) OR #progress < :progress",
                **update,
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def add_event(self, call_id: CallId, event: TimelineEvent) -> None:
        self._dynamodb.put_item(TableName=self._table, Item=event_item(call_id, event))


def event_item(call_id: CallId, event: TimelineEvent) -> dict[str, Any]:
    values = {"at": event.at.isoformat(), "kind": event.kind, "detail": event.detail}
    return to_item(keys.event(call_id, event.key) | values)


def _known(call_id: CallId, record: dict[str, Any]) -> KnownCall:
    outcome = record.get("stream_outcome")
    return KnownCall(
        call_id=call_id,
        route=route_from(record["route"]) if "route" in record else None,
        stream_outcome=StreamOutcome(outcome) if outcome else None,
        transfer_to=record.get("transfer_to", ""),
        transfer_summary=record.get("transfer_summary", ""),
        resumes=record.get("resumes", 0),
        resume_webhook=record.get("resume_webhook", ""),
        resume_document=record.get("resume_document", ""),
        started_at=datetime.fromisoformat(record["started_at"]) if "started_at" in record else None,
    )
