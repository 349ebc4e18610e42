"""A telephone number changed by a spreadsheet is read as that number or rejected; never as another number."""

from decimal import Decimal

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.campaigns.adapters.phone_number_parser import to_e164
from trunkline.numbering.e164 import WITHHELD_AS_DIGITS, InvalidPhoneNumber, is_of_a_person, one_writing, showable

OF_COUNTRIES = {  # fictional or example numbers
    "US": "+12125550123", "GB": "+447400123456", "DE": "+4930123456", "FR": "+33612345678", "MX": "+525512345678",
    "AU": "+61412345678", "IT": "+390612345678", "AR": "+5491112345678", "IN": "+918123456789", "DK": "+4532123456",
}  # fmt: skip


def national(phone: str) -> str:
    return str(phonenumbers.parse(phone).national_number)


def in_digits_of(zero: str):
    return lambda text: "".join(chr(ord(zero) + int(item)) if item.isdecimal() else item for item in text)


def exponent(mark: str, point: str, shown: int):
    def write(text: str) -> str:
        return f"{Decimal(text.strip('+')):.{shown}{mark}}".replace(".", point)

    return write


def grouped(mark: str):
    return lambda text: f"{int(text.strip('+')):,}".replace(",", mark)


def written(form: str):
    return lambda text: form.format(text, text)


WRITINGS = st.one_of(
    st.builds(exponent, st.sampled_from("eE"), st.sampled_from(".,"), st.integers(0, 14)),
    st.sampled_from([str, lambda text: str(float(text)), lambda text: f"{float(text):g}"]),
    st.sampled_from(["{}.0", "{},00", "{}.5", "-{}", "{}\u00b2", "tel:{}", "{}/{}", "{};{}", "{}%"]).map(written),
    st.sampled_from(['="{}"', "'{}", "{}\u202c", "\ufeff{}", "\u00a0{}\t"]).map(written),
    st.sampled_from(",. '\u00a0\u202f").map(grouped),
    st.sampled_from("\uff10\u0660\u0966").map(in_digits_of),
    st.sampled_from([hex, oct]).map(lambda write: lambda text: write(int(text.strip("+")))),
)


@given(
    country=st.sampled_from(sorted(OF_COUNTRIES)),
    form=st.sampled_from(["e164", "digits", "national"]),
    write=WRITINGS,
    and_then=st.sampled_from([lambda text: text, lambda text: f'="{text}"', lambda text: f" {text} "]),
)
def test_a_number_comes_back_as_itself_or_not_at_all(country, form, write, and_then):
    phone = OF_COUNTRIES[country]
    text = {"e164": phone, "digits": phone[1:], "national": national(phone)}[form]
    try:
        found = to_e164(and_then(write(text)), country)
    except InvalidPhoneNumber:
        return
    assert found == phone


@given(text=st.text("0123456789+-.,eE() /'\u00a0", max_size=20), region=st.sampled_from(["", "US", "DE", "GB"]))
def test_what_is_read_is_read_again_as_itself(text, region):
    try:
        found = to_e164(text, region)
    except InvalidPhoneNumber:
        return
    assert to_e164(found) == found


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+4407400123456", "+447400123456"),
        ("+44 (0)7400 123456", "+447400123456"),
        ("0044 7400 123456", "+447400123456"),
        ("+011 44 7400 123456", "+447400123456"),
        ("+5215512345678", "+525512345678"),
        ("+54 11 15 1234 5678", "+5491112345678"),
        ("+0014155550199", "+14155550199"),
        ("+112125550123", "+12125550123"),
        ("tel:+1-212-555-0123", "+12125550123"),
    ],
)
def test_every_writing_of_a_person_is_one(text, phone):
    assert to_e164(text) == phone


@pytest.mark.parametrize(
    "text", ["1-800-FLOWERS", "4917112345678", "2125550123", "+1 212 555 0123, +1 310 555 0130", ""]
)
def test_what_may_be_two_numbers_or_none_is_refused(text):
    with pytest.raises(InvalidPhoneNumber) as refusal:
        to_e164(text)
    assert not text or text not in str(refusal.value)


def test_a_number_that_can_be_read_in_two_ways_is_refused():
    with pytest.raises(InvalidPhoneNumber, match="two ways"):
        to_e164("491711234567", "DE")


@pytest.mark.parametrize("number", [*sorted(WITHHELD_AS_DIGITS), "anonymous", "Restricted", "", "sip:a@example.com"])
def test_a_withheld_caller_is_no_person_in_any_writing(number):
    assert not is_of_a_person(number)
    assert showable(number) == ""
    assert not is_of_a_person(one_writing(number))
    with pytest.raises(InvalidPhoneNumber):
        to_e164(number)


def test_no_word_for_withheld_is_a_persons_number():
    assert {"+266696687", "+7378742833", "+2562533", "+86282452253", "+8656696"} <= WITHHELD_AS_DIGITS
    assert not any(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in WITHHELD_AS_DIGITS)
