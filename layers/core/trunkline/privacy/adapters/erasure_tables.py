"""Deletes what is on file about a call, and keeps receipts of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import to_attribute
from trunkline.aws.table_reads import raw_pages
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId, ConversationId
from trunkline.privacy.domain.erasures import ErasureReport

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ERASURES = "erasure"
AT_ONCE = 1000  # keys in one request to S3
RECEIPT_DAYS = timedelta(days=1100)  # proof of the erasure


class ErasableCalls:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table
        self._views = CallIndex(dynamodb, table)

    def newest_first(self, company_id: str) -> Iterator[CallSummary]:
        return self._views.newest_first(company_id)

    def erase(self, call_id: CallId, conversations: list[str]) -> int:
        """Conversations first, the record last: it is what the others are found by."""
        partitions = [
            key(conversation)["pk"]  # what was noted before the conversation's call was known lies under its own id
            for conversation in conversations
            for key in (_conversation, _call)
            if conversation != call_id or key is _conversation
        ]
        found = [key for partition in partitions for key in self._keys(partition)]
        record = table_keys.call(call_id)
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


def _conversation(name: str) -> table_keys.Key:
    return table_keys.conversation_call(ConversationId(name))


def _call(name: str) -> table_keys.Key:
    return table_keys.call(CallId(name))


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

    def matching(self, folders: list[str], is_theirs: Callable[[bytes], bool]) -> list[str]:
        return [key for key in self._below(folders) if is_theirs(self._read(key))]

    def _read(self, key: str) -> bytes:
        return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()

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

    def keep(self, receipt: ErasureReport) -> None:
        key = table_keys.erasure(receipt.company_id, receipt.erasure_id)
        owner = {"of_company": table_keys.of_company(receipt.company_id, ERASURES)}
        expires = {"expires_at": int((self._now() + RECEIPT_DAYS).timestamp())}
        self._directory.put(key | owner | expires | asdict(receipt))

    def find(self, company_id: str, erasure_id: str) -> ErasureReport | None:
        found = self._directory.get(table_keys.erasure(company_id, erasure_id))
        return _receipt(found) if found else None


def _receipt(values: Mapping[str, Any]) -> ErasureReport:
    return ErasureReport(**{name: values[name] for name in ErasureReport.__dataclass_fields__})
