"""The API's description as pages: one for each tag with its operations, and one with all schemas."""

from collections.abc import Iterator
from typing import Any

from website.schema_tables import cell, fields, shown, takes

FOLDER = "reference/http-api"
SCHEMAS = "schemas.md"


def pages(api: dict[str, Any]) -> dict[str, str]:
    """The Markdown of each page by its path in the site, in the order of the menu."""
    by_tag = dict[str, list[str]]()
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            by_tag.setdefault(operation["tags"][0], []).extend(_operation(method, path, operation))
    texts = {
        f"{FOLDER}/{file_of(tag)}": "\n".join([f"# {title_of(tag)}", "", *lines])
        for tag, lines in sorted(by_tag.items())
    }
    return {**texts, f"{FOLDER}/{SCHEMAS}": "\n".join(_schemas(api["components"]["schemas"]))}


def title_of(tag: str) -> str:
    return f"API: {tag}"


def file_of(tag: str) -> str:
    return f"{tag.replace(' ', '-')}.md"


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"## {method.upper()} {path} {{: #{operation['operationId'].replace('_', '-')} }}"
    yield ""
    yield from (shown(operation.get("description", operation["summary"]).strip()), "")
    yield from _parameters(operation.get("parameters", []))
    if body := operation.get("requestBody"):
        yield from (f"Body: {_content(body['content'])}.", "")
    yield from _answers(operation["responses"])


def _parameters(parameters: list[dict[str, Any]]) -> Iterator[str]:
    if not parameters:
        return
    yield "| parameter | in | takes | needed | meaning |"
    yield "|---|---|---|---|---|"
    for one in parameters:
        meaning = cell(shown(one.get("description", "")))
        needed = "yes" if one.get("required") else "no"
        yield f"| `{one['name']}` | {one['in']} | {_given(one['schema'])} | {needed} | {meaning} |"
    yield ""


def _given(schema: dict[str, Any]) -> str:
    """What a parameter takes: in an address nothing is null, it is left out."""
    return takes({**schema, "anyOf": [one for one in schema.get("anyOf", []) if one.get("type") != "null"]}, link)


def _answers(responses: dict[str, Any]) -> Iterator[str]:
    yield "| answer | body | when |"
    yield "|---|---|---|"
    for status, answer in responses.items():
        when = answer["description"].replace("Successful Response", "done")
        yield f"| {status} | {_content(answer.get('content', {}))} | {when} |"
    yield ""


def _content(content: dict[str, Any]) -> str:
    return ", ".join(
        takes(about["schema"], link) if "json" in kind and about.get("schema") else f"`{kind}`"
        for kind, about in content.items()
    )


def _schemas(schemas: dict[str, Any]) -> Iterator[str]:
    yield from ("# API: schemas", "", "The bodies of requests and answers, by name.", "")
    for name, schema in sorted(schemas.items()):
        yield from (f"## {name}", "")
        if described := schema.get("description"):
            yield from (shown(described), "")
        rows = list(fields(schema, _here))
        yield from [*rows, ""] if rows else [f"{takes(schema, _here)}.", ""]


def link(address: str) -> str:
    """To a schema, from a page of operations."""
    name = address.rsplit("/", 1)[1]
    return f"[{name}]({SCHEMAS}#{name.lower()})"


def _here(address: str) -> str:
    name = address.rsplit("/", 1)[1]
    return f"[{name}](#{name.lower()})"
