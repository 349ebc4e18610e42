"""Sealed values: keys that are none are refused, and no two places have the same context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.encryption.domain.sealed_values import BadKey, NotReadable, Place, as_text, checked_key, from_text

WORDS = st.text(max_size=20)
PLACES = st.builds(Place, WORDS, WORDS, WORDS, WORDS)


@pytest.mark.parametrize(
    "key", [b"", b"short", bytes(31), bytes(32), b"\xff" * 32, b"0123456789abcdef" * 4, bytes.fromhex("00" * 16)]
)
def test_what_is_no_key_of_256_bits_is_refused(key):
    """Hex that was not decoded has 64 bytes; a placeholder that was decoded has none."""
    with pytest.raises(BadKey):
        checked_key(key)


@given(PLACES, PLACES)
def test_two_places_have_two_contexts(one, other):
    assert (one.context == other.context) is (one == other)


@given(st.binary(max_size=100))
def test_a_sealed_value_goes_through_text(sealed):
    assert from_text(as_text(sealed)) == sealed


@pytest.mark.parametrize(
    "written", ["", "three pillows", "sealed:2:AAAA", "sealed:1:not base64", "sealed:1:A", "sealed:1:é"]
)
def test_a_text_that_is_no_sealed_value_is_refused(written):
    with pytest.raises(NotReadable):
        from_text(written)
