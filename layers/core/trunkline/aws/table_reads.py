"""Reads that DynamoDB answers in pieces: pages of a query, and batches of which it leaves out what it has no room for.

An item that was left out looks like one that is not there, so a batch is complete or an error.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, TablesBusy
from trunkline.aws.dynamodb_values import from_item, to_item
from trunkline.aws.sigv4 import FIRST_PAUSE_S

KEYS_AT_ONCE = 100  # BatchGetItem takes no more
READS = 5  # of one batch
Pause = Callable[[float], None]


def pages(dynamodb: DynamoDB, **query: Any) -> Iterator[dict[str, Any]]:
    """Every item a query finds, as plain values."""
    return map(from_item, raw_pages(dynamodb, **query))


def raw_pages(dynamodb: DynamoDB, **query: Any) -> Iterator[dict[str, Any]]:
    """Pages of a query in DynamoDB's wire format."""
    while True:
        page = dynamodb.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def read_all(
    dynamodb: DynamoDB,
    table: str,
    wanted: Sequence[table_keys.Key],
    *,
    consistent: bool = True,
    pause: Pause = time.sleep,
) -> list[dict[str, Any]]:
    """The items of any number of keys of one table, by as few requests as that takes."""
    found: list[dict[str, Any]] = []
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        batch = [to_item(key) for key in wanted[start : start + KEYS_AT_ONCE]]
        found += read_batch(dynamodb, {table: {"Keys": batch, "ConsistentRead": consistent}}, pause)[table]
    return found


def read_batch(
    dynamodb: DynamoDB, request_items: Mapping[str, Any], pause: Pause = time.sleep
) -> dict[str, list[dict[str, Any]]]:
    """The items of one BatchGetItem by table, each of them. Raises TablesBusy when some stay left out."""
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in request_items}
    for attempt in range(READS):
        answer = dynamodb.batch_get_item(RequestItems=request_items)
        for table, items in answer["Responses"].items():
            found[table] += map(from_item, items)
        request_items = answer.get("UnprocessedKeys") or {}
        if not request_items:
            return found
        if attempt < READS - 1:
            pause(FIRST_PAUSE_S * 2**attempt)
    raise TablesBusy("some items of a batch were not read")
