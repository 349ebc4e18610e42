"""Writes to the tables become events on the bus. A batch that is not accepted as a whole comes again from there on."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from trunkline.bootstrap.delivery.publish_events import event_bus
from trunkline.bootstrap.shared.common import initialize
from trunkline.events.adapters.stream_records import changes
from trunkline.events.ports import EventBus
from trunkline.events.use_cases.publish_events import publish_events
from trunkline.telemetry import count, log


@cache
def bus() -> EventBus:
    return event_bus()


initialize(bus)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, bus())


def respond(event: Mapping[str, Any], bus: EventBus) -> dict[str, Any]:
    """Lambda's `batchItemFailures` of a stream: the first sequence number that has to come again."""
    written = list(changes(event))
    for change in written:
        if change.error:
            log.error("event not read", error=type(change.error).__name__, sequence_number=change.sequence_number)
            count("EventUnreadable")
    published = publish_events([change.events for change in written], bus)
    log.info("events published", events=published.events, writes=len(written))
    if published.first_refused is None:
        return {"batchItemFailures": []}
    count("EventsRefused")
    return {"batchItemFailures": [{"itemIdentifier": written[published.first_refused].sequence_number}]}
