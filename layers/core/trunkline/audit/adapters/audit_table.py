"""The audit log on its own table. A chain's head and its next entry are written in one transaction, or neither is."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from trunkline.audit.domain.entries import BEGINNING, SHARDS, Access, Entry, Head, log_name, next_entry
from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, TablesBusy, transact
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import pages
from trunkline.errors import AuditUnwritten

ATTEMPTS = 8
LAST = 10**12 - 1  # behind every number of an entry
LONGEST_PAUSE_S = 0.1


def any_shard() -> int:
    return random.randrange(SHARDS)  # noqa: S311 - it spreads load, and no more


class AuditTable:
    """The ports AuditLog and AuditChains."""

    def __init__(
        self,
        dynamodb: DynamoDB,
        table: str,
        shard: Callable[[], int] = any_shard,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._shard = shard
        self._pause = pause

    def append(self, company_id: str, access: Access, now: datetime) -> Entry:
        for attempt in range(ATTEMPTS):
            shard = self._shard()
            head = self.head(company_id, shard)
            entry = next_entry(access, head, now, log_name(company_id, shard))
            if self._written(company_id, shard, entry, head, now):
                return entry
            self._pause(random.uniform(0, min(LONGEST_PAUSE_S, 0.005 * 2**attempt)))  # noqa: S311 - jitter
        raise AuditUnwritten("too many entries of the audit log at the same moment; try again")

    def head(self, company_id: str, shard: int) -> Head:
        key = to_item(table_keys.audit_head(company_id, shard))
        found = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        if not found:
            return Head()
        values = from_item(found)
        return Head(values["seq"], values["seal"], values["day"], values["first_day"])

    def of_day(self, company_id: str, day: str, shard: int) -> Iterator[Entry]:
        return map(_entry, pages(self._dynamodb, **self._before(company_id, day, shard, LAST)))

    def newest_of_day(self, company_id: str, day: str, shard: int, before: int) -> Iterator[Entry]:
        question = self._before(company_id, day, shard, before)
        return map(_entry, pages(self._dynamodb, **question, ScanIndexForward=False))

    def _before(self, company_id: str, day: str, shard: int, number: int) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND sk < :number",
            "ExpressionAttributeValues": {
                ":pk": to_attribute(table_keys.audit_day(company_id, day, shard)),
                ":number": to_attribute(f"{number:012}"),
            },
            "ConsistentRead": True,
        }

    def _written(self, company_id: str, shard: int, entry: Entry, head: Head, now: datetime) -> bool:
        """False when another entry was quicker."""
        day = max(now.astimezone(UTC).date().isoformat(), head.day)  # a clock that is behind tears no chain
        values = {"body": entry.body, "previous": entry.previous, "seal": entry.seal}
        key = table_keys.audit_entry(company_id, day, shard, entry.seq)
        put = {"TableName": self._table, "Item": to_item({**key, **values})}
        after = {"seq": entry.seq, "seal": entry.seal, "day": day, "first_day": head.first_day or day}
        moved = {"TableName": self._table, "Item": to_item({**table_keys.audit_head(company_id, shard), **after})}
        try:
            transact(
                self._dynamodb,
                [{"Put": put | {"ConditionExpression": "attribute_not_exists(pk)"}}, {"Put": moved | _still(head)}],
                self._pause,
            )
        except TablesBusy:
            return False
        except self._dynamodb.exceptions.TransactionCanceledException as cancelled:
            codes = {reason.get("Code") for reason in cancelled.response.get("CancellationReasons", [])}
            if "ConditionalCheckFailed" not in codes:
                raise
            return False
        return True


def _still(head: Head) -> dict[str, Any]:
    if head.seal == BEGINNING:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    values = to_item({":seq": head.seq, ":seal": head.seal})
    return {"ConditionExpression": "seq = :seq AND seal = :seal", "ExpressionAttributeValues": values}


def _entry(item: dict[str, Any]) -> Entry:
    """As it stands there: what is no entry (any more) is for the verification to find."""
    texts = (str(item.get(name, "")) for name in ("body", "previous", "seal"))
    return Entry(int(item["sk"]), *texts)
