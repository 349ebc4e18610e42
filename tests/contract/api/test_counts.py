"""Counts of calls by day: each call once, by any number of requests, also when two count at the same time."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.api.conftest import ApiWorld
from tests.contract.conftest import CALLS
from tests.fakes.webhooks import NOW
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.costs.adapters.daily_counts_table import DailyCountsTable
from trunkline.costs.domain.counts import CallCount, CountedDay
from trunkline.costs.use_cases.count_calls import count_days
from trunkline.ids import CallId

API = "/api/v1"
TODAY = NOW.date()


def called(api: ApiWorld, number: int, **facts) -> None:
    now, call_id = api.clock() + timedelta(seconds=number), CallId(f"CA{number:032}")
    plain = {"company_id": "acme", "company_day": f"acme#{now:%Y-%m-%d}", "started_at": now.isoformat()}
    plain |= {"mode": "relay", "direction": "inbound", "status": "completed", "progress": 4, "duration_s": 90}
    api.services.calls.open(call_id, TimelineEvent("e", now, "e"), plain | facts)


async def counts(api: ApiWorld, **query) -> dict:
    answer = await api.ask("GET", f"{API}/counts", key="read", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_day_is_counted_by_outcome_mode_and_trouble(api):
    called(api, 1, outcome="success")
    called(api, 2, outcome="failure", tools=[{"name": "book", "is_error": True}])
    called(api, 3, mode="forward", direction="outbound", status="busy", duration_s=0)
    body = await counts(api)
    assert (body["first_day"], body["last_day"], len(body["days"])) == ("2026-11-01", "2026-11-20", 20)
    today = body["days"][-1]
    assert (today["calls"], today["answered"], today["minutes"], today["trouble"]) == (3, 2, 3.0, 1)
    assert today["by_outcome"] == {"success": 1, "failure": 1, "unknown": 1}
    assert today["by_mode"] == {"relay": 2, "forward": 1}
    assert today["by_trouble"] == {"tool_failed": 1}
    assert today["cost_unknown"] == 2, "the voice provider's part is not reported yet"
    assert today["known_usd"] > 0
    assert {name: body[name] for name in ("calls", "trouble", "is_complete")} == {
        "calls": 3, "trouble": 1, "is_complete": True,
    }  # fmt: skip
    assert (await api.ask("GET", f"{API}/counts", key="other")).json()["calls"] == 0


async def test_a_count_is_kept_five_minutes_and_a_settled_day_for_good(api):
    called(api, 1)
    assert (await counts(api))["calls"] == 1
    called(api, 2)
    assert (await counts(api))["calls"] == 1
    api.clock.passes(minutes=5)
    assert (await counts(api))["calls"] == 2
    api.clock.passes(days=4)
    settled = await counts(api, first_day="2026-11-20")
    api.clock.passes(days=-4)
    called(api, 3)
    api.clock.passes(days=5)
    assert (await counts(api, first_day="2026-11-20"))["days"][0] == settled["days"][0]


@pytest.mark.parametrize(
    "query",
    [
        {"first_day": "2026-11-20", "last_day": "2026-11-01"},
        {"first_day": "2026-08-01", "last_day": "2026-11-19"},
        {"first_day": "x"},
        {"last_day": "2026-02-30"},
    ],
)
async def test_days_that_make_no_sense_are_refused(api, query):
    assert (await api.ask("GET", f"{API}/counts", params=query)).status_code == 400


async def test_days_to_come_have_no_counts(api):
    body = await counts(api, first_day="2026-12-01", last_day="2026-12-05")
    assert (body["days"], body["calls"], body["is_complete"]) == ([], 0, True)


async def test_a_days_count_comes_back_as_it_was_kept_and_an_older_one_does_not_replace_it(api):
    book, day = DailyCountsTable(api.dynamodb, CALLS), TODAY
    count = CallCount(3, 2, 90, 1, 1, Decimal("0.25"), Counter(success=3), Counter(relay=3), Counter(reaped=1))
    kept = CountedDay(day, count, NOW, version=1).further(count, (NOW.isoformat(), "CA1"), NOW)
    assert book.keep("acme", kept)
    assert not book.keep("acme", CountedDay(day, version=1))
    assert book.days("acme", day, day) == {day: kept}
    assert book.days("other", day, day) == {}


class Book:
    """A store whose requests may be overtaken by others."""

    def __init__(self) -> None:
        self.kept: dict[date, CountedDay] = {}

    def days(self, _company: str, _first: date, _last: date) -> dict[date, CountedDay]:
        return dict(self.kept)

    def keep(self, _company: str, counted: CountedDay) -> bool:
        was = self.kept.get(counted.day, CountedDay(counted.day))
        if was.version >= counted.version:
            return False
        self.kept[counted.day] = counted
        return True


class Overtaken(Book):
    """A request that read before another one wrote."""

    def __init__(self, book: Book) -> None:
        self.kept, self.book = dict(book.kept), book

    def keep(self, company: str, counted: CountedDay) -> bool:
        return self.book.keep(company, counted)


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.tuples(st.integers(1, 7), st.booleans()), max_size=40))
def test_every_call_is_in_the_whole_count_once_also_where_requests_overtake_each_other(days_back, requests):
    calls = sorted(
        (TODAY - timedelta(days=back), f"{TODAY - timedelta(days=back)}T00:00:{n:02}+00:00", f"CA{n}")
        for n, back in enumerate(days_back)
    )

    def of_day(_company: str, day: date, after: tuple[str, str] | None):
        for began, started_at, call_id in calls:
            if began == day and (not after or (started_at, call_id) > after):
                yield CallSummary(CallId(call_id), "acme", started_at, {"mode": "relay"})

    book, first = Book(), TODAY - timedelta(days=3)
    for reads, is_overtaken in [*requests, *[(7, False)] * 12]:
        late = Overtaken(book) if is_overtaken else book
        if is_overtaken:
            count_days("acme", first, TODAY, NOW, of_day, book, reads)
        found = count_days("acme", first, TODAY, NOW, of_day, late, reads)
        assert all(day.shown.calls <= days_back.count((TODAY - day.day).days) for day in found)
    assert [day.shown.calls for day in found] == [days_back.count(back) for back in (3, 2, 1, 0)]
    assert all(day.is_good(NOW) for day in found)
