"""A `curl` of a page, held against the API's own description: its path, its method, and every field of its body."""

import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator

DESCRIPTION = Path(__file__).parents[2] / "docs/reference/openapi.json"
ADDRESS = re.compile(r"(?:\$TRUNKLINE_URL|https?://[^/]+)(/[^?]*)(?:\?(.*))?")
VARIABLE = re.compile(r"\$[A-Z_]+")  # of the shell, as a value
WITH_VALUE = {"-H": "header", "-d": "body", "-X": "method", "--data": "body", "-o": "file"}


@cache
def description() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DESCRIPTION.read_text())
    return loaded


def wrong_request(words: list[str]) -> Iterator[str]:
    address = next((found for word in words[1:] if (found := ADDRESS.fullmatch(word))), None)
    if address is None:
        yield "curl asks no address of ours: $TRUNKLINE_URL/…"
        return
    given = dict(itertools.pairwise(words))
    method = given.get("-X", "POST" if "-d" in words else "GET").lower()
    if not address[1].startswith("/api/"):
        yield from wrong_webhook(address[1])
    elif (operation := operation_at(address[1], method)) is None:
        yield f"the API has no {method.upper()} {address[1]}"
    else:
        yield from wrong_query(address[2] or "", operation)
        yield from wrong_body(given["-d"], operation) if "-d" in words else ()


def wrong_webhook(path: str) -> Iterator[str]:
    from tests.structure.pages import page

    if f"`{path}`" not in page("docs/reference/endpoints.md"):
        yield f"{path} is no path of template.yaml"


def operation_at(path: str, method: str) -> dict[str, Any] | None:
    for template, operations in description()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method in operations:
            found: dict[str, Any] = operations[method]
            return found
    return None


def wrong_query(text: str, operation: dict[str, Any]) -> Iterator[str]:
    known = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"}
    yield from (f"{name} is no parameter of it" for name, _ in parse_qsl(text) if name not in known)


def wrong_body(text: str, operation: dict[str, Any]) -> Iterator[str]:
    try:
        body = json.loads(VARIABLE.sub("yours", text))
    except ValueError as error:
        yield f"the body is no JSON: {error}"
        return
    yield from wrong_document(body, operation["requestBody"]["content"]["application/json"]["schema"])


def wrong_document(body: Any, schema: dict[str, Any]) -> Iterator[str]:
    whole = {**schema, "components": description()["components"]}
    for error in Draft202012Validator(whole).iter_errors(body):
        yield f"{'.'.join(map(str, error.path)) or 'the body'}: {error.message}"
