"""The event bus on EventBridge."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from trunkline.events.domain.events import Event, to_cloud_event

BATCH = 10  # entries of one PutEvents request: the most there may be; an event has less than a kilobyte
SOURCE = "trunkline"


class EventBridgeBus:
    """`client` is boto3's client of `events`; `stage` becomes part of the source of every event."""

    def __init__(self, client: Any, bus: str, stage: str) -> None:
        self._client, self._bus, self._stage = client, bus, stage

    def publish(self, events: Sequence[Event]) -> set[int]:
        """Raises botocore's errors when a request as a whole is refused."""
        return set(self._refused(events))

    def _refused(self, events: Sequence[Event]) -> Iterator[int]:
        for start in range(0, len(events), BATCH):
            batch = events[start : start + BATCH]
            answer = self._client.put_events(Entries=[self._entry(event) for event in batch])
            yield from (start + n for n, entry in enumerate(answer["Entries"]) if entry.get("ErrorCode"))

    def _entry(self, event: Event) -> dict[str, Any]:
        detail = json.dumps(to_cloud_event(event, f"{SOURCE}/{self._stage}"))
        return {
            "EventBusName": self._bus,
            "Source": SOURCE,
            "DetailType": event.type.value,
            "Detail": detail,
            "Time": event.at,
        }
