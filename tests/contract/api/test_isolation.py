"""The application and the AWS in this process outlive a test. What a test has done with them does not."""

import pytest

from tests.contract.api.conftest import ApiWorld, stored
from tests.contract.conftest import BUCKET, CALLS, CAMPAIGNS, DIRECTORY

KEPT = {"companies": 2, "keys": 8, "claims": 7}  # what every test begins with


@pytest.mark.parametrize("turn", [1, 2])
async def test_the_second_request_gets_the_first_answer(api, turn):
    """Both leave something everywhere a test can, and neither may find any of it."""
    assert _count(api, CALLS) == _count(api, CAMPAIGNS) == 0
    assert _count(api, DIRECTORY) == sum(KEPT.values())
    assert "Contents" not in api.s3.list_objects_v2(Bucket=BUCKET)
    assert api.app.state.deps is api.services
    assert not api.app.dependency_overrides
    assert api.jobs == []
    await _leave_something(api)


async def _leave_something(api: ApiWorld) -> None:
    assert (await api.ask("PUT", "/api/v1/callers/+14155550111", json={"dynamic_variables": {}})).status_code < 300
    for table in (CALLS, CAMPAIGNS):
        api.dynamodb.put_item(TableName=table, Item={"pk": {"S": "LEFT"}, "sk": {"S": "LEFT"}})
    stored(api, "left/behind.json", {})
    api.dynamodb.meta.events.register("before-call", _refuse)
    api.s3.meta.events.register("before-call", _refuse)
    api.jobs.append({})
    with pytest.raises(AssertionError):
        _count(api, CALLS)


def _count(api: ApiWorld, table: str) -> int:
    return api.dynamodb.scan(TableName=table, Select="COUNT")["Count"]


def _refuse(**_: object) -> None:
    raise AssertionError("a client of the test before")
