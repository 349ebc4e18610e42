"""Deletes what is on file about a call, and keeps receipts of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from trunkline.domain.call_views import CallView
from trunkline.domain.calls import CallId, ConversationId
from trunkline.domain.erasures import Receipt
from trunkline.storage import keys
from trunkline.storage.call_views import CallViews
from trunkline.storage.directory import Directory
from trunkline.storage.dynamodb import DynamoDB
from trunkline.storage.items import to_attribute
from trunkline.storage.reads import raw_pages

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ERASURES = "erasure"
AT_ONCE = 1000  # keys in one request to S3
RECEIPT_DAYS = timedelta(days=1100)  # whoever asked may want to prove it


class ErasableCalls:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table
        self._views = CallViews(dynamodb, table)

    def oldest_first(self, company_id: str, day: date) -> Iterator[CallView]:
        return self._views.oldest_first(company_id, day)

    def erase(self, call_id: CallId, conversations: list[str]) -> int:
        """Conversations first, the record last: it is what the others are found by."""
        partitions = [keys.conversation_call(ConversationId(one))["pk"] for one in conversations]
        found = [key for partition in partitions for key in self._keys(partition)]
        record = keys.call(call_id)
        found += [key for key in self._keys(record["pk"]) if key["sk"]["S"] != record["sk"]]
        found.append({name: to_attribute(value) for name, value in record.items()})
        for key in found:
            self._dynamodb.delete_item(TableName=self._table, Key=key)
        return len(found)

    def _keys(self, partition: str) -> Iterator[dict[str, Any]]:
        question: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": to_attribute(partition)},
            "ProjectionExpression": "pk, sk",
            "ConsistentRead": True,
        }
        return raw_pages(self._dynamodb, **question)


class ErasableObjects:
    def __init__(self, s3: "S3Client", bucket: str) -> None:
        self._s3, self._bucket = s3, bucket

    def erase(self, keys: list[str], folders: list[str]) -> int:
        """The objects named and all below the folders; how many there were."""
        there = sorted({*(key for key in keys if self._is_there(key)), *self._below(folders)})
        for start in range(0, len(there), AT_ONCE):
            listed: Any = [{"Key": key} for key in there[start : start + AT_ONCE]]
            answer = self._s3.delete_objects(Bucket=self._bucket, Delete={"Objects": listed, "Quiet": True})
            if answer.get("Errors"):
                raise RuntimeError(f"S3 kept {len(answer['Errors'])} objects: {answer['Errors'][0].get('Code')}")
        return len(there)

    def _is_there(self, key: str) -> bool:
        return any(found == key for found in self._below([key]))

    def _below(self, folders: list[str]) -> Iterator[str]:
        pages = self._s3.get_paginator("list_objects_v2")
        for folder in folders:
            for page in pages.paginate(Bucket=self._bucket, Prefix=folder):
                yield from (found["Key"] for found in page.get("Contents", []))


class ReceiptsTable:
    def __init__(self, directory: Directory, now: Callable[[], Any]) -> None:
        self._directory, self._now = directory, now

    def keep(self, receipt: Receipt) -> None:
        key = keys.erasure(receipt.company_id, receipt.erasure_id)
        owner = {"of_company": keys.of_company(receipt.company_id, ERASURES)}
        expires = {"expires_at": int((self._now() + RECEIPT_DAYS).timestamp())}
        self._directory.put(key | owner | expires | asdict(receipt))

    def find(self, company_id: str, erasure_id: str) -> Receipt | None:
        found = self._directory.get(keys.erasure(company_id, erasure_id))
        return _receipt(found) if found else None


def _receipt(values: Mapping[str, Any]) -> Receipt:
    return Receipt(**{name: values[name] for name in Receipt.__dataclass_fields__})
