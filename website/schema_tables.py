"""JSON schemas as Markdown: a table of fields for an object, and words for everything that a field may be."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

TYPE_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}
BOUNDS = (("minLength", "maxLength", " characters"), ("minimum", "maximum", ""), ("minItems", "maxItems", " of them"))
CODE = re.compile(r"(`[^`]*`)")

Link = Callable[[str], str]  # from the address of a schema within its document to Markdown


def fields(schema: dict[str, Any], link: Link) -> Iterator[str]:
    """The table of an object's fields; nothing where it names none."""
    if not schema.get("properties"):
        return
    yield "| field | takes | needed | meaning |"
    yield "|---|---|---|---|"
    for name, about in schema["properties"].items():
        needed = "yes" if name in schema.get("required", ()) else default_of(about)
        yield f"| `{name}` | {takes(about, link)} | {needed} | {cell(shown(about.get('description', '')))} |"


def takes(schema: dict[str, Any], link: Link) -> str:
    """What a value may be, its limits included."""
    if "$ref" in schema:
        return link(schema["$ref"])
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(takes(option, link) for option in options))
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    return ", ".join([_kind(schema, link), *_limits(schema)])


def default_of(schema: dict[str, Any]) -> str:
    default = schema.get("default")
    if default in (None, "", [], {}):
        return "no"
    return f"no: `{default if isinstance(default, str) else json.dumps(default)}`"


def _kind(schema: dict[str, Any], link: Link) -> str:
    kinds = schema.get("type", "object")
    if isinstance(kinds, list):
        return " or ".join(TYPE_WORDS[kind] for kind in kinds)
    if kinds == "array":
        return f"list of {takes(schema.get('items', {}), link)}"
    if kinds == "object":
        values = schema.get("additionalProperties")
        return f"object with values of {takes(values, link)}" if isinstance(values, dict) else "object"
    return str(schema.get("format") or TYPE_WORDS[kinds])


def _limits(schema: dict[str, Any]) -> Iterator[str]:
    for least, most, unit in BOUNDS:
        if bounds := _between(schema.get(least), schema.get(most)):
            yield f"{bounds}{unit}"
    if "exclusiveMinimum" in schema:
        yield f"more than {schema['exclusiveMinimum']:.10g}"
    if "maxProperties" in schema:
        yield f"at most {schema['maxProperties']} of them"
    if "pattern" in schema:
        yield f"`{cell(schema['pattern'])}`"


def _between(least: float | None, most: float | None) -> str:
    if least is None:
        return "" if most is None else f"at most {most:.10g}"
    return f"{least:.10g} or more" if most is None else f"{least:.10g} to {most:.10g}"


def shown(text: str) -> str:
    """Words of a description as Markdown that shows them: nothing outside of code is a tag or an emphasis."""
    parts = CODE.split(text)
    parts[::2] = [re.sub(r"([_*])", r"\\\1", part.replace("<", "&lt;")) for part in parts[::2]]
    return "".join(parts)


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
