"""Bands in the measure's own unit, and calls answered of calls due."""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fakes.check_ins import LINE, OTHER_LINE, PROTOCOL, steady
from tests.fakes.patients import a_patient
from trunkline.patients.domain.trends import Adherence, adherence, bands

FIRST = date(2026, 11, 1)


def test_a_band_is_one_spread_to_each_side_of_the_median():
    found = bands(steady(5), LINE, PROTOCOL)
    spread = 0.18 * math.sqrt(0.6)
    assert found["mpt_s"].low == pytest.approx(12 * math.exp(-spread), abs=1e-4)
    assert (found["cpps_db"].median - found["cpps_db"].low) == pytest.approx(1.2 * math.sqrt(0.6), abs=1e-4)


def test_a_line_without_a_baseline_has_no_band():
    assert set(bands(steady(4), LINE, PROTOCOL).values()) == {None}
    assert set(bands(steady(9), OTHER_LINE, PROTOCOL).values()) == {None}


def days(*numbers: int) -> Iterator[date]:
    return (FIRST + timedelta(days=number) for number in numbers)


def at_noon(*numbers: int) -> list[datetime]:
    return [datetime(day.year, day.month, day.day, 17, tzinfo=UTC) for day in days(*numbers)]


@pytest.mark.parametrize(
    ("every", "called", "due", "answered"),
    [(1, (0, 1, 1, 5), 7, 3), (2, (0, 1, 2), 4, 2), (7, (), 1, 0), (0, (1,), 0, 0), (1, (-3, 90), 7, 0)],
)
def test_two_calls_in_a_period_answer_one(every, called, due, answered):
    patient = a_patient(calls_every_days=every)
    assert adherence(patient, at_noon(*called), FIRST, FIRST + timedelta(days=6)) == Adherence(due, answered)


@pytest.mark.parametrize(
    ("named", "called", "due", "answered"),
    [((0, 3), (0, 4), 2, 2), ((0, 3), (1, 2), 2, 1), ((3, 3), (1,), 1, 0), ((-5,), (0,), 0, 0), ((90,), (0,), 0, 0)],
)
def test_the_calls_of_campaigns_are_due_and_no_others(named, called, due, answered):
    found = adherence(a_patient(), at_noon(*called), FIRST, FIRST + timedelta(days=6), list(days(*named)))
    assert found == Adherence(due, answered)
