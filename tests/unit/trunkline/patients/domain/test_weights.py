"""Units, plausibility and differences of weights."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.fakes.check_ins import PROTOCOL
from trunkline.patients.domain.weights import Weight, WeightUnit, differences, is_plausible, to_kg

TODAY, SCALE = date(2026, 11, 20), PROTOCOL.weight


def weighed(days_ago: int, kg: str, hour: int = 8) -> Weight:
    day = TODAY - timedelta(days=days_ago)
    return Weight(day, Decimal(kg), datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def test_a_pound_is_what_it_is_by_definition():
    assert to_kg(Decimal(180), WeightUnit.LB) == Decimal("81.65")
    assert to_kg(Decimal("81.65"), WeightUnit.KG) == Decimal("81.65")


def test_differences_are_taken_to_the_days_of_the_protocol():
    weights = [weighed(1, "80.0"), weighed(3, "79.5"), weighed(7, "78.0"), weighed(9, "70.0")]
    found = differences(TODAY, Decimal("81.0"), weights, SCALE)
    assert found == {"d1": Decimal("1.0"), "d3": Decimal("1.5"), "d7": Decimal("3.0")}


def test_of_several_days_within_a_difference_the_oldest_counts():
    weights = [weighed(2, "80.5"), weighed(3, "79.0"), weighed(5, "79.0"), weighed(7, "78.0")]
    found = differences(TODAY, Decimal("81.5"), weights, SCALE)
    assert found == {"d3": Decimal("2.5"), "d7": Decimal("3.5")}


def test_five_pounds_in_a_week_are_the_five_pounds_of_the_guidance():
    before, today = (to_kg(Decimal(value), WeightUnit.LB) for value in (180, 185))
    assert differences(TODAY, today, [weighed(7, str(before))], SCALE) == {"d7": Decimal("2.3")}


@pytest.mark.parametrize(("days_ago", "known"), [(2, {"d3"}), (4, set()), (5, {"d7"}), (8, set()), (0, set())])
def test_a_day_without_a_weight_is_no_difference_of_zero(days_ago, known):
    assert set(differences(TODAY, Decimal(80), [weighed(days_ago, "79.0")], SCALE)) == known


def test_the_last_weight_of_a_day_is_that_days():
    weights = [weighed(1, "80.5", hour=9), weighed(1, "79.0", hour=7)]
    assert differences(TODAY, Decimal(81), weights, SCALE)["d1"] == Decimal("0.5")


@pytest.mark.parametrize(
    ("kg", "plausible"), [("88.0", True), ("88.1", False), ("72.0", True), ("71.9", False), ("8.0", False)]
)
def test_a_weight_far_from_the_last_one_is_asked_again(kg, plausible):
    assert is_plausible(Decimal(kg), [weighed(2, "90.0"), weighed(1, "80.0")], SCALE) is plausible


def test_the_first_weight_has_only_to_be_a_persons():
    assert [is_plausible(Decimal(kg), [], SCALE) for kg in ("19", "75", "401")] == [False, True, False]
