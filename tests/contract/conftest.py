"""An AWS in this process (moto), with our tables and bucket, and a count of every request made to it."""

import functools
import json
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.loaders import Loader
from moto import mock_aws
from moto.core.models import MockAWS
from moto.server import ThreadedMotoServer

from local.cloud.template import Template
from tests.contract.table_copies import beginning_with
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import Credentials, SigV4Client

ROOT = Path(__file__).parents[2]
CALLS, DIRECTORY, CAMPAIGNS, PATIENTS, BUCKET = "calls", "directory", "campaigns", "patients", "trunkline-test"
AUDIT = "audit"


@dataclass
class Cloud:
    dynamodb: Any
    s3: Any
    requests: list[str] = field(default_factory=list)

    def watch(self, client: Any) -> None:
        client.meta.events.register("before-send.*.*", self._seen)

    def _seen(self, event_name: str, **_: Any) -> None:
        self.requests.append(event_name.removeprefix("before-send."))


def empty_aws() -> MockAWS:
    """An AWS that knows of nothing. The session stays, for what it has read of AWS's own descriptions: a client is made
    anew for each test, and takes a tenth of the time."""
    return mock_aws(config={"core": {"reset_boto3_session": False}})


_descriptions = Loader()


def new_session() -> boto3.Session:
    """A session that has read nothing yet of variables and profiles, and shares AWS's own descriptions with the others:
    to read those again would take longer than the test."""
    core = botocore.session.Session()
    core.register_component("data_loader", _descriptions)
    return boto3.Session(botocore_session=core)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with empty_aws():
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
def lean_dynamodb(moto_server: str) -> DynamoDBClient:
    """Our own client over a real socket: what it sends is what AWS would get."""
    reset = urllib.request.Request(f"{moto_server}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset).close()
    create_tables(boto3.client("dynamodb", endpoint_url=moto_server))
    known = Credentials("testing", "testing")
    # moto needs seconds for a hundred items on a busy machine, and breaks when it is asked again meanwhile.
    return DynamoDBClient(SigV4Client("dynamodb", "us-east-1", moto_server, known, timeout_s=60.0))


NOTHING: Mapping[str, str] = {}


def deploy_stack(
    outputs: Mapping[str, str] = NOTHING, parameters: Mapping[str, str] = NOTHING, stage: str = "dev"
) -> None:
    """Makes the stack of a stage; its tables and queues are made by the test."""
    said = {
        "CallsTableName": CALLS,
        "DirectoryTableName": DIRECTORY,
        "CampaignsTableName": CAMPAIGNS,
        "AuditTableName": AUDIT,
    }
    said |= {"BucketName": BUCKET, **outputs}
    body = {
        "Parameters": {parameter: {"Type": "String"} for parameter in parameters},
        "Resources": {},
        "Outputs": {item: {"Value": value} for item, value in said.items()},
    }
    given = [{"ParameterKey": item, "ParameterValue": value} for item, value in parameters.items()]
    boto3.client("cloudformation").create_stack(
        StackName=f"trunkline-{stage}", TemplateBody=json.dumps(body), Parameters=given
    )


TABLES = (
    (CALLS, "CallsTable"),
    (DIRECTORY, "DirectoryTable"),
    (CAMPAIGNS, "CampaignsTable"),
    (PATIENTS, "PatientsTable"),
    (AUDIT, "AuditTable"),
)


def create_tables(dynamodb: Any) -> None:
    """The tables as the template has them, indexes included."""
    beginning_with("empty tables", partial(_ask_for_tables, dynamodb), dynamodb.meta.region_name)


def _ask_for_tables(dynamodb: Any) -> None:
    for table in template_tables():
        dynamodb.create_table(**table)


@functools.cache  # reading the template takes longer than most tests that want a table
def template_tables() -> tuple[dict[str, Any], ...]:
    template = Template(ROOT / "template.yaml", {}, endpoint="http://127.0.0.1:1")
    wanted = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    return tuple(
        {"TableName": name} | {key: value for key, value in template.properties(logical_id).items() if key in wanted}
        for name, logical_id in TABLES
    )
