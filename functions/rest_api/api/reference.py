"""`python -m api.reference`: docs/reference/api.md, written from the API's own description."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from api.description import description
from trunkline.campaigns.domain.campaigns import POLICIES, RETRIES

INTRODUCTION = """# The API, route by route

What a key needs for each route, and the fields of the two bodies that people write by hand. Everything else of the API
is in `docs/reference/openapi.json`, answers to bad input in [endpoints](endpoints.md#the-api). `make api-docs` writes
this page from the models that check a request.
"""
SCOPES = """## Scopes

A scope includes the ones before it: `read`, `operate`, `admin`. A key of too small a scope is answered 403.

| route | scope |
|---|---|"""
CAMPAIGN = """## A campaign

The body of `POST /api/v1/campaigns`, the file of `python -m cli campaigns create`.
[Run a campaign](../howto/run-a-campaign.md) has one that works."""
ROUTE = """## A route

The body of `POST /api/v1/routes`; `PUT /api/v1/routes/{number}` takes the same without `number`. What each field means
is in [add a route](../howto/add-a-route.md). `company_id`, `destinations`, `opening`, `opt_out_key` and the ids of a
campaign there are no fields of the API, and `voice` has `voice_settings` here where the item has `settings`."""
TYPES = {"integer": "a whole number", "number": "a number", "boolean": "`true` or `false`", "string": "text"}
BOUNDS = (
    ("minimum", "{} or more"),
    ("exclusiveMinimum", "more than {}"),
    ("maximum", "{} at most"),
    ("maxLength", "{} characters at most"),
    ("maxItems", "{} at most"),
    ("maxProperties", "{} at most"),
)
FORMS = {
    r"^[A-Za-z0-9_-]{1,64}$": "an id",
    r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$": "a country or state, `US` or `US-FL`",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": "a time, `09:00`",
    r"^[0-9*]?$": "one of `0` to `9` and `*`, or empty",
    r"^https://[^\s]{1,500}$": "an `https` address",
}


class Reference:
    def __init__(self) -> None:
        self._api: dict[str, Any] = json.loads(description())
        self._schemas = self._api["components"]["schemas"]

    def page(self) -> str:
        campaign = [CAMPAIGN, *self._body("NewCampaign"), *_usual()]
        return "\n".join([INTRODUCTION, SCOPES, *self._scopes(), "", *campaign, ROUTE, *self._body("NewRoute")])

    def _scopes(self) -> Iterator[str]:
        for path, operations in self._api["paths"].items():
            for method, operation in operations.items():
                yield f"| `{method.upper()} {path}` | {operation['x-scope']} |"

    def _body(self, name: str) -> Iterator[str]:
        waiting, done = [name], list[str]()
        while waiting:
            done.append(waiting.pop(0))
            schema = self._schemas[done[-1]]
            yield from ("",) if done[-1] == name else ("", f"**{done[-1]}**", "")
            described = any("description" in about for about in schema["properties"].values())
            yield from self._table(schema, described=described)
            waiting += [inner for inner in self._objects_in(schema) if inner not in [*done, *waiting]]
        yield ""

    def _table(self, schema: dict[str, Any], *, described: bool) -> Iterator[str]:
        yield "| field | takes | default |" + (" |" if described else "")
        yield "|---|---|---|" + ("---|" if described else "")
        for field, about in schema["properties"].items():
            meaning = f" {about.get('description', '')} |" if described else ""
            default = "required" if field in schema.get("required", ()) else _default(about)
            yield f"| `{field}` | {self._takes(about)} | {default} |{meaning}"

    def _takes(self, about: dict[str, Any]) -> str:
        if "$ref" in about:
            name = about["$ref"].rsplit("/", 1)[1]
            return name if "properties" in self._schemas[name] else self._takes(self._schemas[name])
        if choices := [item for item in about.get("anyOf", ()) if item.get("type") != "null"]:
            return self._takes(choices[0])
        if "enum" in about:
            return ", ".join(f"`{value}`" for value in about["enum"])
        bounds = [text.format(_number(about[name])) for name, text in BOUNDS if name in about]
        return "; ".join([self._kind(about), *bounds])

    def _kind(self, about: dict[str, Any]) -> str:
        if about["type"] == "array":
            return f"a list, each {self._takes(about['items'])}"
        if about["type"] == "object":
            return f"an object: {self._takes_names(about)}, each {self._takes(about['additionalProperties'])}"
        if about.get("examples") == ["+14155550100"]:
            return "a telephone number with its country code"
        return FORMS.get(about.get("pattern", "")) or (
            "a time with its zone" if "format" in about else TYPES[about["type"]]
        )

    def _takes_names(self, about: dict[str, Any]) -> str:
        names = about.get("propertyNames", {})
        return self._takes(names) if "enum" in names or "$ref" in names else "names of yours"

    def _objects_in(self, schema: dict[str, Any]) -> list[str]:
        text = json.dumps(schema["properties"])
        found = [part.split('"')[0] for part in text.split("#/components/schemas/")[1:]]
        return [name for name in dict.fromkeys(found) if "properties" in self._schemas[name]]


def _default(about: dict[str, Any]) -> str:
    value = about.get("default")
    return "none" if value in (None, "", {}, []) else f"`{json.dumps(value)}`"


def _number(value: float) -> str:
    return f"{value:g}" if value < 1_000_000 else f"{value:,.0f}".replace(",", " ")


def _usual() -> Iterator[str]:
    yield "What `retries` leaves out follows the first table, what `machines` leaves out the second:"
    yield from ("", "| outcome | attempts in all | minutes between them |", "|---|---|---|")
    for outcome, rule in RETRIES.items():
        yield f"| `{outcome.value}` | {rule.attempts} | {rule.wait.total_seconds() / 60:g} |"
    yield from ("", "| who answered | policy |", "|---|---|")
    yield from (f"| `{answered.value}` | `{policy.value}` |" for answered, policy in POLICIES.items())
    yield ""


if __name__ == "__main__":
    sys.stdout.write(Reference().page())
