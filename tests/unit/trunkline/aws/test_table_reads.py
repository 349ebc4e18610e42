"""Batches and queries that DynamoDB answers in pieces: every item arrives, or nothing is said to be missing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.aws.dynamodb import TablesBusy, TransactionCanceledException, transact
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.table_reads import READS, pages, read_all, read_batch

TABLES = ("calls", "directory")


class InPieces:
    """Holds every item, and answers each request for the next `sizes` keys only."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes, self.asked = sizes, 0

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        self.asked += 1
        room = self.sizes.pop(0) if self.sizes else 100
        keys = [(table, key) for table, wanted in RequestItems.items() for key in wanted["Keys"]]
        assert len(keys) <= 100
        answer: dict[str, Any] = {"Responses": {}}
        for table, key in keys[:room]:
            answer["Responses"].setdefault(table, []).append(key)
        for table, key in keys[room:]:
            left = answer.setdefault("UnprocessedKeys", {}).setdefault(table, {"Keys": []})
            left["Keys"].append(key)
        return answer

    def query(self, *, ExclusiveStartKey: int = 0, **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's name
        page = {"Items": [to_item({"n": ExclusiveStartKey})]}
        return page | {"LastEvaluatedKey": ExclusiveStartKey + 1} if ExclusiveStartKey < 3 else page


def batch(calls: int, directory: int) -> dict[str, Any]:
    counts = dict(zip(TABLES, (calls, directory), strict=True))
    return {table: {"Keys": [to_item({"pk": f"{table}{n}"}) for n in range(count)]} for table, count in counts.items()}


@given(st.integers(0, 50), st.integers(1, 50), st.lists(st.integers(0, 60), max_size=READS - 1))
def test_every_item_of_a_batch_arrives_however_it_is_cut(calls, directory, sizes):
    found = read_batch(InPieces(list(sizes)), batch(calls, directory), pause=lambda _s: None)
    assert {table: len(items) for table, items in found.items()} == {"calls": calls, "directory": directory}


def test_a_batch_that_stays_incomplete_is_no_answer():
    paused: list[float] = []
    db = InPieces([1] + [0] * READS)
    with pytest.raises(TablesBusy):
        read_batch(db, batch(1, 1), pause=paused.append)
    assert (db.asked, len(paused)) == (READS, READS - 1)
    assert paused == sorted(paused)


def test_more_than_a_hundred_keys_are_read_in_turns_each_of_them_whole():
    wanted = [{"pk": f"p{n}"} for n in range(250)]
    assert read_all(InPieces([30, 99, 0]), "calls", wanted, pause=lambda _s: None) == wanted


def test_a_query_is_followed_to_its_last_page():
    assert [item["n"] for item in pages(InPieces([]), TableName="calls")] == [0, 1, 2, 3]


class Refusing:
    """Cancels each transaction for the next reasons."""

    class exceptions:  # noqa: N801 - boto3's name for it
        TransactionCanceledException = TransactionCanceledException

    def __init__(self, *reasons: list[str]) -> None:
        self.reasons = list(reasons)

    def transact_write_items(self, **_: Any) -> None:
        if self.reasons:
            reasons = [{"Code": code} for code in self.reasons.pop(0)]
            raise TransactionCanceledException({"CancellationReasons": reasons})


PASSING = ("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded")


@pytest.mark.parametrize("code", PASSING)
def test_a_transaction_short_of_room_is_tried_again_after_a_pause(code):
    paused: list[float] = []
    transact(Refusing(["None", code], [code, code]), [], paused.append)
    assert len(paused) == 2


@pytest.mark.parametrize("code", PASSING)
def test_a_transaction_that_stays_short_of_room_is_not_a_refused_condition(code):
    with pytest.raises(TablesBusy):
        transact(Refusing(*[["None", code]] * 9), [], lambda _s: None)


@pytest.mark.parametrize("codes", [["ConditionalCheckFailed"], ["ThrottlingError", "ConditionalCheckFailed"], []])
def test_any_other_cancellation_is_let_out_at_once(codes):
    db = Refusing(codes, ["ThrottlingError"])
    with pytest.raises(TransactionCanceledException):
        transact(db, [], lambda _s: None)
    assert len(db.reasons) == 1
