"""A column of consent holds a basis. A no in any word for it is none, and neither is a yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.domain.consent import NO_BASIS, NO_CONSENT, why_no_basis

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
call with Denise|form f|согласие по телефону|ウェブフォーム"""
LONE_YES = "yes|Y|TRUE|1|x|ok|Ja|oui|sí|✓|☑|consent given"


@pytest.mark.parametrize("text", [one.strip() for one in REFUSED.split("|")])
def test_a_no_is_no_consent(text):
    assert why_no_basis(text) in {NO_CONSENT, NO_BASIS}
    assert why_no_basis(f" {text.upper()} ")


@pytest.mark.parametrize("text", [one.strip() for one in BASES.split("|")])
def test_a_basis_is_one(text):
    assert why_no_basis(text) == ""


@pytest.mark.parametrize("text", LONE_YES.split("|"))
def test_a_yes_alone_is_no_basis(text):
    assert why_no_basis(text) == NO_BASIS


@given(
    basis=st.sampled_from(["web form", "contract", "newsletter"]), no=st.sampled_from(["no", "revoked", "opted out"])
)
def test_a_basis_that_was_taken_back_is_none(basis, no):
    assert why_no_basis(f"{basis}: {no}") == why_no_basis(f"{no} ({basis})") == NO_CONSENT
