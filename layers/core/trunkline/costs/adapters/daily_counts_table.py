"""Daily counts of calls, on the Calls table: one item a day. No personal data."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.aws.table_reads import pages
from trunkline.costs.domain.counts import CountedDay, from_values, to_values


class DailyCountsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def days(self, company_id: str, first: date, last: date) -> dict[date, CountedDay]:
        begin, end = table_keys.counts(company_id, first), table_keys.counts(company_id, last)
        values = {":pk": begin["pk"], ":first": begin["sk"], ":last": end["sk"]}
        question: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": {name: to_attribute(value) for name, value in values.items()},
            "ConsistentRead": True,
        }
        return {counted.day: counted for counted in map(_counted, pages(self._dynamodb, **question))}

    def keep(self, company_id: str, counted: CountedDay) -> bool:
        """False when another request has counted further since this day was read."""
        item = table_keys.counts(company_id, counted.day) | {"company_id": company_id} | _values(counted)
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item=to_item(item),
                ConditionExpression="attribute_not_exists(#version) OR #version < :version",
                ExpressionAttributeNames={"#version": "version"},
                ExpressionAttributeValues={":version": to_attribute(counted.version)},
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _values(counted: CountedDay) -> dict[str, Any]:
    known = {
        "whole": to_values(counted.whole) if counted.whole else None,
        "whole_at": counted.whole_at.isoformat() if counted.whole_at else None,
        "partial": to_values(counted.partial) if counted.partial else None,
        "begun_at": counted.begun_at.isoformat() if counted.begun_at else None,
        "position": list(counted.position) if counted.position else None,
    }
    given = {name: value for name, value in known.items() if value is not None}
    return {"day": counted.day.isoformat(), "version": counted.version, **given}


def _counted(values: Mapping[str, Any]) -> CountedDay:
    whole_at, begun_at, position = (values.get(name) for name in ("whole_at", "begun_at", "position"))
    return CountedDay(
        day=date.fromisoformat(values["day"]),
        whole=from_values(values["whole"]) if "whole" in values else None,
        whole_at=datetime.fromisoformat(whole_at) if whole_at else None,
        partial=from_values(values["partial"]) if "partial" in values else None,
        begun_at=datetime.fromisoformat(begun_at) if begun_at else None,
        position=(position[0], position[1]) if position else None,
        version=int(values["version"]),
    )
