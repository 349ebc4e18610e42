"""The recorded events of the bus, its deliveries and its streams reach their functions."""

from collections.abc import Sequence

import pytest

from tests.contract.recorded_events import EVENTS, names, read, respond
from tests.fakes.events import DeliveryWorld, endpoint
from trunkline.bootstrap.delivery.deliver_event import DeliverEventHandlerDeps
from trunkline.bootstrap.delivery.queue_deliveries import QueueDeliveriesHandlerDeps
from trunkline.events.domain.events import Event


class AcceptingBus:
    def __init__(self) -> None:
        self.types: set[str] = set()

    def publish(self, events: Sequence[Event]) -> set[int]:
        self.types |= {event.type.value for event in events}
        return set()


@pytest.mark.parametrize("path", names(EVENTS, "queue_deliveries"))
def test_a_published_event_is_queued_for_the_endpoints_of_its_company(path):
    world = DeliveryWorld(lambda _url, _now: (204, 0.1), endpoint())
    deps = QueueDeliveriesHandlerDeps(world.queueing, lambda: world.now)
    assert respond("queue_deliveries", read(path), deps) == {"batchItemFailures": []}
    assert world.queueing.queue.waiting


@pytest.mark.parametrize("path", names(EVENTS, "deliver_event"))
def test_a_delivery_of_an_endpoint_that_is_gone_is_dropped(path):
    world = DeliveryWorld(lambda _url, _now: (204, 0.1))
    deps = DeliverEventHandlerDeps(world.delivering, lambda: world.now)
    assert respond("deliver_event", read(path), deps) == {"batchItemFailures": []}
    assert world.sender.sent == []


@pytest.mark.parametrize("path", names(EVENTS, "publish_events"))
def test_writes_become_events_on_the_bus(path):
    bus = AcceptingBus()
    assert respond("publish_events", read(path), bus) == {"batchItemFailures": []}
    if path.stem.endswith("call_written"):
        assert "call.started" in bus.types
