"""An AWS in this process (moto), with our tables and bucket, and a count of every request made to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from moto import mock_aws

CALLS, DIRECTORY, BUCKET = "calls", "directory", "trunkline-test"


@dataclass
class Cloud:
    dynamodb: Any
    s3: Any
    requests: list[str] = field(default_factory=list)

    def watch(self, client: Any) -> None:
        client.meta.events.register("before-send.*.*", self._seen)

    def _seen(self, event_name: str, **_: Any) -> None:
        self.requests.append(event_name.removeprefix("before-send."))


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with mock_aws():
        found = Cloud(boto3.client("dynamodb"), boto3.client("s3"))
        found.s3.create_bucket(Bucket=BUCKET)
        _create_tables(found.dynamodb)
        found.watch(found.dynamodb)
        found.watch(found.s3)
        yield found


def _create_tables(dynamodb: Any) -> None:
    for name, keys in ((CALLS, ("pk", "sk")), (DIRECTORY, ("pk",))):
        dynamodb.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            KeySchema=[
                {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
            ],
        )
