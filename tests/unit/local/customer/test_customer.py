"""The customer's endpoint: its own verification of signatures, and each way in which it answers."""

import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
import pytest_asyncio
from standardwebhooks import Webhook

from local.customer import Customer

SECRET = "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"
EVENT = {"id": "e1", "type": "call.ended", "subject": "CA1", "data": {}}


@pytest_asyncio.fixture
async def customer() -> AsyncIterator[Customer]:
    here = Customer()
    here.secret = SECRET
    await here.start()
    yield here
    await here.stop()


def signed(at_s: float | None = None, secret: str = SECRET, **changes: str) -> dict[str, str]:
    """By the official library."""
    at = datetime.fromtimestamp(time.time() if at_s is None else at_s, UTC)
    signature = Webhook(secret).sign("e1", at, json.dumps(EVENT))
    headers = {"webhook-id": "e1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
    return headers | changes


async def post(customer: Customer, path: str, headers: dict[str, str] | None = None) -> aiohttp.ClientResponse:
    headers = signed() if headers is None else headers
    async with (
        aiohttp.ClientSession() as session,
        session.post(customer.origin + path, data=json.dumps(EVENT), headers=headers, allow_redirects=False) as answer,
    ):
        return answer


async def test_a_genuine_event_is_taken_and_kept(customer):
    assert (await post(customer, "/events")).status == 204
    [kept] = customer.events_of("CA1")
    assert (kept.body, kept.refused) == (EVENT, "")


async def test_two_signatures_of_a_rotation_are_taken(customer):
    both = signed()["webhook-signature"] + " v1,b3RoZXI="
    assert (await post(customer, "/events", signed(**{"webhook-signature": both}))).status == 204


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(0),
        signed(secret="whsec_" + "b" * 32),
        signed(**{"webhook-id": "e2"}),
        signed(**{"webhook-timestamp": "x"}),
    ],
    ids=["none", "old", "another secret", "another id", "no time"],
)
async def test_a_request_that_is_not_genuine_is_refused(customer, headers):
    assert (await post(customer, "/events", headers)).status == 401
    assert customer.events_of("CA1") == []
    assert customer.received[0].refused


async def test_it_fails_twice_and_then_takes_the_event(customer):
    assert [(await post(customer, "/fails/2")).status for _ in range(3)] == [503, 503, 204]


async def test_it_takes_an_event_and_hangs_up_so_that_it_comes_again(customer):
    with pytest.raises(aiohttp.ClientError):
        await post(customer, "/twice")
    assert (await post(customer, "/twice")).status == 204
    assert len(customer.received) == 2
    assert len(customer.events_of("CA1")) == 1


async def test_it_redirects_is_slow_and_dribbles(customer):
    assert (await post(customer, "/redirects")).status == 307
    assert (await post(customer, "/slow/0.01")).status == 204
    assert (await post(customer, "/dribbles")).status == 200
    assert (await post(customer, "/unknown")).status == 404
