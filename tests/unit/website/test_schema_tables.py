"""JSON schemas in words and tables."""

import pytest

from website.schema_tables import cell, default_of, fields, shown, takes


def linked(address: str) -> str:
    return f"→{address}"


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "#/components/schemas/Call"}, "→#/components/schemas/Call"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text or null"),
        ({"anyOf": [{"type": "integer"}, {"type": "integer"}]}, "whole number"),
        ({"const": "ping"}, "`ping`"),
        ({"enum": ["a", "b"], "type": "string"}, "`a`, `b`"),
        ({"type": ["string", "null"]}, "text or null"),
        ({"type": "string", "format": "date-time"}, "date-time"),
        ({"type": "string", "minLength": 1, "maxLength": 64}, "text, 1 to 64 characters"),
        ({"type": "string", "maxLength": 64, "pattern": "^(a|b)$"}, "text, at most 64 characters, `^(a\\|b)$`"),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 1000000.0}, "number, at most 1000000, more than 0"),
        ({"type": "integer", "minimum": 0}, "whole number, 0 or more"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 3}, "list of text, at most 3 of them"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "object with values of number"),
        ({}, "object"),
    ],
)
def test_what_a_value_may_be(schema, words):
    assert takes(schema, linked) == words


@pytest.mark.parametrize(
    ("schema", "words"),
    [({}, "no"), ({"default": None}, "no"), ({"default": False}, "no: `false`"), ({"default": 0}, "no: `0`"),
     ({"default": "relay"}, "no: `relay`"), ({"default": {"days": 7}}, 'no: `{"days": 7}`')],
)  # fmt: skip
def test_what_is_taken_for_a_field_that_is_left_out(schema, words):
    assert default_of(schema) == words


def test_an_object_is_a_table_and_one_without_fields_none():
    schema = {"properties": {"a": {"type": "string", "description": "One\n| two"}, "b": {"type": "null"}}}
    assert list(fields({**schema, "required": ["a"]}, linked))[2:] == [
        "| `a` | text | yes | One \\| two |",
        "| `b` | null | no |  |",
    ]
    assert list(fields({"type": "object"}, linked)) == []


def test_words_are_shown_as_they_are_and_code_stays_code():
    assert shown("twilio_<CallSid>_* and `<a_b>`") == "twilio\\_&lt;CallSid>\\_\\* and `<a_b>`"
    assert cell("a\n  b | c") == "a b \\| c"
