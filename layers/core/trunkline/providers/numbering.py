"""Telephone numbers as the numbering plans have them: which are real, where they are, what time it is there.

`phonenumbers` comes with the layer of campaigns and with no other: whoever does not read lists does not load it.
"""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType
from phonenumbers.timezone import time_zones_for_number

from trunkline.domain.area_codes import STATES
from trunkline.domain.calling_hours import known_zone
from trunkline.domain.contact_lists import RowRefused, Whereabouts

# Numbers that cost the caller more, or stand for no person: what toll fraud dials.
NOBODYS = {
    PhoneNumberType.PREMIUM_RATE: "premium rate number",
    PhoneNumberType.SHARED_COST: "shared cost number",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.VOICEMAIL: "voicemail access number",
    PhoneNumberType.PERSONAL_NUMBER: "personal number, billed at any rate",
    PhoneNumberType.UAN: "company access number",
}
LONGEST = 40  # nobody writes a number with more characters, blanks and brackets included
NORTH_AMERICA = 1


def read_number(text: str, default_region: str) -> Whereabouts:
    """The number in E.164, and where it seems to be. `default_region` counts for numbers without a country code."""
    number = _parsed(text, default_region)
    if not phonenumbers.is_valid_number(number):
        raise RowRefused("no such phone number")
    if why := NOBODYS.get(phonenumbers.number_type(number)):
        raise RowRefused(why)
    phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    country = phonenumbers.region_code_for_number(number) or ""
    return Whereabouts(phone, _region(country, phone), _zones(number, phone))


def _parsed(text: str, default_region: str) -> PhoneNumber:
    if len(text) > LONGEST:
        raise RowRefused("phone number too long")
    try:
        number = phonenumbers.parse(text, default_region or None)
    except NumberParseException as problem:
        raise RowRefused("not a phone number") from problem
    if number.extension:
        raise RowRefused("a phone number with an extension: nobody would dial it")
    return number


def _region(country: str, phone: str) -> str:
    """American states have rules of their own; elsewhere the country is enough."""
    state = STATES.get(phone[2:5]) if country == "US" else None
    return f"{country}-{state}" if state else country


def _zones(number: PhoneNumber, phone: str) -> tuple[str, ...]:
    if number.country_code == NORTH_AMERICA:
        return _zones_of_exchange(phone[:8])
    return _known(number)


@lru_cache(maxsize=8192)
def _zones_of_exchange(exchange: str) -> tuple[str, ...]:
    """The plan knows no more than the first six digits there; lists are full of neighbours."""
    return _known(PhoneNumber(country_code=NORTH_AMERICA, national_number=int(exchange[2:].ljust(10, "0"))))


def _known(number: PhoneNumber) -> tuple[str, ...]:
    """None of them, where the plan says it does not know."""
    return tuple(zone for zone in time_zones_for_number(number) if known_zone(zone))
