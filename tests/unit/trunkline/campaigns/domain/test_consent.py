"""A column of consent holds a basis. A no in any word for it is none, and neither is a yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.campaigns.domain.consent import NO_BASIS, NO_CONSENT, why_no_basis

REFUSED = """no|No.|N|NON|nein|Nei|não|FALSE|0|0.00|-|--|?|n/a|N.A.|#N/A|null|none|
nil|withdrawn|consent withdrawn 2025-03|revoked by mail|opted out|
opt-out|OPT_OUT|unsubscribed|do not call|Don't call|did not consent|
no consent|without consent|not given|keine Einwilligung|
ohne Einwilligung|widerrufen|abgelehnt|sans accord|refusé|
sin consentimiento|rechazado|нет|не согласен|不同意|いいえ|없음|pending|
unknown|missing|expired|STOP|DNC|aucun|brak|declined|objected|
web form, later revoked"""
BASES = """web form|Web form 2025|signed contract|existing customer|written|
opt-in|double opt-in|phone call with Norbert|notary deed|
Novartis event|Einwilligung per Webformular|formulario web|
formulaire en ligne|newsletter|open house|retirement seminar|
call with Denise|form f|web form v1.0|paper|Kontaktformular|trade show|in person|Art. 6(1)(b) GDPR|
согласие по телефону|ウェブフォーム"""
# Words for no that no list here has, and yes or no as programs write it: without a way that it was given, no basis.
NAMING_NO_WAY = """khong|iptal|거부|철회|tidak|ditolak|nu|wycofano|odmowa|visszavonva|
leave me alone|deceased|NΩ|N0|n o|0x0|#REF!|spam|hold|afgesloten|
Robinsonliste|bloctel|toestemming|W/D|inactive|true story|k.A."""
TAKEN_BACK = """didn't consent to calls|wasn't given a form|hasn't signed|can't call|won't sign|opt-in: 0|opt-in=false|
web form 0|web form: F|false (web form)|☐ web form|signed out|taken off the newsletter|Newsletter abbestellt|
Vertrag gekündigt|unchecked box|formulaire: opposition|contrato anulado|form not signed|
договор отменён|电话退订|전화 거부"""
LONE_YES = "yes|Y|TRUE|1|x|ok|Ja|oui|sí|✓|☑|consent given"


@pytest.mark.parametrize("text", [item.strip() for item in REFUSED.split("|")])
def test_a_no_is_no_consent(text):
    assert why_no_basis(text) in {NO_CONSENT, NO_BASIS}
    assert why_no_basis(f" {text.upper()} ")


@pytest.mark.parametrize("text", [item.strip() for item in BASES.split("|")])
def test_a_basis_is_one(text):
    assert why_no_basis(text) == ""


@pytest.mark.parametrize("text", [item.strip() for item in NAMING_NO_WAY.split("|")])
def test_what_names_no_way_of_giving_consent_is_no_basis(text):
    assert why_no_basis(text) in {NO_CONSENT, NO_BASIS}


@pytest.mark.parametrize("text", [item.strip() for item in TAKEN_BACK.split("|")])
def test_a_way_with_a_no_is_no_consent(text):
    assert why_no_basis(text) == NO_CONSENT


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=3))
def test_a_short_word_is_no_basis_unless_it_is_a_way(text):
    assert why_no_basis(text) or text.startswith(("web", "app", "sms", "art", "opt", "box", "fax"))


@pytest.mark.parametrize("text", LONE_YES.split("|"))
def test_a_yes_alone_is_no_basis(text):
    assert why_no_basis(text) == NO_BASIS


@given(
    basis=st.sampled_from(["web form", "contract", "newsletter"]), no=st.sampled_from(["no", "revoked", "opted out"])
)
def test_a_basis_that_was_taken_back_is_none(basis, no):
    assert why_no_basis(f"{basis}: {no}") == why_no_basis(f"{no} ({basis})") == NO_CONSENT
