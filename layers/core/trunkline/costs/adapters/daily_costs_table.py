"""Daily costs by agent and campaign, on the Calls table: one item a day. No personal data."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.aws.table_reads import pages
from trunkline.costs.domain.costs import CostKey, CostSum


class DailyCostsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def days(self, company_id: str, first: date, last: date) -> dict[date, dict[CostKey, CostSum]]:
        """The days that were added up; others are missing."""
        begin, end = table_keys.costs(company_id, first), table_keys.costs(company_id, last)
        values = {":pk": begin["pk"], ":first": begin["sk"], ":last": end["sk"]}
        question: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": {name: to_attribute(value) for name, value in values.items()},
        }
        return dict(map(_day, pages(self._dynamodb, **question)))

    def keep(self, company_id: str, day: date, sums: Mapping[CostKey, CostSum]) -> None:
        payload = [
            {"agent_id": key.agent_id, "campaign_id": key.campaign_id, **item.values()} for key, item in sums.items()
        ]
        values = {"company_id": company_id, "day": day.isoformat(), "sums": payload}
        self._dynamodb.put_item(TableName=self._table, Item=to_item(table_keys.costs(company_id, day) | values))


def _day(values: Mapping[str, Any]) -> tuple[date, dict[CostKey, CostSum]]:
    day = date.fromisoformat(values["day"])
    return day, {CostKey(day, item["agent_id"], item["campaign_id"]): _sum(item) for item in values["sums"]}


def _sum(payload: Mapping[str, Any]) -> CostSum:
    by_part = {part: Decimal(usd) for part, usd in payload["by_part"].items()}
    return CostSum(payload["calls"], payload["calls_unknown"], Decimal(payload["known_usd"]), by_part)
