"""Delays of a call's turns: their median and the one that 95 of 100 do not exceed."""

import pytest

from media_relay.session.call_metrics import CallMetrics, p95


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.4], 0.4),
        ([0.9, 0.1], 0.9),
        ([n / 100 for n in range(1, 101)], 0.95),
        ([n / 10 for n in range(20, 0, -1)], 1.9),
    ],
)
def test_95_of_100_values_do_not_exceed_it(values, expected):
    assert p95(values) == expected


def test_a_call_has_the_median_and_the_95th_percentile_of_its_turns():
    metrics = CallMetrics()
    for waited_s in (0.5, None, 0.7, 2.5):
        metrics.agent_was_heard(waited_s)
    facts = metrics.facts()
    assert (facts["turn_latency_ms"], facts["turn_latency_p95_ms"], facts["agent_turns_heard"]) == (700, 2500, 3)


def test_a_call_without_a_turn_has_no_latency():
    assert not {"turn_latency_ms", "turn_latency_p95_ms"} & set(CallMetrics().facts())
