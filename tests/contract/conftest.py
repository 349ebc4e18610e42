"""An AWS in this process (moto), with our tables and bucket, and a count of every request made to it."""

import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.server import ThreadedMotoServer

from local.cloud.template import Template
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.signed_requests import Credentials, SignedRequests

ROOT = Path(__file__).parents[2]
CALLS, DIRECTORY, CAMPAIGNS, BUCKET = "calls", "directory", "campaigns", "trunkline-test"


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
        create_tables(found.dynamodb)
        found.watch(found.dynamodb)
        found.watch(found.s3)
        yield found


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def lean_dynamodb(moto_server: str) -> LeanDynamoDB:
    """Our own client over a real socket: what it sends is what AWS would get."""
    reset = urllib.request.Request(f"{moto_server}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset).close()
    create_tables(boto3.client("dynamodb", endpoint_url=moto_server))
    return LeanDynamoDB(SignedRequests("dynamodb", "us-east-1", moto_server, Credentials("testing", "testing")))


TABLES = ((CALLS, "CallsTable"), (DIRECTORY, "DirectoryTable"), (CAMPAIGNS, "CampaignsTable"))


def create_tables(dynamodb: Any) -> None:
    """The tables as the template has them, indexes included."""
    template = Template(ROOT / "template.yaml", {}, endpoint="http://127.0.0.1:1")
    for name, logical_id in TABLES:
        properties = template.properties(logical_id)
        wanted = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
        dynamodb.create_table(TableName=name, **{key: properties[key] for key in wanted if key in properties})
