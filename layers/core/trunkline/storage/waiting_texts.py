"""Texts that programs had before anybody picked up, on the Calls table. Collected once, by the relay of the call."""

from datetime import datetime
from typing import Any

from trunkline.domain.calls import CallId
from trunkline.storage import keys
from trunkline.storage.dynamodb import DynamoDB
from trunkline.storage.items import from_item, to_attribute, to_item
from trunkline.storage.reads import raw_pages

KEPT_S = 3600


class WaitingTextsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def leave(self, call_id: CallId, at: datetime, name: str, text: str) -> None:
        """`name` tells two texts of one moment apart."""
        values = keys.waiting_text(call_id, at, name) | {"text": text, "expires_at": int(at.timestamp()) + KEPT_S}
        self._dynamodb.put_item(TableName=self._table, Item=to_item(values))

    def collect(self, call_id: CallId) -> list[str]:
        """In the order they were left. Whoever deletes one has it: two relays never say the same text twice."""
        found = raw_pages(
            self._dynamodb,
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :say)",
            ExpressionAttributeValues={
                ":pk": to_attribute(keys.call(call_id)["pk"]),
                ":say": to_attribute(keys.WAITING_TEXT),
            },
            ConsistentRead=True,
        )
        taken = [self._take(item) for item in found]
        return [text for text in taken if text is not None]

    def _take(self, item: dict[str, Any]) -> str | None:
        key = {"pk": item["pk"], "sk": item["sk"]}
        gone = self._dynamodb.delete_item(TableName=self._table, Key=key, ReturnValues="ALL_OLD").get("Attributes")
        return str(from_item(gone)["text"]) if gone else None
