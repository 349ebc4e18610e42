"""The tables of calls and of the directory in dicts, with the stream of the calls' table.

It knows the expressions that calls, endpoints and deliveries use and raises at any other.
"""

import re
from copy import deepcopy
from typing import Any

from tests.contract.conftest import CALLS
from tests.faults.small_aws import ConditionalCheckFailedException, SmallDynamoDB, _key

EQUAL = re.compile(r"(#?\w+) = (:\w+)")
NEW = "attribute_not_exists(pk)"
FORWARD = "attribute_not_exists(#progress) OR #progress < :progress"
ABSENT = " AND attribute_not_exists(#absent)"
REFUSED = {"Error": {"Code": "ConditionalCheckFailedException"}}


class StreamedTables(SmallDynamoDB):
    """`stream` has every write of a call's record, in order, with both images."""

    def __init__(self) -> None:
        super().__init__()
        self.stream: list[dict[str, Any]] = []
        self.now_s = 0
        self._by_owner: dict[str, dict[tuple[str, str], None]] = {}

    def put_item(self, **put: Any) -> dict[str, Any]:
        self._demand(put, put["Item"])
        if owner := put["Item"].get("of_company"):
            self._by_owner.setdefault(owner["S"], {})[_key(put["Item"])] = None
        return super().put_item(TableName=put["TableName"], Item=put["Item"])

    def update_item(self, **update: Any) -> dict[str, Any]:
        self._demand(update, update["Key"])
        self._apply(update)
        return {}

    def query(self, **question: Any) -> dict[str, Any]:
        """The partition of one owner, as listing a company's endpoints asks for it."""
        assert question["KeyConditionExpression"] == "of_company = :owner", question
        keys = self._by_owner.get(question["ExpressionAttributeValues"][":owner"]["S"], {})
        return {"Items": [deepcopy(self._table(question["TableName"])[key]) for key in keys]}

    def _demand(self, write: dict[str, Any], key: dict[str, Any]) -> None:
        condition = write.pop("ConditionExpression", "")
        if condition and not self._is_met(condition, write, self._table(write["TableName"]).get(_key(key), {})):
            raise ConditionalCheckFailedException(REFUSED, "write")  # type: ignore[arg-type]

    def _is_met(self, condition: str, write: dict[str, Any], item: dict[str, Any]) -> bool:
        if condition == NEW:
            return not item
        names, values = write.get("ExpressionAttributeNames", {}), write["ExpressionAttributeValues"]
        if condition == FORWARD:
            return "progress" not in item or int(item["progress"]["N"]) < int(values[":progress"]["N"])
        if ABSENT in condition:
            if names["#absent"] in item:
                return False
            condition = condition.replace(ABSENT, "")
        assert EQUAL.sub("", condition).replace(" AND ", "") == "", condition
        return all(item.get(names.get(name, name)) == values[value] for name, value in EQUAL.findall(condition))

    def transact_write_items(self, *, TransactItems: list[dict[str, Any]]) -> None:  # noqa: N803
        """Without the counter of endpoints, which are added before the storm."""
        writes = [write for write in TransactItems if "ADD" not in str(write.get("Update", {}).get("UpdateExpression"))]
        for write in writes:
            [(action, what)] = write.items()
            self.put_item(**what) if action == "Put" else self._apply(what)

    def _apply(self, update: dict[str, Any]) -> dict[str, Any]:
        if update["UpdateExpression"] == "REMOVE #name":
            item = self._table(update["TableName"])[_key(update["Key"])]
            del item[update["ExpressionAttributeNames"]["#name"]]
            return item
        before = deepcopy(self._table(update["TableName"]).get(_key(update["Key"])))
        after = super()._apply(update)
        if update["TableName"] == CALLS:
            self.stream.append(self._record(before, after))
        return after

    def _record(self, before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
        written = {
            "Keys": {"pk": after["pk"], "sk": after["sk"]},
            "NewImage": deepcopy(after),
            "SequenceNumber": str(len(self.stream)),
            "ApproximateCreationDateTime": self.now_s,
        }
        return {"eventName": "MODIFY", "dynamodb": written | ({"OldImage": before} if before else {})}
