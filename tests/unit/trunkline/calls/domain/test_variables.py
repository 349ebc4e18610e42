"""Names of variables: ours cannot be given, secret ones are never shown, in any writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.calls.domain.variables import HIDDEN, RESERVED, is_reserved, is_secret, masked, merged, name_of_column
from trunkline.campaigns.domain.contact_rows import Header
from trunkline.errors import BadRequest

SEPARATORS = st.text(alphabet=" _-./:\t", max_size=3)


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """One of our names as a spreadsheet or a program may write it."""
    words = draw(st.sampled_from(RESERVED)).split("_")
    cased = [draw(st.sampled_from([word, word.upper(), word.title()])) for word in words]
    return draw(SEPARATORS) + draw(SEPARATORS).join(cased) + draw(SEPARATORS)


@given(spellings())
def test_our_names_are_ours_in_any_spelling(name):
    assert is_reserved(name)
    assert merged({name: "theirs", "first_name": "Ana"}, {"call_sid": "CA1"}) == {
        "first_name": "Ana",
        "call_sid": "CA1",
    }
    with pytest.raises(BadRequest):
        Header.of(["phone", name])


@pytest.mark.parametrize("name", ["system__call_sid", "SYSTEM__time", " system__x"])
def test_the_providers_own_names_are_reserved(name):
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["first_name", "call", "sid", "call_sid_note", "caller", "attempts", "secret__pin"])
def test_other_names_are_free(name):
    assert not is_reserved(name)
    assert merged({name: "x"}, {}) == {name: "x"}


@given(st.sampled_from(["secret", "Secret", "SECRET"]), st.text(alphabet=" _-.:", min_size=1, max_size=4))
def test_a_secret_column_stays_secret_in_any_spelling(word, separators):
    assert name_of_column(f" {word}{separators}Pin ") == "secret__pin"
    [_, name] = Header.of(["phone", f"{word}{separators}pin"]).columns
    assert masked({name: "4711"}) == {"secret__pin": HIDDEN}


@pytest.mark.parametrize("header", ["secretPin", "SecretPIN", "\uff53ecret\uff3f\uff3fpin", "\u200bsecret__pin"])
def test_joined_words_and_wide_letters_are_secret_too(header):
    assert name_of_column(header) == "secret__pin"


@pytest.mark.parametrize("name", ["\uff43all_sid", "call\uff3fsid", "\uff53ystem__time"])
def test_wide_letters_do_not_make_our_names_free(name):
    assert is_reserved(name)


@pytest.mark.parametrize("header", ["secretary", "Secret", "no secret pin"])
def test_a_word_that_only_resembles_it_is_not_secret(header):
    assert not is_secret(name_of_column(header))
