"""Events on the deployed template: a write becomes an event on the bus, and the event a delivery of an endpoint."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")
FOLLOWS_WITHIN_S = 60.0
COMPANY, ENDPOINT = "stack-events", "0123456789abcdef"


def directory_item(**values: str) -> dict[str, Any]:
    return {name: {"S": value} for name, value in values.items()}


def endpoint() -> dict[str, Any]:
    """Its address leads nowhere: what is asked for here ends with the first attempt."""
    item = directory_item(
        pk=f"ENDPOINT#{COMPANY}#{ENDPOINT}", endpoint_id=ENDPOINT, company_id=COMPANY, of_company=f"{COMPANY}#endpoint",
        url="https://crm.example.invalid/", created_at="2026-11-28T12:00:00+00:00", disabled_reason="",
        failing_since="", rests_until="",
    )  # fmt: skip
    types = {"L": [{"S": "call.started"}]}
    return item | {"types": types, "secrets": {"L": []}, "is_enabled": {"BOOL": True}, "failures": {"N": "0"}}


async def test_a_written_call_is_delivered_to_the_endpoint_of_its_company(stack):
    dynamodb, tables = stack.cloud.client("dynamodb"), stack.cloud.resource_name
    dynamodb.put_item(TableName=tables("DirectoryTable"), Item=endpoint())
    started = datetime.now(UTC).isoformat()
    call = directory_item(
        pk="CALL#CAevents", sk="CALL", call_id="CAevents", company_id=COMPANY, started_at=started, direction="inbound",
        mode="register",
    )  # fmt: skip
    dynamodb.put_item(TableName=tables("CallsTable"), Item=call)
    deadline_s = time.monotonic() + FOLLOWS_WITHIN_S
    while not (attempted := deliveries(stack)):
        assert time.monotonic() < deadline_s, "no delivery was attempted"
        await asyncio.sleep(0.5)
    dynamodb.delete_item(TableName=tables("DirectoryTable"), Key={"pk": endpoint()["pk"]})
    assert [item["type"]["S"] for item in attempted] == ["call.started"]
    assert "crm.example.invalid" not in attempted[0]["body"]["S"]


def deliveries(stack) -> list[dict[str, Any]]:
    found = stack.cloud.client("dynamodb").query(
        TableName=stack.cloud.resource_name("DirectoryTable"),
        IndexName="by_company",
        KeyConditionExpression="of_company = :owner",
        ExpressionAttributeValues={":owner": {"S": f"{COMPANY}#delivery#{ENDPOINT}"}},
    )["Items"]
    return [item for item in found if item["attempts"]["S"] != "[]"]
