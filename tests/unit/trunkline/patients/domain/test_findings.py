"""Numbers of findings as JSON has them."""

from decimal import Decimal

from trunkline.patients.domain.findings import TENTH, Finding, half_up, number


def test_halves_go_up_and_whole_numbers_have_no_point():
    assert (half_up(Decimal("12.5")), half_up(Decimal("0.75"), TENTH)) == (13, Decimal("0.8"))
    assert [number(Decimal(value)) for value in ("3.0", "3.5", "0")] == [3, 3.5, 0]


def test_a_finding_has_the_fields_of_the_record():
    finding = Finding("W1", "weight", "d1 +1.2 kg", Decimal(9), 18, "guidance")
    assert finding.values() == {
        "rule_id": "W1", "item": "weight", "value": "d1 +1.2 kg", "baseline": None, "points": 9, "cap": 18,
        "source": "guidance",
    }  # fmt: skip
