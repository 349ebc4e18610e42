"""Arithmetic and verdicts of the results."""

import pytest

from bench.peers.node import ABSENT
from bench.results import (
    BUDGETS,
    LATE_LOAD_MS,
    Watched,
    comparison,
    machine,
    measurement,
    medians,
    percentile,
    spread,
    table,
    table_of_sizes,
    verdicts,
)

FOUND = {
    "to_agent_ns": [1_000_000, 3_000_000],
    "to_caller_ns": [2_000_000],
    "late_ns": [500_000],
    "sent": 10,
    "received": 9,
    "wrong": 1,
}


def watched(cpu_s: float = 3.0) -> Watched:
    return Watched(cpu_s=cpu_s, generator_cpu_s=4.0, window_s=10.0, own_kb=9000)


@pytest.mark.parametrize(
    ("count", "share", "expected"), [(1, 0.5, 1), (2, 0.5, 1), (100, 0.5, 50), (100, 0.99, 99), (101, 0.99, 100)]
)
def test_a_percentile_is_the_nearest_rank(count, share, expected):
    assert percentile(range(1, count + 1), share) == expected


def test_nothing_measured_is_zero_and_says_how_little_it_was():
    assert spread([]) == {"p50_ms": 0.0, "p99_ms": 0.0, "max_ms": 0.0, "frames": 0}


def test_cpu_is_per_call_and_second_and_memory_per_call():
    payload = measurement(100, watched(), FOUND)
    assert payload["cpu_ms_per_call_second"] == 3.0
    assert payload["cpu_share_of_a_core"] == 0.3
    assert payload["own_kb_per_call"] == 90.0


def test_directions_are_reported_apart_and_together():
    hop = measurement(100, watched(), FOUND)["hop"]
    assert hop["caller_to_agent"]["frames"] == 2
    assert hop["agent_to_caller"]["p50_ms"] == 2.0
    assert hop["both"] == {"p50_ms": 2.0, "p99_ms": 3.0, "max_ms": 3.0, "frames": 3}


def test_lost_and_changed_frames_are_counted():
    frames = measurement(100, watched(), FOUND)["frames"]
    assert frames == {"sent": 10, "received": 9, "lost": 1, "changed": 1}


def cost(cpu_s: float) -> dict:
    return measurement(100, watched(cpu_s), FOUND)


def test_a_comparison_is_a_ratio_of_cpu_to_each_peer():
    payload = comparison(cost(3.0), {"tcp": cost(1.5), "node": cost(6.0)})
    assert payload["ratios"] == {"relay/tcp": 2.0, "relay/node": 0.5}
    assert {"relay", "tcp_forward", "node_bridge"} <= set(payload)


def test_medians_keep_the_shape():
    runs = [{"a": {"b": n}, "name": "x"} for n in (3.0, 1.0, 2.0)]
    assert medians(runs) == {"a": {"b": 2.0}, "name": "x"}


def test_every_budget_is_a_number_that_is_measured():
    judged = verdicts(comparison(cost(3.0), {"tcp": cost(1.5), "node": cost(6.0)}))
    assert [what for what, *_ in judged] == list(BUDGETS)
    assert [is_met for *_, is_met in judged] == [False, True, True, True]


def test_a_value_on_its_budget_has_met_it():
    assert verdicts(comparison(cost(1.7), {"tcp": cost(1.0)}))[0] == ("relay/tcp", 1.7, 1.7, True)


def test_a_table_has_a_line_for_each_subject_and_each_budget():
    lines = table(comparison(cost(3.0), {"tcp": cost(1.5), "node": cost(6.0)})).splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["relay", "tcp_forward", "node_bridge"]
    assert lines[4].endswith("NOT MET")
    assert lines[5].split() == ["relay/node", "0.50", "budget", "0.6", "met"]


@pytest.mark.parametrize(
    ("node_cpu_s", "core", "payload"),
    [
        (4.0, 0.94, "NOT MET (the peer is late itself: p99 40 ms)"),
        (4.0, 0.95, "NO VERDICT: the peer's core is full (95%) (the peer is late itself: p99 40 ms)"),
        (6.0, 0.99, "met (the peer is late itself: p99 40 ms)"),
    ],
)
def test_a_peer_that_is_late_is_judged_by_and_one_that_has_no_core_left_only_if_the_budget_is_met(
    node_cpu_s, core, payload
):
    result = comparison(cost(3.0), {"node": cost(node_cpu_s)})
    result["node_bridge"]["hop"]["both"]["p99_ms"] = 40.2
    result["node_bridge"]["cpu_share_of_a_core"] = core
    [line] = [line for line in table(result).splitlines() if line.startswith("relay/node")]
    assert line.endswith(f"   {payload}")


def test_a_peer_that_was_skipped_is_in_the_table():
    result = comparison(cost(3.0), {"tcp": cost(1.5)}) | {"skipped": {"node": ABSENT}}
    assert table(result).splitlines()[-1].split(maxsplit=1) == ["relay/node", ABSENT]


def test_a_table_of_sizes_shows_some_of_many_and_the_slope():
    sizes = {"rss_kb": [(n / 3, 1000 + n) for n in range(90)], "slope_kb_per_minute": 3.0}
    lines = table_of_sizes(sizes | {"slope_kb_per_call_minute": 0.6}).splitlines()
    assert len(lines) == 11
    assert lines[-1] == "slope 3.00 KB per minute of all calls, 0.600 KB per call-minute"


def test_a_result_names_its_machine():
    assert {"cpu", "cores", "python", "optimized_python"} <= set(machine())


def test_a_delay_under_a_load_that_was_late_is_void():
    result = comparison(cost(3.0), {"tcp": cost(1.5)})
    result["relay"]["generator_late"]["p99_ms"] = LATE_LOAD_MS + 0.1
    [payload] = [line for line in table(result).splitlines() if line.startswith("hop p99")]
    assert payload.endswith("VOID: the load itself was late")


def test_a_table_says_whether_the_relay_was_compiled():
    result = comparison(cost(3.0) | {"compiled": True}, {})
    assert "compiled: true" in table(result).splitlines()
    assert "compiled: false" in table(comparison(cost(3.0), {})).splitlines()
