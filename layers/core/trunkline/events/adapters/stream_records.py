"""Records of a DynamoDB stream, read as changes of calls, campaigns, suppressions, exports and companies."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from trunkline.aws.dynamodb_values import from_item
from trunkline.calls.adapters.call_update_items import merged, updates_in
from trunkline.events.domain.call_events import CallSnapshot, call_events
from trunkline.events.domain.events import Event
from trunkline.events.domain.other_events import (
    Item,
    budget_events,
    campaign_events,
    endpoint_events,
    export_events,
    suppression_events,
)
from trunkline.events.domain.patient_events import alert_events

Reader = Callable[[Item, Item, datetime], Iterable[Event]]


@dataclass(frozen=True, slots=True)
class Change:
    """One write to a table and the events that follow from it. `error` says what kept it from being read."""

    sequence_number: str
    events: tuple[Event, ...] = ()
    error: Exception | None = None


def changes(stream_event: Mapping[str, Any]) -> Iterator[Change]:
    """An item without the form that its key promises is a change with an error: it must not hold up the others."""
    for record in stream_event["Records"]:
        written = record["dynamodb"]
        sequence_number = str(written["SequenceNumber"])
        try:
            yield Change(sequence_number, tuple(_events(written)))
        except Exception as error:  # noqa: BLE001 - any fault of one item must not hold up its shard
            yield Change(sequence_number, error=error)


def _events(written: Mapping[str, Any]) -> Iterable[Event]:
    reader = _reader_of(from_item(written["Keys"]))
    if reader is None:
        return ()
    before, after = (from_item(written.get(image, {})) for image in ("OldImage", "NewImage"))
    at = datetime.fromtimestamp(float(written["ApproximateCreationDateTime"]), UTC)
    return reader(before, after, at)


def _call_events(before: Item, after: Item, written_at: datetime) -> Iterable[Event]:
    return call_events(_snapshot(before), _snapshot(after), written_at)


def _snapshot(item: Item) -> CallSnapshot:
    return CallSnapshot(merged(item), updates_in(item)) if item else CallSnapshot()


READERS: dict[tuple[str, str], Reader] = {  # by the kind of the item: the words before the first # of its keys
    ("CALL", "CALL"): _call_events,
    ("CAMPAIGN", "CAMPAIGN"): campaign_events,
    ("STOP", "STOP"): suppression_events,
    ("EXPORT", ""): export_events,
    ("COMPANY", ""): budget_events,
    ("ENDPOINT", ""): endpoint_events,
    ("PATIENT", "ALERT"): alert_events,
}


def _reader_of(key: Mapping[str, Any]) -> Reader | None:
    kind = tuple(str(key.get(name, "")).partition("#")[0] for name in ("pk", "sk"))
    return READERS.get((kind[0], kind[1]))
