"""Pages of calls give every matching call once, newest first, for every size and bound of a page."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trunkline.calls.domain.call_search import CallFilter, CallSummary
from trunkline.calls.domain.history.call_pages import Position, bounded_page, end_of, portions, times_of
from trunkline.ids import CallId

MOMENT = datetime(2026, 11, 28, 23, 59, tzinfo=UTC)
MODES = ("relay", "voice", "register")

calls_on_file = st.lists(st.tuples(st.integers(0, 6 * 24), st.sampled_from(MODES)), max_size=40)
moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


def listed(entries: Iterable[tuple[int, str]]) -> list[CallSummary]:
    """Newest first. Calls may begin in the same second."""
    calls = [
        CallSummary(CallId(f"CA{n:03}"), "acme", (MOMENT - timedelta(hours=hours)).isoformat(), {"mode": mode})
        for n, (hours, mode) in enumerate(entries)
    ]
    return sorted(calls, key=lambda call: (call.started_at, call.call_id), reverse=True)


@given(calls_on_file, st.integers(1, 12), st.integers(1, 5), st.sampled_from([None, *MODES]))
def test_all_pages_together_are_the_matching_calls_each_once(entries, reads, size, mode):
    calls, wanted, was_read = listed(entries), CallFilter(mode=mode), list[str]()

    def behind(after: Position | None) -> Iterator[tuple[Position, CallSummary | None]]:
        for call in calls:
            position = (call.started_at, call.call_id)
            if not after or position < after:
                was_read.append(call.call_id)
                yield position, call if wanted.lets_through(call) else None

    seen, position = list[str](), None
    for _ in range(2000):
        was_read.clear()
        found, position = bounded_page(behind(position), size, reads)
        assert len(found) <= size
        assert len(was_read) <= reads
        seen += [call.call_id for call in found]
        if position is None:
            break
    assert position is None
    assert seen == [call.call_id for call in calls if mode in (None, call.facts["mode"])]


def is_within(moment: datetime, wanted: CallFilter) -> bool:
    first, last = times_of(wanted)
    return first <= moment.isoformat() <= last


@given(moments, st.dates())
def test_a_day_has_its_own_calls_and_no_others(moment, day):
    assert is_within(moment, CallFilter(day=moment.date()))
    assert is_within(moment, CallFilter(day=day)) is (day == moment.date())
    assert (moment.isoformat() <= end_of(day.isoformat())) is (moment.date() <= day)


@given(moments, moments)
def test_times_are_seconds_with_both_ends_and_without_them_every_call_is_meant(moment, other):
    moment, other = moment.replace(microsecond=0), other.replace(microsecond=0)
    assert is_within(moment, CallFilter())
    assert is_within(moment, CallFilter(started_after=int(other.timestamp()))) is (moment >= other)
    assert is_within(moment, CallFilter(started_before=int(other.timestamp()))) is (moment <= other)


def test_a_day_and_a_time_that_exclude_each_other_leave_nothing():
    first, last = times_of(CallFilter(day=date(2026, 11, 28), started_after=int(MOMENT.timestamp()) + 3600))
    assert first > last


@given(st.lists(st.integers()), st.integers(1, 5))
def test_portions_are_the_items_in_order_and_none_is_read_ahead(items, size):
    found = list(portions(items, size))
    assert [item for portion in found for item in portion] == items
    assert all(len(portion) == size for portion in found[:-1])
    remaining = iter(items)
    next(portions(remaining, size), None)
    assert list(remaining) == items[size:]
