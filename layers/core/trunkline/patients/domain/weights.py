"""Body weights: units, plausibility, and differences to the weights of days before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from trunkline.patients.domain.protocols import WeightScale

KG_PER_LB = Decimal("0.45359237")
TENTH, GRAM_10 = Decimal("0.1"), Decimal("0.01")
LIGHTEST, HEAVIEST = Decimal(20), Decimal(400)


class WeightUnit(StrEnum):
    KG = "kg"
    LB = "lb"


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight of a patient, by the day of their own clock."""

    day: date
    kg: Decimal
    at: datetime


def to_kg(value: Decimal, unit: WeightUnit) -> Decimal:
    return (value * KG_PER_LB if unit is WeightUnit.LB else value).quantize(GRAM_10, ROUND_HALF_UP)


def is_plausible(kg: Decimal, weights: Iterable[Weight], scale: WeightScale) -> bool:
    """Not where it differs from the last one by more than a tenth: a wrong unit or digit, to be asked again."""
    if not LIGHTEST <= kg <= HEAVIEST:
        return False
    last = max(weights, key=lambda item: (item.day, item.at), default=None)
    return last is None or abs(kg - last.kg) <= scale.implausible_change * last.kg


def differences(today: date, kg: Decimal, weights: Iterable[Weight], scale: WeightScale) -> dict[str, Decimal]:
    """In kg, to a tenth, of the oldest weight within the days of each; without one there is no difference.

    A tenth is what a scale shows: 5 lb are 2.3 kg here, as in the guidance the rules come from.
    """
    newest_of_day = {item.day: item.kg for item in sorted(weights, key=lambda item: item.at)}
    found = {name: _oldest(newest_of_day, today, days) for name, days in scale.days.items()}
    return {name: (kg - then).quantize(TENTH, ROUND_HALF_UP) for name, then in found.items() if then is not None}


def _oldest(weights: Mapping[date, Decimal], today: date, days: tuple[int, int]) -> Decimal | None:
    nearest, farthest = days
    ages = ((today - day).days for day in weights)
    within = [age for age in ages if nearest <= age <= farthest]
    return next((kg for day, kg in weights.items() if within and (today - day).days == max(within)), None)
