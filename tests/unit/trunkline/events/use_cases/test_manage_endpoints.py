from datetime import timedelta

import pytest

from tests.fakes.events import BEGAN, InMemoryDeliveries, InMemoryEndpoints, TimedQueue, cloud_event, endpoint
from trunkline.errors import Conflict
from trunkline.events.domain.endpoints import disabled
from trunkline.events.use_cases.manage_endpoints import EndpointChange, ManageEndpointsDeps, change_endpoint, send_again
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps, queue_deliveries


class Contested(InMemoryDeliveries):
    """Another run changes one of the deliveries between its read and its write."""

    contested = ""

    def change(self, delivery, before) -> bool:
        return delivery.event_id != self.contested and super().change(delivery, before)


def world_with(events: int) -> tuple[ManageEndpointsDeps, Contested, TimedQueue]:
    """An endpoint that is off, and events that wait for it."""
    deliveries, queue = Contested(), TimedQueue()
    stores = QueueDeliveriesDeps(InMemoryEndpoints(disabled(endpoint(), "x")), deliveries, queue)
    for number in range(events):
        queue_deliveries(cloud_event(number, at=BEGAN + timedelta(seconds=number)), stores, BEGAN)
    return ManageEndpointsDeps(stores, lambda: "id", lambda: "seed", "trunkline/test", str), deliveries, queue


def switch_on(deps: ManageEndpointsDeps) -> None:
    found = deps.deliveries.endpoints.find("acme", "e1")
    change_endpoint(found, EndpointChange(is_enabled=True), deps, BEGAN)


def sent(queue: TimedQueue) -> set[str]:
    return {delivery.event_id for _, _, delivery in queue.waiting}


def test_a_delivery_that_another_run_changes_does_not_keep_back_the_others():
    deps, deliveries, queue = world_with(3)
    deliveries.contested = cloud_event(1)["id"]
    switch_on(deps)
    assert sent(queue) == {cloud_event(0)["id"], cloud_event(2)["id"]}
    assert deps.deliveries.endpoints.find("acme", "e1").is_enabled


def test_switching_on_again_sends_what_an_interrupted_request_left():
    deps, deliveries, queue = world_with(2)
    deliveries.contested = cloud_event(1)["id"]
    switch_on(deps)
    deliveries.contested = ""
    switch_on(deps)
    assert sent(queue) == {cloud_event(0)["id"], cloud_event(1)["id"]}


def test_a_single_delivery_that_another_run_changes_is_a_conflict():
    deps, deliveries, _ = world_with(1)
    switch_on(deps)
    [delivery] = deliveries.kept.values()
    deliveries.contested = delivery.event_id
    with pytest.raises(Conflict):
        send_again(deps.deliveries.endpoints.find("acme", "e1"), delivery.delivery_id, deps, BEGAN)
