"""Numbers are only as good as the arithmetic behind them."""

import pytest

from bench import relay
from bench.results import BUDGETS, Watched, comparison, machine, measurement, medians, percentile, spread, table

FOUND = {
    "to_agent_ns": [1_000_000, 3_000_000],
    "to_caller_ns": [2_000_000],
    "late_ns": [500_000],
    "sent": 10,
    "received": 9,
    "wrong": 1,
}


def watched(cpu_s: float = 3.0) -> Watched:
    return Watched(cpu_s=cpu_s, generator_cpu_s=4.0, window_s=10.0, rss_kb=9000)


@pytest.mark.parametrize(
    ("count", "share", "expected"), [(1, 0.5, 1), (2, 0.5, 1), (100, 0.5, 50), (100, 0.99, 99), (101, 0.99, 100)]
)
def test_a_percentile_is_the_nearest_rank(count, share, expected):
    assert percentile(range(1, count + 1), share) == expected


def test_nothing_measured_is_zero_and_says_how_little_it_was():
    assert spread([]) == {"p50_ms": 0.0, "p99_ms": 0.0, "max_ms": 0.0, "frames": 0}


def test_cpu_is_per_call_and_second_and_memory_per_call():
    told = measurement(100, watched(), FOUND)
    assert told["cpu_ms_per_call_second"] == 3.0
    assert told["cpu_share_of_a_core"] == 0.3
    assert told["rss_kb_per_call"] == 90.0


def test_directions_are_told_apart_and_together():
    hop = measurement(100, watched(), FOUND)["hop"]
    assert hop["caller_to_agent"]["frames"] == 2
    assert hop["agent_to_caller"]["p50_ms"] == 2.0
    assert hop["both"] == {"p50_ms": 2.0, "p99_ms": 3.0, "max_ms": 3.0, "frames": 3}


def test_lost_and_changed_frames_are_counted():
    frames = measurement(100, watched(), FOUND)["frames"]
    assert frames == {"sent": 10, "received": 9, "lost": 1, "changed": 1}


def test_a_comparison_is_a_ratio_of_cpu():
    dear, cheap = measurement(100, watched(), FOUND), measurement(100, watched(cpu_s=1.5), FOUND)
    assert comparison(dear, cheap)["cpu_ratio"] == 2.0


def test_medians_keep_the_shape():
    runs = [{"a": {"b": n}, "name": "x"} for n in (3.0, 1.0, 2.0)]
    assert medians(runs) == {"a": {"b": 2.0}, "name": "x"}


def test_every_budget_is_a_number_that_is_measured():
    told = measurement(100, watched(), FOUND)
    measured = set(told) | {f"hop_{name}" for name in told["hop"]["both"]}
    assert set(BUDGETS) <= measured


def test_a_table_has_a_line_for_each_subject():
    one = measurement(100, watched(), FOUND)
    lines = table(comparison(one, one)).splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["relay", "tcp_forward"]
    assert "1.0 times" in lines[-1]


def test_a_result_names_its_machine():
    assert {"cpu", "cores", "python", "optimized_python"} <= set(machine())


def test_the_command_line_has_the_documented_defaults():
    told = relay.arguments().parse_args([])
    assert (told.calls, told.seconds, told.traffic) == (100, 10.0, "small")
