"""Uses of tools on the Calls table, under their call: erased and expired with it."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.conditional_writes import put_once
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import set_once_or_again, to_item
from trunkline.aws.retention import Retention
from trunkline.calls.domain.client_tools import ToolResult
from trunkline.conversations.ports import ToolUse
from trunkline.ids import CallId


class ToolUsesTable:
    def __init__(self, dynamodb: DynamoDB, table: str, retention: Retention | None = None) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._retention = retention or Retention()

    def begin(self, call_id: CallId, use: str, now: datetime) -> ToolUse | None:
        """None: it is ours to do. Else what became of it the first time."""
        values = {**table_keys.tool_use(call_id, use), "begun_at": now.isoformat(), **self._retention.expiry()}
        before = put_once(self._dynamodb, self._table, values)
        return None if before is None else _use(before)

    def end(self, call_id: CallId, use: str, result: ToolResult) -> None:
        """Of a use whose call was erased meanwhile nothing is written."""
        facts = {"answer": result.text, "is_error": result.is_error}
        key, there = to_item(table_keys.tool_use(call_id, use)), {"ConditionExpression": "attribute_exists(pk)"}
        with suppress(self._dynamodb.exceptions.ConditionalCheckFailedException):
            self._dynamodb.update_item(TableName=self._table, Key=key, **set_once_or_again(facts), **there)

    def forget(self, call_id: CallId, use: str) -> None:
        self._dynamodb.delete_item(TableName=self._table, Key=to_item(table_keys.tool_use(call_id, use)))


def _use(values: dict[str, Any]) -> ToolUse:
    known = "answer" in values
    return ToolUse(ToolResult(values["answer"], is_error=values["is_error"]) if known else None)
