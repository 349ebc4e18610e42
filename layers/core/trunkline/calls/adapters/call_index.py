"""Calls of a company, newest first, through the index by company and day; and the words they can be found by.

The index has two partitions for each day: one of records, one of what was said, so that a search reads words and no
transcripts. What is written under `WORDS` expires with its call.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import pages
from trunkline.calls.adapters.call_update_items import merged
from trunkline.calls.domain.call_search import CallFilter, CallSummary, Page, days_back
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.history.call_pages import READS_AT_MOST, Position, bounded_page, days_of
from trunkline.errors import BadRequest
from trunkline.ids import CallId, ConversationId, company_day, is_plain_id

INDEX = "by_company_day"
HIDDEN = {"pk", "sk", "company_day", "document", "expires_at", "resume_document", "resume_webhook", "route"}
ITEMS_AT_ONCE = 250  # of a query whose filter is not the index's


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
        today: date,
        is_match: Callable[[str], bool] | None = None,
    ) -> Page:
        """Days are asked for one after the other until the page is full: a quiet company costs empty questions."""
        found: list[CallSummary] = []
        for view in self._newest_first(company_id, wanted, _read_cursor(cursor), today, is_match):
            if not wanted.lets_through(view):
                continue
            if len(found) == size:
                return Page(tuple(found), _cursor((found[-1].started_at, found[-1].call_id)))
            found.append(view)
        return Page(tuple(found), None)

    def bounded_page(
        self,
        company_id: str,
        wanted: CallFilter,
        size: int,
        cursor: str | None,
        today: date,
        reads: int = READS_AT_MOST,
    ) -> Page:
        """A page by at most so many reads. It may be short, or empty, and still have a cursor."""
        position = _read_cursor(cursor)
        limit = size + 1 if wanted.is_plain else ITEMS_AT_ONCE

        def of_day(day: date, after: Position | None) -> Iterator[CallSummary]:
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
            items = self._of_day(company_day(company_id, moment), "CALL", wanted, after, limit=limit)
            return (view for view in map(_view, items) if view)

        days = days_of(wanted, position, today)
        found, further = bounded_page(days, of_day, wanted, size, position, reads)
        return Page(tuple(found), _cursor(further) if further else None)

    def oldest_first(self, company_id: str, day: date, after: Position | None = None) -> Iterator[CallSummary]:
        """Every call of a day, from the one behind `after` on: the list stays as it is however often it is read."""
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        items = self._of_day(company_day(company_id, moment), "CALL", CallFilter(), after, newest_first=False)
        return (view for view in map(_view, items) if view)

    def _newest_first(
        self,
        company_id: str,
        wanted: CallFilter,
        position: Position | None,
        today: date,
        is_match: Callable[[str], bool] | None,
    ) -> Iterator[CallSummary]:
        for day in _days(wanted, today, position):
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
            after = position if position and position[0].startswith(day.isoformat()) else None
            if is_match is None:
                items = self._of_day(company_day(company_id, moment), "CALL", wanted, after)
                yield from (view for view in map(_view, items) if view)
            else:
                words = self._of_day(table_keys.words_day(company_id, moment), "WORDS", wanted, after)
                matching = (CallId(item["call_id"]) for item in words if is_match(item["words"]))
                yield from (view for view in map(self.find, matching) if view)

    def _of_day(
        self,
        partition: str,
        sort_key: str,
        wanted: CallFilter,
        after: Position | None,
        *,
        newest_first: bool = True,
        limit: int | None = None,
    ) -> Iterator[dict[str, Any]]:
        values = {":day": partition, ":from": _iso(wanted.started_after, "0"), ":to": _iso(wanted.started_before, "9")}
        question: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": INDEX,
            "KeyConditionExpression": "company_day = :day AND started_at BETWEEN :from AND :to",
            "ExpressionAttributeValues": {name: to_attribute(value) for name, value in values.items()},
            "ScanIndexForward": not newest_first,
        }
        if limit:
            question["Limit"] = limit
        if after:
            if not values[":from"] <= after[0] <= values[":to"]:
                raise BadRequest("the cursor belongs to a list of other times")
            last = table_keys.call(CallId(after[1])) | {
                "sk": sort_key,
                "company_day": partition,
                "started_at": after[0],
            }
            question["ExclusiveStartKey"] = to_item(last)
        return pages(self._dynamodb, **question)

    def _get(self, key: table_keys.Key) -> dict[str, Any] | None:
        found = self._dynamodb.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True).get("Item")
        return from_item(found) if found else None


def _days(wanted: CallFilter, today: date, position: Position | None) -> list[date]:
    newest = datetime.fromisoformat(position[0]).date() if position else _day(wanted.started_before) or today
    oldest = _day(wanted.started_after) or date.min
    return days_back(min(newest, today), oldest)


def _day(unix_s: int | None) -> date | None:
    return None if unix_s is None else datetime.fromtimestamp(unix_s, UTC).date()


def _iso(unix_s: int | None, otherwise: str) -> str:
    return otherwise if unix_s is None else datetime.fromtimestamp(unix_s, UTC).isoformat()


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
