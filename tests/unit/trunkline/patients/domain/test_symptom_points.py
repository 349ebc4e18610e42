"""Which rule of the weight counts, and where answers are missing."""

from decimal import Decimal

import pytest

from tests.fakes.check_ins import PROTOCOL, a_check_in
from trunkline.patients.domain.symptom_points import missing_findings, symptom_coverage, symptom_findings

WEIGHTS = [
    ({"d7": 4.5}, "W7c", 18), ({"d7": 4.4}, "W7b", 13), ({"d7": 2.3}, "W7b", 13), ({"d3": 2.1}, "W3", 13),
    ({"d3": 2.0}, "S-weight", 0), ({"d1": 1.0}, "W1", 9), ({"d1": 0.9}, "S-weight", 0), ({"d7": 0.9}, "W7a", 9),
    ({"d1": 1.0, "d3": 2.1}, "W3", 13), ({"d3": 2.1, "d7": 2.3}, "W7b", 13),
]  # fmt: skip


@pytest.mark.parametrize(("kg", "rule", "points"), WEIGHTS)
def test_the_weight_rule_with_the_most_points_counts(kg, rule, points):
    differences = {name: Decimal(str(value)) for name, value in kg.items()}
    found = [item for item in symptom_findings(a_check_in().answers, differences, PROTOCOL) if item.item == "weight"]
    assert [(item.rule_id, int(item.points)) for item in found] == [(rule, points)]


def test_a_loss_of_two_kilograms_is_a_finding_without_points():
    found = list(symptom_findings(a_check_in().answers, {"d7": Decimal("-2.0")}, PROTOCOL))
    assert [(item.rule_id, int(item.points)) for item in found if item.item == "weight"] == [("S-weight", 0), ("WL", 0)]


def test_each_unanswered_question_lowers_the_coverage_by_its_cap_and_is_named():
    answers = {"d1": None, "d3": None, "d7": None, "pnd": None}
    check_in = a_check_in(answers, red_flags=None)
    assert symptom_coverage(check_in.answers, check_in.differences, PROTOCOL) == Decimal(44) / 70
    missing = missing_findings(check_in.answers, check_in.differences, PROTOCOL)
    assert [item.rule_id for item in missing] == ["NO-weight", "NO-red_flags", "NO-pnd"]
