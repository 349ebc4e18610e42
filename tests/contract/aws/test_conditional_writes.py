"""Writes that happen once, by a client that sends a request again because its first answer was lost."""

import pytest

from tests.contract.conftest import DIRECTORY
from trunkline.aws.conditional_writes import put_once, spend
from trunkline.aws.dynamodb_values import to_item

KEY = {"pk": "TOKEN#1"}
NOW_S, LATER_S = 1_000, 1_060


class AnswersGetLost:
    """A client below which each request is sent twice."""

    def __init__(self, dynamodb):
        self._dynamodb = dynamodb
        self.exceptions = dynamodb.exceptions

    def put_item(self, **request):
        self._dynamodb.put_item(**request)
        return self._dynamodb.put_item(**request)

    def update_item(self, **request):
        self._dynamodb.update_item(**request)
        return self._dynamodb.update_item(**request)


@pytest.fixture(params=["once", "again"])
def dynamodb(request, cloud):
    return cloud.dynamodb if request.param == "once" else AnswersGetLost(cloud.dynamodb)


def test_an_item_is_written_once(dynamodb):
    assert put_once(dynamodb, DIRECTORY, {**KEY, "name": "first"}) is None
    assert put_once(dynamodb, DIRECTORY, {**KEY, "name": "second"})["name"] == "first"


def test_a_token_is_spent_once(dynamodb, cloud):
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item({**KEY, "expires_at": LATER_S, "call_id": "CA1"}))
    assert spend(dynamodb, DIRECTORY, KEY, NOW_S, {"call_id": "CA1"})["call_id"] == "CA1"
    assert spend(dynamodb, DIRECTORY, KEY, NOW_S, {"call_id": "CA1"}) is None


@pytest.mark.parametrize(
    ("key", "now_s", "call"),
    [({"pk": "TOKEN#2"}, NOW_S, "CA1"), (KEY, LATER_S, "CA1"), (KEY, NOW_S, "CA2")],
    ids=["unknown", "expired", "foreign"],
)
def test_any_other_token_is_refused_and_nothing_is_spent(cloud, key, now_s, call):
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item({**KEY, "expires_at": LATER_S, "call_id": "CA1"}))
    assert spend(cloud.dynamodb, DIRECTORY, key, now_s, {"call_id": call}) is None
    assert spend(cloud.dynamodb, DIRECTORY, KEY, NOW_S) is not None
