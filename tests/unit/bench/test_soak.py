"""A soak distinguishes growth from settling."""

import pytest

from bench import soak
from bench.load.caller_end import CallerEnd, Line
from bench.load.way import Hops, Way


def test_the_command_line_has_the_documented_defaults():
    args = soak.arguments().parse_args([])
    assert (args.minutes, args.speed, args.calls, args.traffic) == (30.0, 20.0, 5, "small")


def test_the_slope_of_a_line_is_its_slope():
    assert soak.slope([(n / 3, 5000 + 4 * n) for n in range(20)]) == pytest.approx(12.0)


def test_flat_is_zero_under_noise():
    assert soak.slope([(0, 100), (1, 101), (2, 99), (3, 100), (4, 100)]) == pytest.approx(-0.1)
    assert soak.slope([(1.0, 100)]) == 0.0


def test_the_first_fifth_does_not_count():
    assert soak.settled([(float(n), n) for n in range(11)])[0] == (2.0, 2)


def test_a_caller_of_a_fast_call_plays_as_fast_as_it_speaks():
    line = Line("ws://127.0.0.1:1/", "", "", b"")
    calls = [CallerEnd(0, line, Way(Hops()), Way(Hops()), speed) for speed in (1.0, 20.0)]
    assert [call._plays_bytes_per_s for call in calls] == [8000, 160_000]
