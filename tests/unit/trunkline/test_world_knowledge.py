"""Area codes and holidays against the libraries they come from."""

from datetime import date

import pytest
from phonenumbers import PhoneNumber, geocoder, region_code_for_number

from trunkline.domain.area_codes import STATES
from trunkline.domain.calling_rules import RULES
from trunkline.providers.public_holidays import is_public_holiday

NAMES = {"Florida": "FL", "California": "CA", "Texas": "TX", "New York": "NY", "Washington State": "WA", "Utah": "UT"}


def test_area_codes_agree_with_the_numbering_plan() -> None:
    for code in range(201, 990):
        number = PhoneNumber(country_code=1, national_number=code * 10_000_000 + 5_550_123)
        place = geocoder.description_for_number(number, "en")
        is_american = region_code_for_number(number) == "US" and place
        assert (str(code) in STATES) == bool(is_american), code
        if is_american and place in NAMES:
            assert STATES[str(code)] == NAMES[place]
        elif is_american and place[-4:-2] == ", ":
            assert STATES[str(code)] == place[-2:]


@pytest.mark.parametrize(
    ("region", "day", "is_one"),
    [
        ("US-UT", date(2026, 7, 24), True),  # Pioneer Day
        ("US-FL", date(2026, 7, 24), False),
        ("US", date(2026, 11, 26), True),
        ("DE", date(2026, 10, 3), True),
        ("FR", date(2026, 7, 14), True),
        ("GB", date(2026, 12, 28), True),  # the 26th is a Saturday
        ("XX", date(2026, 1, 1), False),
        ("", date(2026, 1, 1), False),
    ],
)
def test_public_holidays(region, day, is_one) -> None:
    assert is_public_holiday(region, day) is is_one


def test_every_region_whose_rule_closes_on_holidays_has_some() -> None:
    for region, rule in RULES.items():
        if not rule.holidays_too:
            assert is_public_holiday(region, date(2026, 12, 25)), region
