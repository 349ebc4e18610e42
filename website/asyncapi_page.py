"""The description of the programs' socket as a page: its address, and each message by who sends it."""

from collections.abc import Iterator
from typing import Any

from website.schema_tables import cell, fields, shown

PATH = "reference/programs-socket.md"
TITLE = "The programs' socket"
SENDERS = {"receive": "Messages of a program", "send": "Messages of ours"}


def page(api: dict[str, Any]) -> str:
    return "\n".join(_lines(api))


def _lines(api: dict[str, Any]) -> Iterator[str]:
    yield from (f"# {TITLE}", "", shown(api["info"]["description"].strip()), "")
    [server] = api["servers"].values()
    for channel in api["channels"].values():
        yield from (f"`{server['protocol']}://{server['host']}{channel['address']}`", "")
        if about := channel.get("description"):
            yield from (shown(about.strip()), "")
        yield from ("| part of the address | meaning |", "|---|---|")
        yield from (
            f"| `{name}` | {cell(shown(about['description']))} |" for name, about in channel["parameters"].items()
        )
        yield ""
    seen: set[str] = set()
    for operation in api["operations"].values():
        yield from (f"## {operation.get('title', SENDERS[operation['action']])}", "")
        names = [reference["$ref"].rsplit("/", 1)[1] for reference in operation["messages"]]
        for name in names:
            yield from _message(name, api["components"]) if name not in seen else _as_above(name)
        seen.update(names)


def _message(name: str, components: dict[str, Any]) -> Iterator[str]:
    message = components["messages"][name]
    yield from (f"### {message['payload']['properties']['type']['const']} {{: #{name.lower()} }}", "")
    if summary := message.get("summary"):
        yield from (shown(summary), "")
    yield from fields(_whole(message["payload"], components["schemas"]), str)
    yield ""


def _as_above(name: str) -> Iterator[str]:
    yield from (f"[{name}](#{name.lower()}), as above.", "")


def _whole(value: Any, schemas: dict[str, Any]) -> Any:
    """With what it refers to in its place: the socket's schemas are few and small."""
    if isinstance(value, dict):
        if "$ref" in value:
            return _whole(schemas[value["$ref"].rsplit("/", 1)[1]], schemas)
        return {name: _whole(inner, schemas) for name, inner in value.items()}
    return [_whole(inner, schemas) for inner in value] if isinstance(value, list) else value
