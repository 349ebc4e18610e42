"""Takes one person off the lists of a company's campaigns, with all that was tried and decided about them."""

from collections.abc import Iterator
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.aws.table_reads import pages
from trunkline.campaigns.adapters.campaigns_table import owned
from trunkline.campaigns.adapters.counter_items import change_counts
from trunkline.campaigns.domain.contacts import ContactState, contact_id
from trunkline.errors import Conflict


class ErasablePeople:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def campaigns_with(self, company_id: str, number: str) -> dict[str, int]:
        found = (str(item["campaign_id"]) for item in owned(self._dynamodb, self._table, f"{company_id}#campaign"))
        items = {campaign_id: sum(1 for _ in self._items(campaign_id, number)) for campaign_id in found}
        return {campaign_id: many for campaign_id, many in items.items() if many}

    def take_off(self, campaign_id: str, number: str) -> int:
        """The contact first, so that the person is not called any more; the number finds the rest if this stops."""
        there = list(self._items(campaign_id, number))
        for item in there:
            if item["sk"] == "CONTACT":
                self._leave(campaign_id, item)
        for item in there:
            self._dynamodb.delete_item(TableName=self._table, Key=_key(item))
        return len(there)

    def has_rung(self, company_id: str, number: str) -> bool:
        key = to_item(table_keys.person(company_id, number))
        return "Item" in self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True)

    def forget(self, company_id: str, number: str) -> None:
        self._dynamodb.delete_item(TableName=self._table, Key=to_item(table_keys.person(company_id, number)))

    def _items(self, campaign_id: str, number: str) -> Iterator[dict[str, Any]]:
        pk = table_keys.contact(campaign_id, contact_id(campaign_id, number))["pk"]
        yield from pages(
            self._dynamodb,
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": to_attribute(pk)},
        )

    def _leave(self, campaign_id: str, contact: dict[str, Any]) -> None:
        """Only as it was read: who is being called at this moment belongs to the engine, which still has to write."""
        if contact["state"] == ContactState.IN_HAND:
            raise Conflict("an attempt to reach them is not over")
        waited = int(contact["state"] == ContactState.WAITING)
        counted = [change_counts(self._table, campaign_id, contact["contact_id"], {"done": 1}, None)] * waited
        try:
            transact(self._dynamodb, [{"Delete": self._as_it_was(contact)}, *counted])
        except self._dynamodb.exceptions.TransactionCanceledException as moved:
            raise Conflict("their place on the list has just changed") from moved

    def _as_it_was(self, contact: dict[str, Any]) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "Key": _key(contact),
            "ConditionExpression": "#state = :state AND seal = :seal",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": to_item({":state": contact["state"], ":seal": contact["seal"]}),
        }


def _key(item: dict[str, Any]) -> Any:
    return to_item({"pk": item["pk"], "sk": item["sk"]})
