"""Call updates as attributes of the call's item: `update#<event key>`.

Different events never write the same attribute, and a repeated event overwrites only its own. Reads merge all updates
(calls/domain/call_record.py).
"""

from collections.abc import Mapping
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.calls.domain.call_record import CallUpdate, record_of
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.ids import CallId

UPDATE = "update#"


def event_item(call_id: CallId, event: TimelineEvent, expiry: Mapping[str, Any]) -> dict[str, Any]:
    values = {"at": event.at.isoformat(), "kind": event.kind, "detail": event.detail}
    return to_item(table_keys.event(call_id, event.key) | values | dict(expiry))


def set_update(change: dict[str, Any], update: CallUpdate, *, only_if_absent: bool = False) -> dict[str, Any]:
    """A DynamoDB update expression that also sets the call update's own attribute."""
    value = "if_not_exists(#update, :update)" if only_if_absent else ":update"
    return {
        "UpdateExpression": f"{change['UpdateExpression']}, #update = {value}",
        "ExpressionAttributeNames": change["ExpressionAttributeNames"] | {"#update": UPDATE + update.event.key},
        "ExpressionAttributeValues": change["ExpressionAttributeValues"] | {":update": to_attribute(update.kept)},
    }


def merged(item: Mapping[str, Any]) -> dict[str, Any]:
    """The call's record: the item's own attributes and all its updates."""
    flat = {name: value for name, value in item.items() if not name.startswith(UPDATE)}
    return record_of(flat, updates_in(item))


def updates_in(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(UPDATE): value for name, value in item.items() if name.startswith(UPDATE)}
