"""Calls of a company: the newest first by the index of a company's calls, or those of a day by the index of its days.

The first holds keys alone, so a list asks once for keys and once for the records of a hundred of them. A search reads
what was said (`WORDS`) in the same way, and no transcripts.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import KEYS_AT_ONCE, pages, read_all
from trunkline.calls.adapters.call_update_items import merged
from trunkline.calls.domain.call_search import CallFilter, CallSummary, Page
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.history.call_pages import (
    EARLIEST,
    LATEST,
    READS_AT_MOST,
    Position,
    bounded_page,
    end_of,
    portions,
    times_of,
)
from trunkline.errors import BadRequest
from trunkline.ids import CallId, ConversationId, company_day, is_plain_id

HIDDEN = {"pk", "sk", "company_day", "document", "expires_at", "resume_document", "resume_webhook", "route"}


class CallIndex:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def find(self, call_id: CallId) -> CallSummary | None:
        found = self._get(table_keys.call(call_id))
        return _view(found) if found else None

    def timeline(self, call_id: CallId) -> list[TimelineEvent]:
        """The events of a call in order."""
        question: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :event)",
            "ExpressionAttributeValues": {
                ":pk": to_attribute(table_keys.call(call_id)["pk"]),
                ":event": to_attribute("EVENT#"),
            },
            "ConsistentRead": True,
        }
        found = [_event(item) for item in pages(self._dynamodb, **question)]
        return sorted(found, key=lambda event: (event.at, event.key))

    def of_conversation(self, conversation_id: ConversationId) -> CallSummary | None:
        found = self._get(table_keys.conversation_call(conversation_id))
        return self.find(CallId(found["call_id"])) if found else None

    def page(
        self,
        company_id: str,
        wanted: CallFilter,
        size: int,
        cursor: str | None,
        is_match: Callable[[str], bool] | None = None,
        reads: int = READS_AT_MOST,
    ) -> Page:
        """A page by at most so many reads. It may be short, or empty, and still have a cursor."""
        at_once = min(reads, size + 1 if wanted.is_plain and is_match is None else KEYS_AT_ONCE)
        listed = self._listed(company_id, wanted, _read_cursor(cursor), at_once)
        chosen = (call for portion in portions(listed, at_once) for call in self._chosen(portion, wanted, is_match))
        found, further = bounded_page(chosen, size, reads)
        return Page(tuple(found), _cursor(further) if further else None)

    def newest_first(self, company_id: str) -> Iterator[CallSummary]:
        """Every call of a company, however old: keys from the index, records read consistently a hundred at a time."""
        listed = self._listed(company_id, CallFilter(), None, KEYS_AT_ONCE)
        chosen = (found for keys in portions(listed, KEYS_AT_ONCE) for found in self._chosen(keys, CallFilter(), None))
        return (call for _, call in chosen if call)

    def oldest_first(self, company_id: str, day: date, after: Position | None = None) -> Iterator[CallSummary]:
        """Every call of a day, from the one behind `after` on: the list stays as it is however often it is read."""
        partition = company_day(company_id, datetime(day.year, day.month, day.day, tzinfo=UTC))
        question = self._question("by_company_day", "company_day", partition, (EARLIEST, LATEST), after)
        items = pages(self._dynamodb, **question, ScanIndexForward=True)
        return (view for view in map(_view, items) if view)

    def _listed(self, company_id: str, wanted: CallFilter, after: Position | None, at_once: int) -> Iterator[Position]:
        """Start and id of every call of these times, newest first."""
        first, last = times_of(wanted)
        if after and not after[1]:
            last, after = min(last, end_of(after[0])), None
        if after and not first <= after[0] <= last:
            raise BadRequest("the cursor belongs to a list of other times")
        if first > last:
            return iter(())
        question = self._question("by_company", "company_id", company_id, (first, last), after)
        items = pages(self._dynamodb, **question, ScanIndexForward=False, Limit=at_once)
        return ((item["started_at"], table_keys.call_in(item)) for item in items)

    def _chosen(
        self, portion: Sequence[Position], wanted: CallFilter, is_match: Callable[[str], bool] | None
    ) -> Iterator[tuple[Position, CallSummary | None]]:
        """What is on file for these, where it matches."""
        call_ids = [CallId(call_id) for _, call_id in portion]
        if is_match is not None:
            words = read_all(self._dynamodb, self._table, list(map(table_keys.words, call_ids)))
            call_ids = [CallId(item["call_id"]) for item in words if is_match(item["words"])]
        views = map(_view, read_all(self._dynamodb, self._table, list(map(table_keys.call, call_ids))))
        known = {view.call_id: view for view in views if view and wanted.lets_through(view)}
        return ((position, known.get(CallId(position[1]))) for position in portion)

    def _question(
        self, index: str, key: str, partition: str, times: tuple[str, str], after: Position | None
    ) -> dict[str, Any]:
        values = {":key": partition, ":from": times[0], ":to": times[1]}
        question: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": f"{key} = :key AND started_at BETWEEN :from AND :to",
            "ExpressionAttributeValues": {name: to_attribute(value) for name, value in values.items()},
        }
        if after:
            last = table_keys.call(CallId(after[1])) | {key: partition, "started_at": after[0]}
            question["ExclusiveStartKey"] = to_item(last)
        return question

    def _get(self, key: table_keys.Key) -> dict[str, Any] | None:
        found = self._dynamodb.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True).get("Item")
        return from_item(found) if found else None


def _cursor(position: Position) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def _read_cursor(cursor: str | None) -> Position | None:
    if not cursor:
        return None
    try:
        started_at, call_id = map(str, json.loads(base64.urlsafe_b64decode(cursor)))
        day = datetime.fromisoformat(started_at).date().isoformat()
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadRequest("the cursor is not one of ours") from error
    if not started_at.startswith(day) or (call_id and not is_plain_id(call_id)):
        raise BadRequest("the cursor is not one of ours")
    return started_at, call_id


def _event(item: dict[str, Any]) -> TimelineEvent:
    key = str(item["sk"]).removeprefix("EVENT#")
    return TimelineEvent(key, datetime.fromisoformat(item["at"]), item["kind"], item.get("detail", {}))


def _view(item: dict[str, Any]) -> CallSummary | None:
    """None for a call without an owner: no company may see it."""
    values = merged(item)
    if "company_id" not in values:
        return None
    facts = {name: value for name, value in values.items() if name not in HIDDEN and value is not None}
    return CallSummary(CallId(values["call_id"]), values["company_id"], values.get("started_at", ""), facts)
