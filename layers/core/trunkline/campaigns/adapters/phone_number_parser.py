"""Telephone numbers as the numbering plans have them: which are real, where they are, what time it is there.

`to_e164` is the one way in for a number that people typed: lists, stop lists, callers, erasures, routes, calls.
`phonenumbers` comes with the layer of campaigns; the API has that layer, and loads it when a number comes.
"""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from trunkline.campaigns.domain.calling_hours import is_zone
from trunkline.campaigns.domain.contact_rows import ContactLocation, RowRefused
from trunkline.numbering.area_codes import STATES, ZONES_OF_SPLIT_CODES
from trunkline.numbering.e164 import InvalidPhoneNumber, is_withheld, one_writing
from trunkline.numbering.number_texts import plain_number

# Numbers that cost the caller more, or stand for no person: what toll fraud dials.
NOBODYS = {
    PhoneNumberType.PREMIUM_RATE: "premium rate number",
    PhoneNumberType.SHARED_COST: "shared cost number",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.VOICEMAIL: "voicemail access number",
    PhoneNumberType.PERSONAL_NUMBER: "personal number, billed at any rate",
    PhoneNumberType.UAN: "company access number",
}
NORTH_AMERICA = 1


def to_e164(text: str, default_region: str = "") -> str:
    """The number in the one form it has everywhere here. Raises InvalidPhoneNumber.

    A number that the plans do not know is taken if it is written in E.164 already: plans grow, and stop lists are old.
    """
    number = _parsed(plain_number(text), default_region)
    phone = _e164(number)
    is_taken = phonenumbers.is_valid_number(number) or (phone == text and phonenumbers.is_possible_number(number))
    if not is_taken:
        raise InvalidPhoneNumber("no such phone number")
    return phone


def read_number(text: str, default_region: str) -> ContactLocation:
    """The number in E.164, and where it seems to be. `default_region` counts for numbers without a country code."""
    try:
        number = _parsed(plain_number(text), default_region)
    except InvalidPhoneNumber as problem:
        raise RowRefused(str(problem)) from problem
    if not phonenumbers.is_valid_number(number):
        raise RowRefused("no such phone number")
    if why := NOBODYS.get(phonenumbers.number_type(number)):
        raise RowRefused(why)
    phone, country = _e164(number), phonenumbers.region_code_for_number(number) or ""
    return ContactLocation(phone, _region(country, phone), _zones(number, phone))


def _parsed(text: str, default_region: str) -> PhoneNumber:
    """Two readings of one text are no number: 4917… of a German list may have lost its plus, or be a town's."""
    number = _read(_dialled_abroad(text), default_region)
    if number.extension:
        raise InvalidPhoneNumber("a phone number with an extension, which cannot be dialled")
    if "/" in text and all(_is_real(part, default_region) for part in text.split("/")):
        raise InvalidPhoneNumber("not one phone number but several")
    if not text.startswith(("+", "(+", "0")) and default_region and _is_other_abroad(text, number):
        raise InvalidPhoneNumber("a phone number that can be read in two ways; write it with + and the country code")
    return number


def _read(text: str, default_region: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(text, default_region or None)
    except NumberParseException as problem:
        raise InvalidPhoneNumber("not a phone number") from problem
    phone = _e164(number)
    if is_withheld(phone):
        raise InvalidPhoneNumber("no number of a person: carriers send this for a withheld number")
    usual = one_writing(phone)
    return number if usual == phone else phonenumbers.parse(usual)


def _dialled_abroad(text: str) -> str:
    """A plus for what is dialled in its place: 00 in most countries, 011 in North America and only behind a plus."""
    digits = "".join(character for character in text if character in "+0123456789")
    if digits.startswith("+011"):
        return "+" + digits[4:]
    if digits.startswith(("+00", "00")):
        return "+" + digits.lstrip("+0")
    return text


def _is_other_abroad(text: str, number: PhoneNumber) -> bool:
    digits = "".join(filter(str.isdigit, text))
    is_of_the_country = digits.startswith(str(number.country_code)) and _is_real("+" + digits, "")
    return is_of_the_country and _e164(phonenumbers.parse("+" + digits)) != _e164(number)


def _is_real(text: str, default_region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, default_region or None))
    except NumberParseException:
        return False


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


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
    """The plan covers the first six digits there; lists are full of neighbours.

    Where it knows of an exchange only what it knows of the whole area code, all zones of the code count.
    """
    found, code = _known(_american(exchange[2:])), exchange[2:5]
    return ZONES_OF_SPLIT_CODES.get(code, found) if found == _of_code(code) else found


def _american(digits: str) -> PhoneNumber:
    return PhoneNumber(country_code=NORTH_AMERICA, national_number=int(digits.ljust(10, "0")))


def _of_code(code: str) -> tuple[str, ...]:
    from phonenumbers.timezone import time_zones_for_geographical_number

    return tuple(filter(is_zone, time_zones_for_geographical_number(_american(code))))


def _known(number: PhoneNumber) -> tuple[str, ...]:
    """No zone for a number that the plan does not cover."""
    from phonenumbers.timezone import time_zones_for_number  # a large table, and only lists ask it

    return tuple(filter(is_zone, time_zones_for_number(number)))
