"""Items of DynamoDB's tables: values of its wire format, and the updates of a call's record put together."""

from typing import Any


def put_together(item: dict[str, Any]) -> dict[str, Any]:
    """A call record: all updates merged in time order, the fields from answering above them."""
    updates = sorted(
        (value for name, value in item.items() if name.startswith("update#")), key=lambda update: update["at"]
    )
    flat = {name: value for name, value in item.items() if not name.startswith("update#")}
    record: dict[str, Any] = {}
    for update in updates:
        record |= update["facts"]
    return record | flat


def dynamo(value: Any) -> dict[str, Any]:
    """A value as DynamoDB's wire format has it. `local` borrows nothing of ours, so it spells this out itself."""
    match value:
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case dict():
            return {"M": {name: dynamo(inner) for name, inner in value.items()}}
    return {"S": value}


def plain(value: dict[str, Any]) -> Any:
    [(kind, inner)] = value.items()
    match kind:
        case "N":
            return float(inner) if "." in inner else int(inner)
        case "M":
            return {name: plain(item) for name, item in inner.items()}
        case "L":
            return [plain(item) for item in inner]
    return inner
