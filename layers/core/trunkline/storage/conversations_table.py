"""Conversations and the calls they belong to, on the Calls table.

A transcript and a recording arrive in any order, perhaps at the same moment. Each side therefore writes what it has
under the conversation first and reads the other half afterwards, consistently: one of the two always sees both.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from trunkline.domain.calls import CallId, ConversationId, TimelineEvent
from trunkline.domain.reports import ConversationReport, NeverStartedReport
from trunkline.ports import FiledBeside
from trunkline.storage import keys
from trunkline.storage.calls_table import event_item
from trunkline.storage.dynamodb import DynamoDB
from trunkline.storage.items import from_item, set_once_or_again, to_item


class ConversationsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def call_of(self, conversation_id: ConversationId) -> CallId | None:
        found = self._get(keys.conversation_call(conversation_id))
        return CallId(found["call_id"]) if found else None

    def link(self, conversation_id: ConversationId, call_id: CallId) -> None:
        item = to_item(keys.conversation_call(conversation_id) | {"call_id": call_id})
        self._dynamodb.put_item(TableName=self._table, Item=item)

    def file_conversation(self, call_id: CallId, report: ConversationReport, transcript_key: str) -> FiledBeside:
        event = TimelineEvent(
            f"conversation-{report.conversation_id}",
            report.reported_at,
            "conversation reported",
            {"provider": report.provider, "status": report.status},
        )
        pointer = to_item(keys.conversation_call(report.conversation_id) | {"call_id": call_id})
        self._write(call_id, event, _conversation_facts(report, transcript_key), pointer, transcript_key)
        return self._beside(call_id, report.conversation_id)

    def note_story(self, call_id: CallId, key: str) -> None:
        update = set_once_or_again({"story_key": key})
        self._dynamodb.update_item(TableName=self._table, Key=to_item(keys.call(call_id)), **update)

    def note_words(self, call_id: CallId, company_id: str, started_at: str, words: str) -> None:
        """In the same index as the record, in a partition of its own."""
        day = keys.words_day(company_id, datetime.fromisoformat(started_at))
        facts = {"call_id": call_id, "company_day": day, "started_at": started_at, "words": words}
        update = set_once_or_again(facts)
        self._dynamodb.update_item(TableName=self._table, Key=to_item(keys.words(call_id)), **update)

    def file_never_started(self, call_id: CallId, report: NeverStartedReport) -> None:
        event = TimelineEvent(
            f"conversation-{report.conversation_id}",
            report.reported_at,
            "never started",
            {"reason": report.reason},
        )
        facts = {
            "conversation_id": report.conversation_id,
            "conversation_status": "never-started",
            "never_started_because": report.reason,
            "agent_id": report.agent_id or None,
        }
        pointer = to_item(keys.conversation_call(report.conversation_id) | {"call_id": call_id})
        self._write(call_id, event, facts, pointer)

    def file_recording(self, conversation_id: ConversationId, key: str) -> CallId | None:
        item = to_item(keys.conversation_recording(conversation_id) | {"key": key})
        self._dynamodb.put_item(TableName=self._table, Item=item)
        return self.call_of(conversation_id)

    def attach_recording(self, call_id: CallId, conversation_id: ConversationId, key: str, at: datetime) -> None:
        event = TimelineEvent(f"provider-recording-{conversation_id}", at, "provider recording filed", {"key": key})
        self._write(call_id, event, {"provider_recording": key})

    def _write(
        self,
        call_id: CallId,
        event: TimelineEvent,
        facts: dict[str, Any],
        pointer: dict[str, Any] | None = None,
        transcript_key: str = "",
    ) -> None:
        update = set_once_or_again({"call_id": call_id, **facts}, only_if_absent=FIRST_WORD_STANDS)
        if transcript_key:  # a set: the same key told again changes nothing, and order does not matter
            update["UpdateExpression"] += " ADD transcript_keys :keys"
            update["ExpressionAttributeValues"][":keys"] = {"SS": [transcript_key]}
        writes: list[Any] = [
            {"Put": {"TableName": self._table, "Item": event_item(call_id, event)}},
            {"Update": {"TableName": self._table, "Key": to_item(keys.call(call_id)), **update}},
        ]
        if pointer:
            writes.append({"Put": {"TableName": self._table, "Item": pointer}})
        self._dynamodb.transact_write_items(TransactItems=writes)

    def _beside(self, call_id: CallId, conversation_id: ConversationId) -> FiledBeside:
        record, recording = keys.call(call_id), keys.conversation_recording(conversation_id)
        wanted = {self._table: {"Keys": [to_item(record), to_item(recording)], "ConsistentRead": True}}
        items = self._dynamodb.batch_get_item(RequestItems=wanted)["Responses"].get(self._table, [])
        found = {item["sk"]: item for item in map(from_item, items)}
        filed = found[record["sk"]]
        return FiledBeside(
            recording_key=found.get(recording["sk"], {}).get("key"),
            transcript_keys=tuple(filed["transcript_keys"]),
            company_id=filed.get("company_id"),
            started_at=filed.get("started_at"),
        )

    def _get(self, key: keys.Key) -> dict[str, Any] | None:
        item = self._dynamodb.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True).get("Item")
        return from_item(item) if item else None


# What answering the call established is not for a report to overwrite.
FIRST_WORD_STANDS = frozenset({"agent_id", "direction", "started_at"})


def _conversation_facts(report: ConversationReport, transcript_key: str) -> dict[str, Any]:
    return {
        "conversation_id": report.conversation_id,
        "conversation_status": report.status,
        "provider": report.provider,
        "agent_id": report.agent_id or None,
        "direction": report.direction,
        "started_at": report.started_at.isoformat(),
        "conversation_duration_s": report.duration_s,
        "ended_because": report.ended_because,
        "outcome": report.outcome,
        "summary": report.summary,
        "turn_count": len(report.turns),
        "cost_credits": report.cost_credits,
        "cost_usd": None if report.cost_usd is None else Decimal(str(report.cost_usd)),
        "transcript_key": transcript_key,
    }
