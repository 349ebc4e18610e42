"""`publish_events`, put together."""

from trunkline.bootstrap.shared.common import aws_client, settings
from trunkline.events.adapters.event_bridge import EventBridgeBus


def event_bus() -> EventBridgeBus:
    known = settings()
    return EventBridgeBus(aws_client("events"), known.event_bus, known.stage)
