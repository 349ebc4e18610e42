"""The next moment at which a person may be rung is really allowed, and none before it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.campaigns.domain.calling_hours import Clock
from trunkline.campaigns.domain.calling_rules import RULES, STRICTEST
from trunkline.campaigns.domain.campaigns import Window

# Clocks that change both ways, never, by half an hour, at midnight; half and quarter hours; the far ends of the world.
ZONES = [
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Havana",
    "America/Phoenix",
    "Europe/Berlin",
    "Europe/Dublin",
    "Africa/Cairo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
STEP = timedelta(minutes=15)  # every rule and every drawn window opens at a quarter of an hour, everywhere
CHANGES = [
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 4, 23, 22, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2028, 2, 28, 22, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
    datetime(2026, 12, 31, 23, tzinfo=UTC),
]
HOLIDAYS = {date(2026, 12, 25), date(2027, 1, 1), date(2028, 2, 29), date(2026, 10, 26)}

near_a_change = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-3000, 3000)
)
whenever = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
windows = st.builds(Window, quarters, quarters, st.frozensets(st.integers(0, 6)))
clocks = st.builds(
    Clock,
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=4, unique=True).map(tuple),
    st.just("XX"),
    st.sampled_from([*RULES.values(), STRICTEST]),
    st.one_of(st.just(Window()), windows),
    st.just(lambda _region, day: day in HOLIDAYS),
)


@settings(max_examples=300, deadline=None)
@given(clock=clocks, now=st.one_of(near_a_change, whenever))
def test_the_next_opening_is_allowed_and_nothing_before_it_is(clock: Clock, now: datetime) -> None:
    opens = clock.next_open(now)
    if opens is None:
        assert not any(map(clock.is_open, _moments(now, now + timedelta(days=9))))
        return
    assert clock.is_open(opens)
    assert opens >= now
    assert not any(map(clock.is_open, _moments(now, opens)))
    assert opens == now or not clock.is_open(opens - timedelta(microseconds=1))


@settings(max_examples=300, deadline=None)
@given(clock=clocks, now=st.one_of(near_a_change, whenever))
def test_open_means_open_on_every_wall_clock(clock: Clock, now: datetime) -> None:
    """Said a second time without spans of ours: the hour on each wall lies between eight and half past nine."""
    if clock.is_open(now):
        for zone in clock.zones:
            local = now.astimezone(ZoneInfo(zone))
            assert time(8) <= local.time() < time(21, 30)
            assert clock.window.opens <= local.time() < clock.window.closes
            assert local.weekday() in clock.window.weekdays


def _moments(start: datetime, end: datetime):
    """`start`, then every quarter of an hour as clocks show them, `end` left out."""
    at = start
    while at < end:
        yield at
        at = at - (at - at.replace(minute=0, second=0, microsecond=0)) % STEP + STEP
