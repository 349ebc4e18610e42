"""A company's endpoint in the local world, in each of its moods. The events of one call go to all of them."""

import pytest

from local.scenarios import support_call

WHOLE = {"call.started", "call.answered", "call.ended", "call.reported", "call.cost_known"}


pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_endpoint_receives_a_call_signed_and_others_do_not_delay_it(customers_world):
    world = customers_world
    await world.register_endpoint("/redirects")
    await world.register_endpoint("/dribbles")
    await world.register_endpoint()
    call = world.ring(support_call.RELAYED)
    await call.ended(60)
    await world.customer.until(call.sid, WHOLE, 30)
    arrived = world.customer.events_of(call.sid)
    assert {item.body["type"] for item in arrived} >= WHOLE
    assert {item.path for item in arrived} == {"/events"}
    assert {item.body["company"] for item in arrived} == {"acme"}
    assert "+1" not in str([item.body for item in arrived])
