"""Findings: single reasons of an assessment, each with the rule it follows from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

TENTH, WHOLE, ZERO = Decimal("0.1"), Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Finding:
    """`cap` is what the item can add at most, 0 for a finding without points. `baseline` has median, n and z."""

    rule_id: str
    item: str
    value: str | float | None
    points: Decimal = ZERO
    cap: int = 0
    source: str = ""
    baseline: Mapping[str, float] | None = None

    def values(self) -> dict[str, Any]:
        return {
            "rule_id": self.rule_id,
            "item": self.item,
            "value": self.value,
            "baseline": dict(self.baseline) if self.baseline else None,
            "points": number(self.points),
            "cap": self.cap,
            "source": self.source,
        }


def half_up(value: Decimal, step: Decimal = WHOLE) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP)


def number(value: Decimal) -> int | float:
    """As JSON has it: 3 and not 3.0."""
    return int(value) if value == value.to_integral_value() else float(value)
