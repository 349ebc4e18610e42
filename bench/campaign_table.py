"""Enough of DynamoDB for a tick, in this process, with an index that is really sorted.

A million stored items are a million entries in sorted lists; an untouched item is made when it is read.
It knows the expressions that ticks use and raises at any other. Time grows with what is read and written, as on AWS;
moto's grows with what is stored.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from sortedcontainers import SortedKeyList

Item = dict[str, Any]
CLAUSE = re.compile(r"\b(SET|REMOVE|ADD)\b")
APPENDED = re.compile(r"list_append\(if_not_exists\((\S+), (\S+)\), (\S+)\)")
ATOM = re.compile(r"(\S+) (=|<=|>) (\S+)")
FUNCTION = re.compile(r"(attribute_exists|attribute_not_exists)\((\S+)\)")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<=": lambda a, b: int(a["N"]) <= int(b["N"]),
    ">": lambda a, b: int(a["N"]) > int(b["N"]),
}


class Refused(Exception):
    """Both of DynamoDB's refusals; `response` as boto3 has it."""

    response: dict[str, Any] = {"CancellationReasons": [{"Code": "ConditionalCheckFailed"}]}  # noqa: RUF012


class CampaignTable:
    class exceptions:  # noqa: N801 - boto3's name for it
        ConditionalCheckFailedException = Refused
        TransactionCanceledException = Refused

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self._items: dict[tuple[str, str], Item | Callable[[], Item]] = {}
        self._due: dict[str, SortedKeyList] = {}

    def store(self, key: tuple[str, str], due: str, due_at: int, make: Callable[[], Item]) -> None:
        """An item that waits, made when it is read first."""
        self._items[key] = make
        self._place(due).add((due_at, key))

    # -- boto3's actions

    def get_item(self, **_: Any) -> Any:
        raise NotImplementedError("a tick gets nothing by itself")

    delete_item = get_item

    def put_item(self, Item: Item, **_: Any) -> Any:  # noqa: N803 - boto3's names, here and below
        self.requests["PutItem"] += 1
        self._write((Item["pk"]["S"], Item["sk"]["S"]), Item)

    def query(self, ExpressionAttributeValues: Item, IndexName: str = "", Limit: int = 0, **_: Any) -> Any:  # noqa: N803
        self.requests["Query"] += 1
        [value] = ExpressionAttributeValues.values()
        if IndexName:
            found = [self._read(key) for _, key in self._place(value["S"]).islice(0, Limit)]
        else:  # of a campaign's own partition, whose sort keys are few and known
            names = ("CAMPAIGN", "PACE", *(f"COUNT#{part}" for part in range(8)))
            found = [item for name in names if (item := self._read((value["S"], name)))]
        return {"Items": found}

    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803
        self.requests["BatchGetItem"] += 1
        [(table, asked)] = RequestItems.items()
        found = [item for key in asked["Keys"] if (item := self._read((key["pk"]["S"], key["sk"]["S"])))]
        return {"Responses": {table: found}}

    def update_item(self, **update: Any) -> Any:
        self.requests["UpdateItem"] += 1
        self._hold(update)
        self._update(update)

    def transact_write_items(self, TransactItems: list[Any]) -> Any:  # noqa: N803
        self.requests["TransactWriteItems"] += 1
        writes = [(action, what) for TransactItem in TransactItems for action, what in TransactItem.items()]
        for _, what in writes:
            self._hold(what)
        for action, what in writes:
            if action == "Put":
                self._write((what["Item"]["pk"]["S"], what["Item"]["sk"]["S"]), what["Item"])
            else:
                self._update(what)

    # -- inside

    def _place(self, due: str) -> SortedKeyList:
        return self._due.setdefault(due, SortedKeyList(key=lambda entry: entry))

    def _read(self, key: tuple[str, str]) -> Item | None:
        found = self._items.get(key)
        return found() if callable(found) else found

    def _write(self, key: tuple[str, str], item: Item) -> None:
        before = self._read(key) or {}
        if "due" in before:
            self._place(before["due"]["S"]).remove((int(before["due_at"]["N"]), key))
        if "due" in item:
            self._place(item["due"]["S"]).add((int(item["due_at"]["N"]), key))
        self._items[key] = item

    def _hold(self, what: Any) -> None:
        key = what.get("Key") or what["Item"]
        item = self._read((key["pk"]["S"], key["sk"]["S"])) or {}
        names, values = what.get("ExpressionAttributeNames", {}), what.get("ExpressionAttributeValues", {})
        condition = what.get("ConditionExpression")
        if condition and not any(
            all(_holds(atom, item, names, values) for atom in each.split(" AND ")) for each in condition.split(" OR ")
        ):
            raise Refused(condition)

    def _update(self, update: Any) -> None:
        key = (update["Key"]["pk"]["S"], update["Key"]["sk"]["S"])
        item = dict(self._read(key) or update["Key"])
        names, values = update.get("ExpressionAttributeNames", {}), update.get("ExpressionAttributeValues", {})
        _, *parts = CLAUSE.split(update["UpdateExpression"])
        for verb, clause in zip(parts[::2], parts[1::2], strict=True):
            for entry in re.split(r", (?![^(]*\))", clause.strip()):
                _apply(verb, entry, item, names, values)
        self._write(key, item)


def _holds(atom: str, item: Item, names: Item, values: Item) -> bool:
    if called := FUNCTION.fullmatch(atom):
        return (names.get(called[2], called[2]) in item) is (called[1] == "attribute_exists")
    compared = ATOM.fullmatch(atom)
    if not compared:
        raise NotImplementedError(atom)
    known = item.get(names.get(compared[1], compared[1]))
    return known is not None and COMPARE[compared[2]](known, values[compared[3]])


def _apply(verb: str, entry: str, item: Item, names: Item, values: Item) -> None:
    if verb == "REMOVE":
        item.pop(names.get(entry, entry), None)
    elif verb == "ADD":
        name, value = entry.split(" ")
        before = item.get(names.get(name, name), {"N": "0"})
        item[names.get(name, name)] = {"N": str(int(before["N"]) + int(values[value]["N"]))}
    else:
        name, value = entry.split(" = ")
        if APPENDED.fullmatch(value) or value not in values:
            raise NotImplementedError(entry)
        item[names.get(name, name)] = values[value]
