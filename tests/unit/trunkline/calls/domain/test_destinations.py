"""Where calls may go: countries on the list, and nothing that costs more than a call anywhere."""

from dataclasses import replace

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType, example_number_for_type, format_number

from trunkline.calls.domain.outbound.destinations import REGIONS, Destinations, is_costly, known_region, region_of
from trunkline.calls.domain.routes import Mode, Route
from trunkline.campaigns.adapters.phone_number_parser import NOBODYS
from trunkline.errors import BadRequest

EVERYWHERE = Destinations(frozenset(REGIONS))
CALLED = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE)
TOLL_FREE_OF_AMERICA = {"800", "833", "844", "855", "866", "877", "888"}
# Territories that share a code with a country whose numbers look the same stand under that country.
UNDER = {"VA": "IT", "GG": "GB", "IM": "GB", "JE": "GB", "SJ": "NO", "CC": "AU", "CX": "AU", "EH": "MA", "YT": "RE"}
UNDER |= {"TA": "SH", "AX": "FI", "BL": "GP", "MF": "GP", "BQ": "CW"}
FRAUD = [
    "+19005550100", "+19765550100", "+12129765550", "+881612345678", "+882161234567", "+883510012345", "+870773123456",
    "+979123456789", "+80012345678", "+80812345678", "+87810123456789", "+88812345678", "+447012345678",
    "+448451234567", "+449098790000", "+449111234567", "+499001234567", "+491371234567", "+33899123456", "+33897123456",
    "+15002345678", "+12125551212", "+14165551212", "+34905123456", "+34907123456",
    "+39899123456", "+2101234567", "+19995550100", "+15555550100", "+1976", "+0123456789",
]  # fmt: skip


@pytest.mark.parametrize("number", FRAUD)
def test_premium_and_unassigned_numbers_are_never_dialled(number):
    assert EVERYWHERE.refusal(number)


@pytest.mark.parametrize(
    "number", ["+25261234567", "+12425550100", "+18765550100", "+18095550100", "+4915112345678", "+77011234567"]
)
def test_a_country_that_is_not_on_the_list_is_refused_and_one_that_is_not(number):
    assert Destinations().refusal(number)
    assert not Destinations(frozenset({region_of(number)})).refusal(number)


@pytest.mark.parametrize("number", ["+14155550199", "+16045550100", "+18005550100", "+12025550100"])
def test_the_usual_list_is_the_us_and_canada(number):
    assert not Destinations().refusal(number)


@pytest.mark.parametrize(
    "number", ["", "14155550199", "+1 415 555 0199", "+1415", "+" + "1" * 40, "+1415555019٩", "sip:x", "anonymous"]
)
def test_what_is_no_number_is_not_dialled(number):
    assert EVERYWHERE.refusal(number)


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_tables_agree_with_the_numbering_plans(region):
    for kind in (*CALLED, *NOBODYS):
        example = example_number_for_type(region, kind)
        if example is None:
            continue
        number = format_number(example, PhoneNumberFormat.E164)
        if kind in CALLED:
            if phonenumbers.number_type(example) in NOBODYS:
                continue
            assert not is_costly(number), (number, kind)
            if kind is not PhoneNumberType.TOLL_FREE:
                assert region_of(number) == UNDER.get(region, region), number
        else:
            assert EVERYWHERE.refusal(number), (number, kind)


@given(st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True))
def test_no_american_number_is_taken_for_another_countrys(number):
    theirs = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    if theirs is not None:
        assert region_of(number) in {
            theirs,
            "US" if number[2:5] in TOLL_FREE_OF_AMERICA else "",
            "",
        }


def test_a_companys_list_narrows_the_stages_and_never_widens_it():
    stage = Destinations(frozenset({"US", "GB"}))
    assert stage.within(()).regions == {"US", "GB"}
    assert stage.within(("GB", "SO")).regions == {"GB"}
    assert stage.within(("SO",)).regions == set()


@pytest.mark.parametrize("text", ["UK", "EU", "XX", "us", "US;CA", "U"])
def test_a_list_names_countries(text):
    with pytest.raises(BadRequest):
        known_region(text)
    assert Destinations.parse(text).refusal("+442071838750")
    assert Destinations.parse("US, KZ,JM").regions == {"US", "KZ", "JM"}


def test_a_route_keeps_the_numbers_that_may_be_rung():
    targets = {"billing": "+14155550199", "far": "+25261234567", "dear": "+19005550100"}
    route = Route("+1", Mode.RELAY, "acme", "a", "+449098790000", fallback=Mode.FORWARD, transfer_targets=targets)
    ringable = Destinations(frozenset({"US", "GB"})).ringable(route)
    assert (ringable.forward_to, ringable.transfer_targets) == ("", {"billing": "+14155550199"})
    assert Destinations().ringable(ringable) is ringable


def test_a_route_rings_within_its_companys_list_as_well():
    route = Route("+1", Mode.FORWARD, "acme", forward_to="+442071838750", destinations="US,CA")
    stage = Destinations(frozenset({"US", "GB"}))
    assert stage.ringable(route).forward_to == ""
    assert stage.ringable(replace(route, destinations="GB")).forward_to == "+442071838750"
    assert stage.ringable(replace(route, destinations="")).forward_to == "+442071838750"
