"""Conversations and the calls they belong to, on the Calls table.

A transcript, a recording and a verdict arrive in any order, perhaps at the same moment. All of them meet on one item,
the conversation's: each write returns the item, so the second of two sees the first.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import from_item, set_once_or_again, to_attribute, to_item
from trunkline.aws.retention import Retention
from trunkline.aws.table_reads import read_all, read_batch
from trunkline.calls.adapters.call_update_items import UPDATE, event_item, merged, set_update
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.turns import CheckpointedTurn
from trunkline.conversations.adapters.claims_table import owners_in, owning_keys
from trunkline.conversations.ports import ConversationOwner, ConversationState, ReportContext, ReportedIds, Upserted
from trunkline.ids import CallId, ConversationId, company_day


class ConversationsTable:
    def __init__(self, dynamodb: DynamoDB, table: str, directory: str = "", retention: Retention | None = None) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._directory = directory
        self._retention = retention or Retention()

    def look(self, conversation_id: ConversationId) -> ConversationState:
        key = to_item(table_keys.conversation_call(conversation_id))
        found = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {})
        return _known(from_item(found))

    def link(self, conversation_id: ConversationId, call_id: CallId) -> None:
        self._upsert(conversation_id, {"call_id": call_id})

    def open_dialled(
        self, conversation_id: ConversationId, call_id: CallId, event: TimelineEvent, facts: Mapping[str, Any]
    ) -> None:
        expiry = self._retention.expiry()
        link = set_once_or_again({"call_id": call_id, "attempt_id": facts.get("attempt_id"), **expiry})
        record = set_once_or_again({"call_id": call_id, **expiry, **facts}, frozenset(facts))
        writes = [
            self._update(table_keys.conversation_call(conversation_id), link),
            self._update(table_keys.call(call_id), record),
            self._put(event_item(call_id, event, expiry)),
        ]
        transact(self._dynamodb, writes)

    def upsert(
        self, conversation_id: ConversationId, call_id: CallId | None, ended_at: datetime, *, is_last_word: bool = True
    ) -> ConversationState:
        facts = {"call_id": call_id or conversation_id, "ended_at": ended_at.isoformat()}
        standing = ({"call_id"} if call_id is None else set()) | (set() if is_last_word else {"ended_at"})
        return self._upsert(conversation_id, facts, frozenset(standing))

    def mark_without_call(self, conversation_id: ConversationId, ended_at: datetime | None) -> ConversationState:
        ended = {"ended_at": ended_at.isoformat()} if ended_at else {}
        return self._upsert(conversation_id, {"has_no_call": True, **ended})

    def upsert_recording(self, conversation_id: ConversationId, key: str) -> ConversationState:
        return self._upsert(conversation_id, {"recording": key})

    def upsert_verdict(self, conversation_id: ConversationId, answered_by: str) -> ConversationState:
        return self._upsert(conversation_id, {"answered_by": answered_by})

    def reported(self, conversation_ids: Iterable[ConversationId]) -> set[ConversationId]:
        items = read_all(self._dynamodb, self._table, list(map(table_keys.conversation_call, conversation_ids)))
        return {table_keys.conversation_in(item) for item in items if "ended_at" in item}

    def note_turns(self, call_id: CallId, turns: Iterable[CheckpointedTurn]) -> None:
        table = TurnsTable(self._dynamodb, self._table, self._retention)
        for item in turns:
            table.note_turn(call_id, item.at, item.turn)

    def add_update(self, call_id: CallId, update: CallUpdate) -> Upserted:
        """Sets the update's attribute, unless an update of a higher rank is there."""
        change = set_update(set_once_or_again({"call_id": call_id, **self._retention.expiry()}), update)
        change["ExpressionAttributeNames"] |= {"#rank": "rank"}
        change["ExpressionAttributeValues"] |= {":rank": to_attribute(update.rank)}
        try:
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item(table_keys.call(call_id)),
                **change,
                ConditionExpression="attribute_not_exists(#update) OR #update.#rank <= :rank",
                ReturnValues="ALL_NEW",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return Upserted({}, is_overtaken=True)
        return Upserted(merged(from_item(answer["Attributes"])))

    def context(self, ids: ReportedIds) -> ReportContext:
        conversation, call = (
            table_keys.conversation_call(ids.conversation_id),
            table_keys.call(ids.call_id or CallId("")),
        )
        owning = owning_keys(ids)
        found = self._found({self._table: [conversation, *([call] if ids.call_id else [])], self._directory: owning})
        record = merged(found.get(call["pk"], {}))
        return ReportContext(
            conversation=_known(found.get(conversation["pk"], {})),
            call_company=str(record.get("company_id") or ""),
            call_agent=str(record.get("agent_id") or ""),
            owners=frozenset(owners_in(owning, found)),
        )

    def _found(self, wanted: Mapping[str, list[table_keys.Key]]) -> dict[str, dict[str, Any]]:
        """Items of both tables by their partition."""
        question = {
            table: {"Keys": [to_item(key) for key in of_table], "ConsistentRead": True}
            for table, of_table in wanted.items()
            if table and of_table
        }
        return {item["pk"]: item for items in read_batch(self._dynamodb, question).values() for item in items}

    def finish(
        self, call_id: CallId, updates: Iterable[CallUpdate], owner: ConversationOwner | None, words: str | None
    ) -> None:
        """Writes the rest of a report in one transaction: timeline, waiting updates, owner and words.

        `updates` begins with the report's own, which is in its place already.
        """
        first, *others = updates
        writes = [self._put(event_item(call_id, item.event, self._retention.expiry())) for item in (first, *others)]
        changes = self._changes(call_id, others, owner)
        if changes:
            writes.append({"Update": {"TableName": self._table, "Key": to_item(table_keys.call(call_id)), **changes}})
        if owner and words is not None:
            writes.append({"Put": {"TableName": self._table, "Item": self._words(call_id, words)}})
        transact(self._dynamodb, writes)

    def note_story(self, call_id: CallId, key: str) -> None:
        update = set_once_or_again({"story_key": key})
        self._dynamodb.update_item(TableName=self._table, Key=to_item(table_keys.call(call_id)), **update)

    def _changes(
        self, call_id: CallId, others: list[CallUpdate], owner: ConversationOwner | None
    ) -> dict[str, Any] | None:
        facts: dict[str, Any] = {UPDATE + other.event.key: other.kept for other in others}
        standing: dict[str, Any] = {}
        if owner and owner.is_news:
            day = company_day(owner.company_id, datetime.fromisoformat(owner.started_at))
            standing = {"company_id": owner.company_id, "company_day": day, "started_at": owner.started_at}
        if not facts and not standing:
            return None
        return _numbered({"call_id": call_id, **facts}, standing)

    def _words(self, call_id: CallId, words: str) -> dict[str, Any]:
        return to_item(table_keys.words(call_id) | {"call_id": call_id, "words": words} | self._retention.expiry())

    def _upsert(
        self, conversation_id: ConversationId, facts: dict[str, Any], only_if_absent: frozenset[str] = frozenset()
    ) -> ConversationState:
        update = set_once_or_again({**facts, **self._retention.expiry()}, only_if_absent)
        key = to_item(table_keys.conversation_call(conversation_id))
        answer = self._dynamodb.update_item(TableName=self._table, Key=key, **update, ReturnValues="ALL_NEW")
        return _known(from_item(answer["Attributes"]))

    def _update(self, key: table_keys.Key, change: dict[str, Any]) -> dict[str, Any]:
        return {"Update": {"TableName": self._table, "Key": to_item(key), **change}}

    def _put(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"Put": {"TableName": self._table, "Item": item}}


def _known(item: dict[str, Any]) -> ConversationState:
    ended_at = item.get("ended_at")
    return ConversationState(
        call_id=CallId(item["call_id"]) if "call_id" in item else None,
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
        recording_key=item.get("recording"),
        answered_by=item.get("answered_by"),
        attempt_id=item.get("attempt_id", ""),
        has_no_call=bool(item.get("has_no_call")),
        collected={
            name.removeprefix(table_keys.COLLECTED): json.loads(value)
            for name, value in item.items()
            if name.startswith(table_keys.COLLECTED)
        },
    )


def _numbered(facts: dict[str, Any], standing: dict[str, Any]) -> dict[str, Any]:
    """An update for names that may hold any sign: `#0 = :0`. What is in `standing` keeps the value it first got."""
    every = facts | standing
    parts = [
        f"#{n} = if_not_exists(#{n}, :{n})" if name in standing else f"#{n} = :{n}" for n, name in enumerate(every)
    ]
    return {
        "UpdateExpression": "SET " + ", ".join(parts),
        "ExpressionAttributeNames": {f"#{n}": name for n, name in enumerate(every)},
        "ExpressionAttributeValues": {f":{n}": to_attribute(value) for n, value in enumerate(every.values())},
    }
