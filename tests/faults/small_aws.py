"""Enough of DynamoDB and S3 for filing reports, in dicts: ten thousand calls take moto half an hour.

It knows the expressions that filing uses and raises at any other. tests/faults holds it against moto, item by item.
"""

import io
import re
from copy import deepcopy
from typing import Any

from botocore.exceptions import ClientError

SETS = re.compile(r"(#\w+) = (?:if_not_exists\((#\w+), (:\w+)\)|(:\w+))")
UNLESS_HIGHER = re.compile(r"attribute_not_exists\((#\w+)\) OR \1\.(#\w+) <= (:\w+)")


class ConditionalCheckFailedException(ClientError):
    pass


class SmallDynamoDB:
    class exceptions:  # noqa: N801 - boto3's name for it
        ConditionalCheckFailedException = ConditionalCheckFailedException
        TransactionCanceledException = type("TransactionCanceledException", (ClientError,), {})

    def __init__(self) -> None:
        self.tables: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}

    def put_item(self, *, TableName: str, Item: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - boto3's names
        self._table(TableName)[_key(Item)] = deepcopy(Item)
        return {}

    def get_item(self, *, TableName: str, Key: dict[str, Any], ConsistentRead: bool) -> dict[str, Any]:  # noqa: N803
        assert ConsistentRead
        found = self._table(TableName).get(_key(Key))
        return {"Item": deepcopy(found)} if found else {}

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        found = {
            table: [deepcopy(item) for key in wanted["Keys"] if (item := self._table(table).get(_key(key)))]
            for table, wanted in RequestItems.items()
        }
        return {"Responses": found}

    def update_item(self, *, ReturnValues: str = "NONE", **update: Any) -> dict[str, Any]:  # noqa: N803
        if not self._holds(update):
            raise ConditionalCheckFailedException({"Error": {"Code": "ConditionalCheckFailedException"}}, "UpdateItem")
        item = self._apply(update)
        return {"Attributes": deepcopy(item)} if ReturnValues == "ALL_NEW" else {}

    def transact_write_items(self, *, TransactItems: list[dict[str, Any]]) -> None:  # noqa: N803
        for write in TransactItems:
            [(action, what)] = write.items()
            assert "ConditionExpression" not in what, "filing has no conditions in its transactions"
            self.put_item(**what) if action == "Put" else self._apply(what)

    def _holds(self, update: dict[str, Any]) -> bool:
        condition = update.pop("ConditionExpression", None)
        if condition is None:
            return True
        place, rank, value = UNLESS_HIGHER.fullmatch(condition).groups()  # type: ignore[union-attr]
        names, values = update["ExpressionAttributeNames"], update["ExpressionAttributeValues"]
        standing = self._table(update["TableName"]).get(_key(update["Key"]), {}).get(names[place])
        return standing is None or standing["M"][names[rank]]["S"] <= values[value]["S"]

    def _apply(self, update: dict[str, Any]) -> dict[str, Any]:
        names, values = update["ExpressionAttributeNames"], update["ExpressionAttributeValues"]
        item = self._table(update["TableName"]).setdefault(_key(update["Key"]), deepcopy(update["Key"]))
        expression = update["UpdateExpression"].removeprefix("SET ")
        assert SETS.sub("", expression).strip(", ") == "", expression
        for name, other, first, value in SETS.findall(expression):
            assert other in {"", name}
            if first and names[name] in item:
                continue
            item[names[name]] = deepcopy(values[first or value])
        return item

    def _table(self, name: str) -> dict[tuple[str, str], dict[str, Any]]:
        return self.tables.setdefault(name, {})


def _key(item: dict[str, Any]) -> tuple[str, str]:
    return item["pk"]["S"], item.get("sk", {"S": ""})["S"]


class SmallS3:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, ContentType: str = "") -> None:  # noqa: N803
        self.objects[Key] = Body

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        if Key not in self.objects:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        return {"Body": io.BytesIO(self.objects[Key])}
