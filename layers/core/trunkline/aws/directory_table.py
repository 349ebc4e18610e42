"""The Directory table: small items by one key, and everything of one kind that a company owns by an index."""

from collections.abc import Iterator, Mapping
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.conditional_writes import spend
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import from_item, set_once_or_again, to_attribute, to_item
from trunkline.aws.table_reads import pages

INDEX = "by_company"


class Directory:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def get(self, key: table_keys.Key) -> dict[str, Any] | None:
        found = self._dynamodb.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True).get("Item")
        return from_item(found) if found else None

    def put(self, values: Mapping[str, Any]) -> None:
        self._dynamodb.put_item(TableName=self._table, Item=to_item(values))

    def put_new(self, values: Mapping[str, Any]) -> bool:
        """False when one is there already."""
        return self._when(
            "attribute_not_exists(pk)", lambda given: self._dynamodb.put_item(Item=to_item(values), **given)
        )

    def put_owned(self, values: Mapping[str, Any]) -> bool:
        """Replaces an item of the same company; False when there is none of its own."""
        return self._when(
            "company_id = :company",
            lambda given: self._dynamodb.put_item(Item=to_item(values), **given),
            {":company": values["company_id"]},
        )

    def update(self, key: table_keys.Key, facts: Mapping[str, Any]) -> None:
        self._dynamodb.update_item(TableName=self._table, Key=to_item(key), **set_once_or_again(facts))

    def put_counted(self, values: Mapping[str, Any], counter: table_keys.Key, at_most: int) -> bool:
        """False when there are so many already; the counter and the item are written together."""
        count = self._count(counter, 1) | {
            "ConditionExpression": "attribute_not_exists(n) OR n < :most",
            "ExpressionAttributeValues": to_item({":one": 1, ":most": at_most}),
        }
        return self._together([{"Update": count}, {"Put": {"TableName": self._table, "Item": to_item(values)}}])

    def put_version(self, values: Mapping[str, Any], history: Mapping[str, Any]) -> bool:
        """The next version of an item of the same company, and the same in its history, written together.

        False when the version before it is not the current one.
        """
        put = {"TableName": self._table, "Item": to_item(values)}
        if values["version"] == 1:
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        else:
            put["ConditionExpression"] = "company_id = :company AND version = :before"
            before = {":company": values["company_id"], ":before": values["version"] - 1}
            put["ExpressionAttributeValues"] = to_item(before)
        return self._together([{"Put": put}, {"Put": {"TableName": self._table, "Item": to_item(history)}}])

    def remove_counted(self, key: table_keys.Key, counter: table_keys.Key) -> bool:
        """False when there is no such item."""
        gone = {"TableName": self._table, "Key": to_item(key), "ConditionExpression": "attribute_exists(pk)"}
        return self._together([{"Delete": gone}, {"Update": self._count(counter, -1)}])

    def _count(self, counter: table_keys.Key, by: int) -> dict[str, Any]:
        update = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": to_item({":one": by})}
        return {"TableName": self._table, "Key": to_item(counter)} | update

    def _together(self, writes: list[dict[str, Any]]) -> bool:
        """False when the first write's condition does not hold."""
        try:
            transact(self._dynamodb, writes)
        except self._dynamodb.exceptions.TransactionCanceledException as cancelled:
            if cancelled.response["CancellationReasons"][0].get("Code") != "ConditionalCheckFailed":
                raise
            return False
        return True

    def remove_attribute(self, key: table_keys.Key, name: str, value: Any) -> bool:
        """False when it has another value."""
        names = {"TableName": self._table, "Key": to_item(key), "ExpressionAttributeNames": {"#name": name}}
        remove = names | {"UpdateExpression": "REMOVE #name"}
        values = {":value": value}
        return self._when("#name = :value", lambda given: self._dynamodb.update_item(**{**given, **remove}), values)

    def add_to_set(self, key: table_keys.Key, name: str, value: str) -> None:
        self._change_set("ADD", key, name, value)

    def take_from_set(self, key: table_keys.Key, name: str, value: str) -> None:
        self._change_set("DELETE", key, name, value)

    def _change_set(self, verb: str, key: table_keys.Key, name: str, value: str) -> None:
        self._dynamodb.update_item(
            TableName=self._table,
            Key=to_item(key),
            UpdateExpression=f"{verb} #set :values",
            ExpressionAttributeNames={"#set": name},
            ExpressionAttributeValues={":values": {"SS": [value]}},
        )

    def update_where(
        self, key: table_keys.Key, facts: Mapping[str, Any], where: Mapping[str, Any], absent: str = ""
    ) -> bool:
        """False when one of the named attributes has another value, or the one that is to be absent is there."""
        update = set_once_or_again(facts)
        update["ExpressionAttributeNames"] |= {f"#was_{name}": name for name in where}
        update["ExpressionAttributeValues"] |= {f":was_{name}": to_attribute(value) for name, value in where.items()}
        condition = " AND ".join(f"#was_{name} = :was_{name}" for name in where)
        if absent:
            update["ExpressionAttributeNames"]["#absent"] = absent
            condition += " AND attribute_not_exists(#absent)"
        return self._when(condition, lambda given: self._dynamodb.update_item(Key=to_item(key), **given, **update))

    def spend(self, key: table_keys.Key, now_s: int) -> dict[str, Any] | None:
        """The item, once: None when it is unknown, expired or spent already."""
        return spend(self._dynamodb, self._table, key, now_s)

    def remove(self, key: table_keys.Key) -> None:
        self._dynamodb.delete_item(TableName=self._table, Key=to_item(key))

    def remove_owned(self, key: table_keys.Key, company_id: str) -> bool:
        """False when there is none, or it is another company's."""
        return self.remove_where(key, {"company_id": company_id})

    def remove_where(self, key: table_keys.Key, where: Mapping[str, Any]) -> bool:
        """False when there is no item, or one of the named attributes has another value."""
        names = {f"#{name}": name for name in where}
        return self._when(
            " AND ".join(f"#{name} = :{name}" for name in where),
            lambda given: self._dynamodb.delete_item(Key=to_item(key), ExpressionAttributeNames=names, **given),
            {f":{name}": value for name, value in where.items()},
        )

    def of_company(self, company_id: str, kind: str) -> Iterator[dict[str, Any]]:
        """Eventually consistent, as an index is: what was just written may be missing for a moment."""
        question: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": INDEX,
            "KeyConditionExpression": "of_company = :owner",
            "ExpressionAttributeValues": {":owner": to_attribute(table_keys.of_company(company_id, kind))},
        }
        return pages(self._dynamodb, **question)

    def newest(self, owner: str, size: int, before: table_keys.Key | None = None) -> list[dict[str, Any]]:
        """Of one partition of the index, the highest keys first, below `before`."""
        names = {":owner": to_attribute(owner)} | ({":before": to_attribute(before["pk"])} if before else {})
        found = self._dynamodb.query(
            TableName=self._table,
            IndexName=INDEX,
            KeyConditionExpression="of_company = :owner" + (" AND pk < :before" if before else ""),
            ExpressionAttributeValues=names,
            ScanIndexForward=False,
            Limit=size,
        )["Items"]
        return [from_item(item) for item in found]

    def last_of(self, owner: str) -> dict[str, Any] | None:
        """The item with the highest key of one partition of the index, which may lag behind by a moment."""
        return next(iter(self.newest(owner, 1)), None)

    def _when(self, condition: str, write: Any, values: Mapping[str, Any] | None = None) -> bool:
        given: dict[str, Any] = {"TableName": self._table, "ConditionExpression": condition}
        if values:
            given["ExpressionAttributeValues"] = to_item(values)
        try:
            write(given)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True
