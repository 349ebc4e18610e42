"""Call records and their timelines on DynamoDB. Any input may come twice, late or first: the record ends the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import from_item, set_once_or_again, to_item
from trunkline.aws.retention import Retention
from trunkline.aws.table_reads import read_all
from trunkline.calls.adapters.call_update_items import event_item, merged, set_update
from trunkline.calls.adapters.leases_table import without_lease
from trunkline.calls.adapters.route_items import route_from
from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.calls import Progress, StreamOutcome, TimelineEvent
from trunkline.calls.ports.records import CallState
from trunkline.ids import CallId

REFUSED = "ConditionalCheckFailed"
# What the next decision about a live call is made by: kept beside its place, as it stands now.
NEEDED_AT_ONCE = frozenset({"stream_outcome", "transfer_number", "transfer_summary", "transfer_to"})


def was_refused(cancelled: Any) -> bool:
    """Whether the transaction's first condition failed; other causes are errors."""
    return bool(cancelled.response["CancellationReasons"][0].get("Code") == REFUSED)


class CallsTable:
    def __init__(self, dynamodb: DynamoDB, table: str, retention: Retention | None = None) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._retention = retention or Retention()

    def find(self, call_id: CallId) -> CallState | None:
        item = self._dynamodb.get_item(
            TableName=self._table, Key=to_item(table_keys.call(call_id)), ConsistentRead=True
        ).get("Item")
        return _known(call_id, from_item(item)) if item else None

    def note(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        change = set_update(self._at_once(call_id, facts), CallUpdate(event, dict(facts)))
        transact(self._dynamodb, [self._put(call_id, event), self._change(call_id, change)])

    def restore(self, call_id: CallId, update: CallUpdate) -> bool:
        """Adds an update that was fetched later. False when the event is on file from first hand: that update stays."""
        change = set_update(set_once_or_again({"call_id": call_id, **self._retention.expiry()}), update)
        put = self._put(call_id, update.event)
        put["Put"]["ConditionExpression"] = "attribute_not_exists(pk)"
        try:
            transact(self._dynamodb, [put, self._change(call_id, change)])
        except self._dynamodb.exceptions.TransactionCanceledException as cancelled:
            if not was_refused(cancelled):
                raise
            return False
        return True

    def end_stream(
        self, call_id: CallId, stream_sid: str, event: TimelineEvent, facts: Mapping[str, str | int | bool]
    ) -> bool:
        update = set_update(self._at_once(call_id, facts), CallUpdate(event, dict(facts)))
        record = {
            "TableName": self._table,
            "Key": to_item(table_keys.call(call_id)),
            **without_lease(update, stream_sid),
        }
        try:
            transact(self._dynamodb, [{"Update": record}, self._put(call_id, event)])
        except self._dynamodb.exceptions.TransactionCanceledException as cancelled:
            if not was_refused(cancelled):
                raise
            self._note_only(call_id, event, facts)
            return False
        return True

    def _note_only(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        """On file, but nothing is decided by it: a newer stream carries the call."""
        values = {name: value for name, value in facts.items() if name not in NEEDED_AT_ONCE}
        update = set_update(self._at_once(call_id, {}), CallUpdate(event, values))
        transact(self._dynamodb, [self._put(call_id, event), self._change(call_id, update)])

    def open(self, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]) -> None:
        update = set_once_or_again({"call_id": call_id, **self._retention.expiry(), **facts}, frozenset(facts))
        transact(self._dynamodb, [self._put(call_id, event), self._change(call_id, update)])

    def advance(self, call_id: CallId, progress: Progress, status: str, facts: Mapping[str, str | int | bool]) -> bool:
        """Forward only: the condition lets a call move to a later state, never back and never out of its end."""
        known = {"call_id": call_id, "status": status, "progress": int(progress), **self._retention.expiry()}
        update = set_once_or_again(known | dict(facts))
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item(table_keys.call(call_id)),
                ConditionExpression="attribute_not_exists(#progress) OR #progress < :progress",
                **update,
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def add_event(self, call_id: CallId, event: TimelineEvent) -> None:
        item = event_item(call_id, event, self._retention.expiry())
        self._dynamodb.put_item(TableName=self._table, Item=item)

    def unfinished(self, call_ids: Iterable[CallId]) -> set[CallId]:
        """Ids of calls on file without an end."""
        records = map(merged, read_all(self._dynamodb, self._table, list(map(table_keys.call, call_ids))))
        return {CallId(record["call_id"]) for record in records if int(record.get("progress", 0)) < Progress.OVER}

    def _at_once(self, call_id: CallId, facts: Mapping[str, Any]) -> dict[str, Any]:
        needed = {name: value for name, value in facts.items() if name in NEEDED_AT_ONCE}
        return set_once_or_again({"call_id": call_id, **self._retention.expiry(), **needed})

    def _put(self, call_id: CallId, event: TimelineEvent) -> dict[str, Any]:
        return {"Put": {"TableName": self._table, "Item": event_item(call_id, event, self._retention.expiry())}}

    def _change(self, call_id: CallId, update: Mapping[str, Any]) -> dict[str, Any]:
        return {"Update": {"TableName": self._table, "Key": to_item(table_keys.call(call_id)), **update}}


def _known(call_id: CallId, record: dict[str, Any]) -> CallState:
    outcome = record.get("stream_outcome")
    return CallState(
        call_id=call_id,
        route=route_from(record["route"]) if "route" in record else None,
        stream_outcome=StreamOutcome(outcome) if outcome else None,
        transfer_to=record.get("transfer_to", ""),
        transfer_summary=record.get("transfer_summary", ""),
        transfer_number=record.get("transfer_number", ""),
        resumes=record.get("resumes", 0),
        cuts=record.get("cuts", record.get("resumes", 0)),
        resume_webhook=record.get("resume_webhook", ""),
        resume_document=record.get("resume_document", ""),
        started_at=datetime.fromisoformat(record["started_at"]) if "started_at" in record else None,
    )
