"""Orders that programs gave before a call was picked up, on the Calls table. Collected once, by the call's relay."""

from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import raw_pages
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.ids import CallId

KEPT_S = 3600


class QueuedCommandsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def leave(self, call_id: CallId, at: datetime, name: str, order: LiveCallCommand) -> None:
        """`name` makes two commands of one moment distinct."""
        settings = {key: value if isinstance(value, bool) else str(value) for key, value in order.settings.items()}
        values: dict[str, Any] = {"kind": order.kind, "text": order.text, "settings": settings or None}
        values |= {"inquiry_type": order.inquiry_type or None, "pauses": order.pauses or None}
        values |= table_keys.waiting_text(call_id, at, name) | {"expires_at": int(at.timestamp()) + KEPT_S}
        self._dynamodb.put_item(TableName=self._table, Item=to_item(values))

    def collect(self, call_id: CallId) -> list[LiveCallCommand]:
        """In the order they were left. The relay that deletes an order has it: no text is said twice."""
        taken = [self._take(item) for item in self._found(call_id)]
        return [order for order in taken if order is not None]

    def withdraw_texts(self, call_id: CallId) -> None:
        """The voice that was chosen stays."""
        for item in self._found(call_id):
            if from_item(item)["kind"] == "speak":
                self._take(item)

    def _found(self, call_id: CallId) -> list[dict[str, Any]]:
        found = raw_pages(
            self._dynamodb,
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :say)",
            ExpressionAttributeValues={
                ":pk": to_attribute(table_keys.call(call_id)["pk"]),
                ":say": to_attribute(table_keys.WAITING_TEXT),
            },
            ConsistentRead=True,
        )
        return list(found)

    def _take(self, item: dict[str, Any]) -> LiveCallCommand | None:
        key = {"pk": item["pk"], "sk": item["sk"]}
        gone = self._dynamodb.delete_item(TableName=self._table, Key=key, ReturnValues="ALL_OLD").get("Attributes")
        return _order(from_item(gone)) if gone else None


def _order(values: dict[str, Any]) -> LiveCallCommand:
    settings = {
        name: value if isinstance(value, bool) else float(value) for name, value in values.get("settings", {}).items()
    }
    return LiveCallCommand(
        str(values["kind"]),
        str(values.get("text", "")),
        settings,
        inquiry_type=str(values.get("inquiry_type", "")),
        pauses=bool(values.get("pauses", False)),
    )
