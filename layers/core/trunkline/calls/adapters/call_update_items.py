"""What is told of a call, as items and updates: a place for each happening, named by its key, on the call's record.

A place is an attribute of its own, so that two who tell different things never meet, and one who tells the same again
lands on the same. What comes of it all is put together when it is read (calls/domain/call_record.py).
"""

from collections.abc import Mapping
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.calls.domain.call_record import CallUpdate, record_of
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.ids import CallId

PLACE = "told:"


def event_item(call_id: CallId, event: TimelineEvent, expiry: Mapping[str, Any]) -> dict[str, Any]:
    values = {"at": event.at.isoformat(), "kind": event.kind, "detail": event.detail}
    return to_item(table_keys.event(call_id, event.key) | values | dict(expiry))


def put_place(update: dict[str, Any], telling: CallUpdate, *, only_if_absent: bool = False) -> dict[str, Any]:
    """The same update, and the telling in its place."""
    value = "if_not_exists(#place, :place)" if only_if_absent else ":place"
    return {
        "UpdateExpression": f"{update['UpdateExpression']}, #place = {value}",
        "ExpressionAttributeNames": update["ExpressionAttributeNames"] | {"#place": PLACE + telling.event.key},
        "ExpressionAttributeValues": update["ExpressionAttributeValues"] | {":place": to_attribute(telling.kept)},
    }


def whole(item: Mapping[str, Any]) -> dict[str, Any]:
    """A record as it is kept, told as one."""
    flat = {name: value for name, value in item.items() if not name.startswith(PLACE)}
    return record_of(flat, places(item))


def places(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(PLACE): value for name, value in item.items() if name.startswith(PLACE)}
