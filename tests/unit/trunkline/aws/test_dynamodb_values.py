"""Values as DynamoDB writes them: held against boto3's own serializer."""

from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from trunkline.aws.dynamodb_values import from_attribute, set_once_or_again, to_attribute, to_item
from trunkline.calls.domain.routes import Mode

NUMBERS = st.integers(-(10**18), 10**18) | st.decimals(-(10**9), 10**9, places=4)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
)


@given(VALUES)
def test_we_write_what_boto3_writes_and_read_what_it_reads(value):
    written = to_attribute(value)
    assert written == TypeSerializer().serialize(value)
    assert from_attribute(written) == TypeDeserializer().deserialize(written) == value


def test_whole_numbers_come_back_as_integers():
    assert isinstance(from_attribute({"N": "3"}), int)
    assert from_attribute({"N": "0.061"}) == Decimal("0.061")


@pytest.mark.parametrize("value", [0.1, b"bytes", object()])
def test_what_has_no_place_in_an_item_is_refused(value):
    with pytest.raises(TypeError):
        to_attribute(value)


def test_an_enum_is_its_value_and_none_is_left_out():
    assert to_item({"mode": Mode.RELAY, "gone": None}) == {"mode": {"S": "relay"}}


def test_the_first_word_stands_where_it_is_asked_to():
    update = set_once_or_again({"a": 1, "b": "x", "c": None}, only_if_absent=frozenset({"a"}))
    assert update["UpdateExpression"] == "SET #a = if_not_exists(#a, :a), #b = :b"
    assert update["ExpressionAttributeValues"] == {":a": {"N": "1"}, ":b": {"S": "x"}}
