"""Days of a patient's own clock, and the days on which calls are due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fakes.patients import a_patient

FIRST = date(2026, 11, 1)


@pytest.mark.parametrize(("every", "due"), [(1, 7), (2, 4), (7, 1), (30, 1), (0, 0)])
def test_a_call_is_due_in_each_period_that_began(every, due):
    days = a_patient(calls_every_days=every).periods_due(FIRST, FIRST + timedelta(days=6))
    assert days == [FIRST + timedelta(days=every * number) for number in range(due)]


def test_nothing_is_due_before_the_patient_was_added():
    assert a_patient().periods_due(date(2026, 10, 1), FIRST) == [FIRST]
    assert a_patient().periods_due(date(2026, 10, 1), date(2026, 10, 31)) == []


def test_a_day_is_one_of_the_patients_clock():
    assert a_patient().day_of(datetime(2026, 11, 20, 3, tzinfo=UTC)) == date(2026, 11, 19)
