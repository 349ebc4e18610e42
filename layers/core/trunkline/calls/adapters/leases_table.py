"""Leases on the records of live calls. While a call is live its record is in the sparse index `by_lease`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import pages
from trunkline.calls.domain.leases import Lease
from trunkline.ids import CallId

INDEX = "by_lease"
SHARDS = 4  # each carries some 5,000 calls: a lease moves its entry, two writes every ten seconds (docs/scaling.md)
LEASE_ATTRIBUTES = ("live", "relay", "lease_stream", "lease_until", "ends_by")
FORGET = "REMOVE " + ", ".join(f"#{name}" for name in LEASE_ATTRIBUTES)
NAMES = {f"#{name}": name for name in LEASE_ATTRIBUTES}


class LeasesTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def take(self, lease: Lease) -> None:
        values = {f":{name}": value for name, value in _values(lease).items()}
        self._update(
            lease.call_id,
            UpdateExpression="SET #call_id = :call_id, " + ", ".join(f"#{name} = :{name}" for name in LEASE_ATTRIBUTES),
            ExpressionAttributeNames=NAMES | {"#call_id": "call_id"},
            ExpressionAttributeValues=to_item(values | {":call_id": lease.call_id}),
        )

    def renew(self, call_id: CallId, stream_sid: str, until: datetime) -> bool:
        return self._conditionally(
            call_id,
            UpdateExpression="SET #lease_until = :until",
            ConditionExpression="#lease_stream = :stream",
            ExpressionAttributeNames=_named("lease_until", "lease_stream"),
            ExpressionAttributeValues=to_item({":until": _second(until), ":stream": stream_sid}),
        )

    def claim(self, lease: Lease, until: datetime) -> bool:
        return self._conditionally(
            lease.call_id,
            UpdateExpression="SET #lease_until = :until REMOVE #relay",
            ConditionExpression="#lease_stream = :stream AND #lease_until = :seen",
            ExpressionAttributeNames=_named("lease_until", "lease_stream", "relay"),
            ExpressionAttributeValues=to_item(
                {":until": _second(until), ":seen": _second(lease.until), ":stream": lease.stream_sid}
            ),
        )

    def drop(self, call_id: CallId, stream_sid: str) -> bool:
        return self._conditionally(
            call_id,
            UpdateExpression=FORGET,
            ConditionExpression="#lease_stream = :stream",
            ExpressionAttributeNames=NAMES,
            ExpressionAttributeValues=to_item({":stream": stream_sid}),
        )

    def owner(self, call_id: CallId, now: datetime) -> str:
        found = self._dynamodb.get_item(
            TableName=self._table,
            Key=to_item(table_keys.call(call_id)),
            ConsistentRead=True,
            ProjectionExpression="#relay, #lease_until",
            ExpressionAttributeNames=_named("relay", "lease_until"),
        )
        record = from_item(found.get("Item", {}))
        is_current = record.get("lease_until", 0) > now.timestamp()
        return str(record.get("relay", "")) if is_current else ""

    def live(self) -> Iterator[Lease]:
        for shard in range(SHARDS):
            yield from map(_lease, self._shard(f"live#{shard}"))

    def _shard(self, name: str) -> Iterator[dict[str, Any]]:
        asked: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": INDEX,
            "KeyConditionExpression": "#live = :live",
            "ExpressionAttributeNames": _named("live"),
            "ExpressionAttributeValues": to_item({":live": name}),
        }
        return pages(self._dynamodb, **asked)

    def _update(self, call_id: CallId, **update: Any) -> None:
        self._dynamodb.update_item(TableName=self._table, Key=to_item(table_keys.call(call_id)), **update)

    def _conditionally(self, call_id: CallId, **update: Any) -> bool:
        try:
            self._update(call_id, **update)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


def without_lease(update: dict[str, Any], stream_sid: str) -> dict[str, Any]:
    """An update that also lets the call go, and stands only if no newer stream has taken it meanwhile."""
    return {
        "UpdateExpression": f"{update['UpdateExpression']} {FORGET}",
        "ExpressionAttributeNames": update["ExpressionAttributeNames"] | NAMES,
        "ExpressionAttributeValues": update["ExpressionAttributeValues"] | {":stream": to_attribute(stream_sid)},
        "ConditionExpression": "attribute_not_exists(#lease_stream) OR #lease_stream = :stream",
    }


def _named(*names: str) -> dict[str, str]:
    return {f"#{name}": name for name in names}


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _values(lease: Lease) -> dict[str, str | int]:
    return {
        "live": f"live#{crc32(lease.call_id.encode()) % SHARDS}",
        "relay": lease.relay,
        "lease_stream": lease.stream_sid,
        "lease_until": _second(lease.until),
        "ends_by": _second(lease.ends_by),
    }


def _lease(record: dict[str, Any]) -> Lease:
    return Lease(
        CallId(record["call_id"]),
        record["lease_stream"],
        record.get("relay", ""),
        datetime.fromtimestamp(int(record["lease_until"]), UTC),
        datetime.fromtimestamp(int(record["ends_by"]), UTC),
    )
