"""Area codes and holidays against the libraries they come from."""

import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import phonenumbers
import pytest
from phonenumbers import PhoneNumber, region_code_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.domain.calling_rules import RULES
from trunkline.numbering.area_codes import STATES, ZONES_OF_SPLIT_CODES
from trunkline.numbering.regions import COUNTRIES, STATES_OF, is_region

ROOT = Path(__file__).parents[3]
NAMES = {"Florida": "FL", "California": "CA", "Texas": "TX", "New York": "NY", "Washington State": "WA", "Utah": "UT"}


def test_area_codes_agree_with_the_numbering_plan() -> None:
    from phonenumbers import geocoder  # two seconds, which other tests' workers need not spend

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


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_nothing_that_the_layer_leaves_out_is_missed() -> None:
    unused = re.findall(r"^UNUSED = (.*)$", (ROOT / "layers/campaigns/Makefile").read_text(), re.MULTILINE)[0].split()
    blocked = [name.replace("/", ".") for name in unused if "/" in name]
    assert blocked
    payload = python(
        f"import sys; sys.modules.update(dict.fromkeys({blocked!r}))\n"
        "from datetime import date\n"
        "from trunkline.campaigns.adapters.phone_number_parser import read_number\n"
        "from trunkline.campaigns.adapters.public_holidays import is_public_holiday\n"
        "print(read_number('(212) 555-0123', 'US').region, is_public_holiday('US-UT', date(2026, 7, 24)))"
    )
    assert payload == "US-NY True"


def test_the_api_starts_without_numbering_plans_and_holidays() -> None:
    loaded = "import sys, api.app, trunkline.bootstrap.rest_api; print({'phonenumbers', 'holidays'} & set(sys.modules))"
    assert python(loaded) == "set()"


def test_countries_and_states_are_those_of_the_libraries() -> None:
    supported = holidays.list_supported_countries(include_aliases=False)
    assert frozenset(phonenumbers.SUPPORTED_REGIONS) == COUNTRIES
    for country, states in STATES_OF.items():
        assert states <= set(supported[country])
    assert all(is_region(region) for region in RULES)
    assert {f"US-{state}" for state in STATES.values()} <= {f"US-{state}" for state in STATES_OF["US"]}


def test_an_area_code_whose_exchanges_differ_is_among_the_split_ones() -> None:
    zones_of: dict[str, set[str]] = {}
    for prefix, zones in TIMEZONE_DATA.items():
        if prefix.startswith("1") and len(prefix) >= 4:
            zones_of.setdefault(prefix[1:4], set()).update(zones)
    for code, zones in zones_of.items():
        clocks = {(datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset()) for zone in zones for month in (1, 7)}
        if len(zones) > 1 and len(clocks) > 2:
            assert code in ZONES_OF_SPLIT_CODES, code
