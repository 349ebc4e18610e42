"""Pseudonyms: the same for one person under one key, and not to be undone by trying."""

import pytest

from trunkline.encryption.domain.pseudonyms import pseudonym
from trunkline.encryption.domain.sealed_values import BadKey

KEY, ANOTHER = bytes(range(32)), bytes(range(1, 33))


def test_one_person_has_one_pseudonym_under_a_key_and_another_under_another():
    made = pseudonym("number", "+14155550177", KEY)
    assert made == pseudonym("number", "+14155550177", KEY)
    others = {
        pseudonym("number", "+14155550178", KEY),
        pseudonym("number", "+14155550177", ANOTHER),
        pseudonym("record", "+14155550177", KEY),
    }
    assert len(others | {made}) == 4
    assert made.startswith("p_")
    assert len(made) == 34
    assert "4155550177" not in made


def test_a_key_that_is_none_makes_no_pseudonym():
    with pytest.raises(BadKey):
        pseudonym("number", "+14155550177", b"")
