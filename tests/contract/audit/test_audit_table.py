"""The audit table: entries in order, each with the head it was written behind, however many write at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Lock
from typing import Any

import pytest

from tests.contract.conftest import AUDIT
from trunkline.audit.adapters.audit_table import AuditTable
from trunkline.audit.domain.entries import SHARDS, Access, Action
from trunkline.audit.use_cases.verify_audit import verify_audit
from trunkline.errors import AuditUnwritten

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ACCESS = Access("user:rn-12", Action.TRANSCRIPT_READ, "CA1", "p_1")


@dataclass
class Log:
    """One process's table; all its entries go into one chain unless asked otherwise."""

    dynamodb: Any
    shard: int = 0
    pauses: list[float] = field(default_factory=list)

    @property
    def table(self) -> AuditTable:
        return AuditTable(self.dynamodb, AUDIT, lambda: self.shard, self.pauses.append)

    def append(self, number: int = 1, at: datetime = NOW) -> None:
        for _ in range(number):
            self.table.append("acme", ACCESS, at)

    def verdicts(self, since: datetime = NOW - timedelta(days=5), until: datetime = NOW + timedelta(days=5)) -> list:
        return [item.trouble for item in verify_audit("acme", self.table, None, since.date(), until.date())]


@pytest.fixture
def log(cloud) -> Log:
    return Log(cloud.dynamodb)


def test_entries_are_read_as_they_were_written_a_day_at_a_time(log):
    log.append(3)
    log.append(2, NOW + timedelta(days=1))
    first, second = (list(log.table.of_day("acme", day, 0)) for day in ("2026-11-29", "2026-11-30"))
    assert [entry.seq for entry in [*first, *second]] == [1, 2, 3, 4, 5]
    assert first[0].values()["actor"] == "user:rn-12"
    assert second[0].previous == first[-1].seal
    head = log.table.head("acme", 0)
    assert (head.seq, head.seal, head.day, head.first_day) == (5, second[-1].seal, "2026-11-30", "2026-11-29")
    assert [entry.seq for entry in log.table.newest_of_day("acme", "2026-11-29", 0, before=3)] == [2, 1]
    assert log.verdicts() == [""] * SHARDS


def test_a_clock_that_is_behind_tears_no_chain(log):
    log.append(1)
    log.append(1, NOW - timedelta(days=2))
    assert [entry.seq for entry in log.table.of_day("acme", "2026-11-29", 0)] == [1, 2]
    assert log.verdicts() == [""] * SHARDS


def test_two_that_write_at_once_have_two_numbers(log):
    """The second reads the head before the first has written."""

    class Late:
        """A DynamoDB at which another entry is written between reading a head and writing behind it."""

        def __init__(self, times: int) -> None:
            self._times = times

        def __getattr__(self, name: str) -> Any:
            return getattr(log.dynamodb, name)

        def transact_write_items(self, **arguments: Any) -> Any:
            if self._times:
                self._times -= 1
                log.append()
            return log.dynamodb.transact_write_items(**arguments)

    late = Log(Late(3))
    late.append()
    assert len(late.pauses) == 3
    assert log.table.head("acme", 0).seq == 4
    assert log.verdicts() == [""] * SHARDS
    with pytest.raises(AuditUnwritten):
        Log(Late(1000)).append()


def test_many_threads_lose_no_entry(log):
    class OneAtATime:
        """moto takes one request after the other; which thread's is next is chance."""

        def __init__(self) -> None:
            self._lock = Lock()

        def __getattr__(self, name: str) -> Any:
            asked = getattr(log.dynamodb, name)
            return asked if name == "exceptions" else lambda **arguments: self._ask(asked, arguments)

        def _ask(self, asked: Any, arguments: dict[str, Any]) -> Any:
            with self._lock:
                return asked(**arguments)

    turn = count()
    table = AuditTable(OneAtATime(), AUDIT, lambda: next(turn) % SHARDS, lambda _s: None)

    def write(number: int) -> int:
        for _ in range(50):
            try:
                return table.append("acme", ACCESS, NOW).seq
            except AuditUnwritten:
                continue
        raise AssertionError(number)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(24)))
    assert sum(table.head("acme", shard).seq for shard in range(SHARDS)) == 24
    assert log.verdicts() == [""] * SHARDS


@pytest.mark.parametrize("change", ["body", "seal", "previous", "gone", "moved"])
def test_what_is_done_to_an_item_is_found(log, change):
    log.append(3)
    key = {"pk": {"S": "AUDIT#acme#2026-11-29#0"}, "sk": {"S": "000000000002"}}
    item = log.dynamodb.get_item(TableName=AUDIT, Key=key)["Item"]
    log.dynamodb.delete_item(TableName=AUDIT, Key=key)
    if change == "moved":
        log.dynamodb.put_item(TableName=AUDIT, Item=item | {"pk": {"S": "AUDIT#acme#2026-11-28#0"}})
    elif change != "gone":
        log.dynamodb.put_item(TableName=AUDIT, Item=item | {change: {"S": item[change]["S"][:-1] + "x"}})
    assert len(list(filter(None, log.verdicts()))) == 1


def test_a_head_that_is_gone_is_found(log):
    log.append(2)
    log.dynamodb.delete_item(TableName=AUDIT, Key={"pk": {"S": "HEAD#acme"}, "sk": {"S": "0"}})
    assert log.verdicts() == ["entry 3 is cut", "", "", ""]
