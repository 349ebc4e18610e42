"""What the calls of each day cost, by agent and campaign, on the Calls table: an item a day. Nobody is named."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from trunkline.domain.costs import CostKey, CostSum
from trunkline.storage import keys
from trunkline.storage.dynamodb import DynamoDB
from trunkline.storage.items import to_attribute, to_item
from trunkline.storage.reads import pages


class CostBookTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def days(self, company_id: str, first: date, last: date) -> dict[date, dict[CostKey, CostSum]]:
        """The days that were added up; others are missing."""
        begin, end = keys.costs(company_id, first), keys.costs(company_id, last)
        values = {":pk": begin["pk"], ":first": begin["sk"], ":last": end["sk"]}
        question: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": {name: to_attribute(value) for name, value in values.items()},
        }
        return dict(map(_day, pages(self._dynamodb, **question)))

    def keep(self, company_id: str, day: date, sums: Mapping[CostKey, CostSum]) -> None:
        told = [{"agent_id": key.agent_id, "campaign_id": key.campaign_id, **one.values()} for key, one in sums.items()]
        values = {"company_id": company_id, "day": day.isoformat(), "sums": told}
        self._dynamodb.put_item(TableName=self._table, Item=to_item(keys.costs(company_id, day) | values))


def _day(values: Mapping[str, Any]) -> tuple[date, dict[CostKey, CostSum]]:
    day = date.fromisoformat(values["day"])
    return day, {CostKey(day, one["agent_id"], one["campaign_id"]): _sum(one) for one in values["sums"]}


def _sum(told: Mapping[str, Any]) -> CostSum:
    by_part = {part: Decimal(usd) for part, usd in told["by_part"].items()}
    return CostSum(told["calls"], told["calls_unknown"], Decimal(told["known_usd"]), by_part)
