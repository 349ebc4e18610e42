from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from tests.fakes.events import BEGAN, SECRET, DeliveryWorld, cloud_event, endpoint
from trunkline.events.domain.deliveries import DeliveryState
from trunkline.events.use_cases.deliver_event import DeliveryResult
from trunkline.events.use_cases.manage_endpoints import ManageEndpointsDeps, send_again
from trunkline.events.use_cases.queue_deliveries import queue_delivery

GOOD = (204, 0.1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def results(world: DeliveryWorld) -> list[DeliveryResult]:
    return [result for _, _, result in world.results]


def test_an_event_is_delivered_once_with_a_signature_the_official_library_accepts():
    world = DeliveryWorld(lambda _url, _now: GOOD, endpoint())
    world.publish(cloud_event(1))
    world.run(BEGAN + HOUR)
    [(url, body, headers)] = world.sender.sent
    assert url == "https://acme.example.com/e1"
    assert headers["content-type"] == "application/cloudevents+json"
    assert headers["webhook-id"] == cloud_event(1)["id"]
    verifier = Webhook(SECRET)
    verifier._Webhook__verify_timestamp = lambda _timestamp: BEGAN
    assert verifier.verify(body, dict(headers)) == cloud_event(1)


def test_the_same_event_published_again_is_not_sent_again():
    world = DeliveryWorld(lambda _url, _now: GOOD, endpoint())
    for _ in range(3):
        world.publish(cloud_event(1))
        world.run(world.now + HOUR)
    assert len(world.sender.sent) == 1


def test_an_endpoint_of_another_company_or_type_receives_nothing():
    world = DeliveryWorld(
        lambda _url, _now: GOOD, endpoint("other"), endpoint("acme", types=frozenset({"call.started"}))
    )
    world.publish(cloud_event(1))
    world.run(BEGAN + HOUR)
    assert world.sender.sent == []


def test_an_endpoint_that_is_down_for_six_hours_gets_everything_afterwards_with_one_id_each():
    up_at = BEGAN + 6 * HOUR
    world = DeliveryWorld(lambda _url, now: GOOD if now >= up_at else (503, 0.1), endpoint())
    for minute in range(360):
        world.publish(cloud_event(minute, at=world.now))
        world.run(BEGAN + timedelta(minutes=minute + 1))
    world.run(BEGAN + 2 * DAY)
    delivered = {delivery.event_id for _, delivery, result in world.results if result is DeliveryResult.DELIVERED}
    assert delivered == {cloud_event(minute)["id"] for minute in range(360)}
    assert results(world).count(DeliveryResult.DELIVERED) == 360
    assert all(item.state is DeliveryState.DELIVERED for item in world.queueing.deliveries.kept.values())


def test_an_endpoint_that_hangs_delays_no_other_company():
    """Twenty workers; a thousand events for the endpoint that hangs, then one a second for another company."""
    hangs, other = endpoint("slow"), endpoint("acme")
    world = DeliveryWorld(lambda url, _now: (None, 5.0) if "slow" in url else GOOD, hangs, other)
    for number in range(1000):
        world.publish(cloud_event(number, "slow"))
    for second in range(120):
        world.publish(cloud_event(second, "acme", at=world.now))
        world.run(BEGAN + timedelta(seconds=second + 1))
    arrived = [at - delivery.created_at for at, delivery, _ in world.results if delivery.company_id == "acme"]
    assert len(arrived) == 120
    assert max(arrived) <= timedelta(seconds=5)
    assert sorted(arrived)[60] < timedelta(seconds=1)


def test_an_endpoint_that_fails_for_a_day_is_switched_off_and_asked_no_more():
    world = DeliveryWorld(lambda _url, _now: (500, 0.1), endpoint())
    world.publish(cloud_event(1))
    world.run(BEGAN + 3 * DAY)
    kept = world.queueing.endpoints.find("acme", "e1")
    assert (kept.is_enabled, kept.disabled_reason) == (False, "no delivery succeeded for a day")
    assert results(world).count(DeliveryResult.SWITCHED_OFF) == 1
    before = len(world.sender.sent)
    world.publish(cloud_event(2))
    world.run(BEGAN + 4 * DAY)
    assert len(world.sender.sent) == before
    assert len(list(world.queueing.deliveries.newest("acme", "e1", 10, None))) == 2, "kept until it is on again"


def test_two_messages_of_one_delivery_count_once():
    """The second finds the delivery changed and adds nothing to its log."""
    world = DeliveryWorld(lambda _url, _now: (500, 0.1), endpoint())
    world.publish(cloud_event(1))
    read = world.queueing.deliveries.newest("acme", "e1", 1, None)
    [delivery] = list(read)
    world.run(BEGAN + timedelta(seconds=1))
    assert not world.queueing.deliveries.change(delivery, delivery)
    [kept] = world.queueing.deliveries.newest("acme", "e1", 1, None)
    assert len(kept.attempts) == 1


def test_an_attempt_fails_for_good_after_the_last_wait():
    """Other events succeed meanwhile, so that the endpoint stays on."""
    world = DeliveryWorld(lambda _url, _now: GOOD, endpoint())
    refused = cloud_event(1)["id"]
    world.sender.answer = lambda _url, _now: (500, 0.1) if world.sender.message_id == refused else GOOD
    world.publish(cloud_event(1))
    for hour in range(48):
        world.publish(cloud_event(100_000 + hour, at=world.now))
        world.run(BEGAN + (hour + 1) * HOUR)
    [failed] = [item for item in world.queueing.deliveries.kept.values() if item.state is not DeliveryState.DELIVERED]
    assert (failed.state, len(failed.attempts)) == (DeliveryState.FAILED, 8)
    assert results(world).count(DeliveryResult.FAILED) == 1


def test_an_endpoint_that_is_gone_drops_what_waited():
    world = DeliveryWorld(lambda _url, _now: GOOD, endpoint())
    world.publish(cloud_event(1))
    world.queueing.endpoints.remove("acme", "e1")
    world.run(BEGAN + HOUR)
    assert (results(world), world.sender.sent) == ([DeliveryResult.DROPPED], [])


def test_a_delivery_that_is_sent_again_while_it_waits_is_attempted_once_more_and_not_twice():
    """The message that waited has an earlier place in the log, and is dropped."""
    world = DeliveryWorld(lambda _url, _now: (500, 0.1), endpoint())
    world.publish(cloud_event(1))
    world.run(BEGAN + timedelta(seconds=1))
    [delivery] = world.queueing.deliveries.kept.values()
    manage = ManageEndpointsDeps(world.queueing, lambda: "id", lambda: "seed", "trunkline/test", str)
    send_again(endpoint(), delivery.delivery_id, manage, world.now)
    assert len(world.queueing.queue.waiting) == 2
    world.run(BEGAN + 4 * HOUR)
    [delivery] = world.queueing.deliveries.kept.values()
    assert len(world.queueing.queue.waiting) == 1, "one message goes on"
    assert len(delivery.attempts) == len(world.sender.sent) == len({item.at for item in delivery.attempts})


def test_a_message_that_comes_twice_does_not_multiply():
    world = DeliveryWorld(lambda _url, _now: (500, 0.1), endpoint())
    world.publish(cloud_event(1))
    waiting = world.queueing.queue.waiting
    waiting += [(at, -number, delivery) for number in range(1, 6) for at, _, delivery in waiting[:1]]
    world.run(BEGAN + HOUR)
    assert len(waiting) == 1


class Crashed(Exception):
    pass


@pytest.mark.parametrize("answer", [(500, 0.1), GOOD])
def test_a_run_that_ends_before_its_write_is_followed_by_another(answer):
    """Its message comes again; what it had sent meanwhile does not count."""
    world = DeliveryWorld(lambda _url, _now: answer, endpoint())
    world.publish(cloud_event(1))
    [(_, _, delivery)] = world.queueing.queue.waiting
    change = world.queueing.deliveries.change
    world.queueing.deliveries.change = crash
    with pytest.raises(Crashed):
        world.run(BEGAN + timedelta(seconds=1))
    world.queueing.deliveries.change = change
    world.queueing.queue.send(delivery, BEGAN)
    world.run(BEGAN + HOUR)
    [delivery] = world.queueing.deliveries.kept.values()
    assert delivery.attempts
    assert len(world.queueing.queue.waiting) == (0 if answer is GOOD else 1)


def crash(*_: object) -> bool:
    raise Crashed


def test_the_news_of_a_switched_off_endpoint_goes_to_the_others():
    world = DeliveryWorld(lambda _url, _now: GOOD, endpoint(), endpoint(endpoint_id="e2", is_enabled=False))
    world.publish(cloud_event(1) | {"type": "endpoint.disabled", "subject": "e2"})
    world.run(BEGAN + HOUR)
    assert [url for url, _, _ in world.sender.sent] == ["https://acme.example.com/e1"]
    assert len(world.queueing.deliveries.kept) == 1


@pytest.mark.parametrize("answer", [(204, 4.9), (None, 5.0)], ids=["slow", "hangs"])
@pytest.mark.parametrize("webhooks", [False, True], ids=["an endpoint", "a thousand calls' webhooks"])
def test_a_slow_endpoint_delays_no_other_company(answer, webhooks):
    """It has four workers of twenty at most, once its first answers are known; a company's calls share theirs."""
    names = [f"call-CA{number}" for number in range(1000)] if webhooks else ["e1"]
    slow = [endpoint("slow", name) for name in names]
    world = DeliveryWorld(lambda url, _now: answer if "slow" in url else GOOD, *slow, endpoint("acme"))
    for number in range(1000):
        queue_delivery(cloud_event(number, "slow"), slow[number % len(slow)], world.queueing, BEGAN)
    for second in range(120):
        world.publish(cloud_event(second, "acme", at=world.now))
        world.run(BEGAN + timedelta(seconds=second + 1))
    arrived = [at - delivery.created_at for at, delivery, _ in world.results if delivery.company_id == "acme"]
    assert len(arrived) == 120
    assert max(arrived) <= timedelta(seconds=5)
    assert sorted(arrived)[60] < timedelta(seconds=1)


def test_a_slow_endpoint_gets_everything_and_all_its_workers_when_it_is_quick_again():
    quick_at = BEGAN + HOUR
    world = DeliveryWorld(lambda _url, now: GOOD if now >= quick_at else (204, 4.9), endpoint())
    for number in range(500):
        world.publish(cloud_event(number))
    world.run(BEGAN + timedelta(minutes=30))
    world.publish(cloud_event(501, at=world.now))
    world.run(BEGAN + 2 * HOUR)
    assert results(world).count(DeliveryResult.DELIVERED) == 501
    world.publish(cloud_event(502, at=world.now))
    world.run(world.now + timedelta(minutes=1))
    world.run(world.now + timedelta(minutes=1))
    assert not world.queueing.endpoints.find("acme", "e1").is_slow
