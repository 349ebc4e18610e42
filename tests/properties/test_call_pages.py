"""Pages of calls give every matching call once, newest first, for every size and bound of a page."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trunkline.calls.domain.call_search import CallFilter, CallSummary
from trunkline.calls.domain.history.call_pages import Position, bounded_page, days_of
from trunkline.ids import CallId

TODAY = date(2026, 11, 28)
MOMENT = datetime(2026, 11, 28, 23, 59, tzinfo=UTC)
MODES = ("relay", "voice", "register")

calls_on_file = st.lists(st.tuples(st.integers(0, 6 * 24), st.sampled_from(MODES)), max_size=40)


def listed(entries: Iterable[tuple[int, str]]) -> list[CallSummary]:
    """Newest first. Calls may begin in the same second."""
    calls = [
        CallSummary(CallId(f"CA{n:03}"), "acme", (MOMENT - timedelta(hours=hours)).isoformat(), {"mode": mode})
        for n, (hours, mode) in enumerate(entries)
    ]
    return sorted(calls, key=lambda call: (call.started_at, call.call_id), reverse=True)


@given(calls_on_file, st.integers(2, 12), st.integers(1, 5), st.sampled_from([None, *MODES]))
def test_all_pages_together_are_the_matching_calls_each_once(entries, reads, size, mode):
    calls, wanted, was_read = listed(entries), CallFilter(mode=mode), list[str]()

    def of_day(day: date, after: Position | None) -> Iterable[CallSummary]:
        for call in calls:
            if call.started_at.startswith(day.isoformat()) and (not after or (call.started_at, call.call_id) < after):
                was_read.append(call.call_id)
                yield call

    seen, position = list[str](), None
    for _ in range(2000):
        was_read.clear()
        found, position = bounded_page(days_of(wanted, position, TODAY), of_day, wanted, size, position, reads)
        assert len(found) <= size
        assert len(was_read) <= reads + 1
        seen += [call.call_id for call in found]
        if position is None:
            break
    assert position is None
    assert seen == [call.call_id for call in calls if mode in (None, call.facts["mode"])]


@given(st.dates(max_value=TODAY), st.one_of(st.none(), st.dates(min_value=date(1970, 1, 1), max_value=TODAY)))
def test_a_day_is_one_day_and_an_open_end_is_a_year(day, first):
    assert list(days_of(CallFilter(day=day), None, TODAY)) == [day]
    after = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) if first else None
    days = list(days_of(CallFilter(started_after=after), None, TODAY))
    assert (days[0], days[-1]) == (TODAY, first or TODAY - timedelta(days=365))


def test_a_day_that_has_not_come_yet_has_no_calls():
    assert list(days_of(CallFilter(day=TODAY + timedelta(days=1)), None, TODAY)) == []
