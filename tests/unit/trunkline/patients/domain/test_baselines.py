"""Baselines: the worked table, which calls join, and the anchor."""

import math

import pytest

from tests.fakes.check_ins import LINE, MEASURES, OTHER_LINE, PROTOCOL, TABLE, a_past, a_report, steady
from trunkline.patients.domain.baselines import accepted, baseline_of
from trunkline.patients.domain.protocols import Level
from trunkline.patients.domain.voice_reports import Gate

RULE = PROTOCOL.voice.baseline


@pytest.mark.parametrize(("name", "row"), TABLE["c15"].items())
def test_a_baseline_of_the_worked_table_is_exact(name, row):
    found = baseline_of(row["baseline"], MEASURES[name], RULE)
    assert (found.n, round(found.median, 4), round(found.mad, 4), round(found.spread, 4)) == (
        6, row["median"], row["mad"], row["s"],
    )  # fmt: skip
    assert found.z(row["now"], MEASURES[name]) == row["z"]


def test_four_calls_are_no_baseline():
    assert baseline_of([12.0] * 4, MEASURES["mpt_s"], RULE) is None
    assert baseline_of([12.0] * 5, MEASURES["mpt_s"], RULE).n == 5


def test_the_latest_twenty_are_what_is_usual():
    found = baseline_of([5.0] * 30 + [12.0] * 20, MEASURES["mpt_s"], RULE)
    assert (found.n, found.median) == (20, math.log(12))


def test_a_value_without_a_logarithm_is_left_out():
    assert baseline_of([12.0, 12.0, 12.0, 12.0, 0.0], MEASURES["mpt_s"], RULE) is None
    assert baseline_of([12.0] * 5, MEASURES["mpt_s"], RULE).z(0.0, MEASURES["mpt_s"]) is None


def test_a_slow_decline_is_seen_against_the_first_calls():
    slow = [14.0 - 0.1 * day for day in range(30)]
    assert abs(baseline_of(slow, MEASURES["cpps_db"], RULE).drift) < 2
    assert baseline_of([14.0] * 10 + slow[10:], MEASURES["cpps_db"], RULE).drift < 0
    assert baseline_of([14.0 - 0.2 * day for day in range(40)], MEASURES["cpps_db"], RULE).drift < -2


NOT_USUAL = {
    "another line": a_past(1, line=OTHER_LINE),
    "a level above green": a_past(1, level=Level.YELLOW),
    "a changed voice": a_past(1, voice_points=8.0),
    "a degraded line": a_past(1, report=a_report(gate=Gate.DEGRADED)),
    "a clinician's word": a_past(1, is_excluded=True),
}


@pytest.mark.parametrize("past", NOT_USUAL.values(), ids=NOT_USUAL)
def test_a_call_that_is_not_usual_does_not_join(past):
    assert accepted([*steady(5), past], LINE, PROTOCOL) == steady(5)


def test_calls_are_taken_in_the_order_they_happened():
    assert accepted(steady(5)[::-1], LINE, PROTOCOL) == steady(5)
    assert accepted([a_past(1, voice_points=7.9)], LINE, PROTOCOL)
