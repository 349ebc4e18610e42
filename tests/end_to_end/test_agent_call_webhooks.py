"""Calls with agents that a program places: each one's events arrive at its own `webhook_url`, signed."""

import aiohttp
import pytest

from local.commands.campaign import Office
from local.commands.running import COMPANY_KEY
from local.scenarios import support_call
from local.twilio import Person
from local.world.world import ACCOUNT_SID, AUTH_TOKEN
from tests.end_to_end.called_people import person_who_may_be_called

FROM = "+15005550006"
FROM_REPORT = {"call.started", "call.answered", "call.ended", "call.reported"}
EVENTS = {
    "relay": FROM_REPORT | {"call.cost_known"},
    "register": FROM_REPORT | {"call.cost_known"},
    "provider": FROM_REPORT,  # the carrier reports its price to the provider
}

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def placed(office: Office, channel: str, to_number: str, webhook_url: str) -> str:
    account = {"phone_number": FROM, "label": "Front desk", "sid": ACCOUNT_SID, "token": AUTH_TOKEN}
    own = {"from_number": FROM}
    if channel == "provider":
        own = {"phone_number_id": (await office.ask("POST", "/phone-numbers", account))["phone_number_id"]}
    order = {"agent_id": support_call.AGENT.agent_id, "to_number": to_number, "channel": channel} | own
    made = await office.ask("POST", "/calls", order | {"webhook_url": webhook_url})
    return str(made["call_sid"])


async def test_the_events_of_a_call_arrive_at_its_own_webhook_in_each_channel(customers_world):
    world, calls = customers_world, dict[str, str]()
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        office = Office(http, world.cloud.base_url)
        shown = await office.ask("POST", "/event-endpoints/call-webhooks/rotate")
        world.customer.secret = shown["secret"]
        for number, channel in enumerate(EVENTS):
            to_number = person_who_may_be_called(number + 20)
            world.twilio.people[to_number] = Person(answers_after_s=0.2, play=support_call.play)
            webhook = f"{world.customer.origin}/events/{number}"
            calls[channel] = await placed(office, channel, to_number, webhook)
        await world.settled()
    for number, channel in enumerate(EVENTS):
        await world.customer.until(calls[channel], EVENTS[channel], 30)
        arrived = world.customer.events_of(calls[channel])
        assert {item.body["type"] for item in arrived} >= EVENTS[channel], channel
        assert {item.path for item in arrived} == {f"/events/{number}"}
    assert not [item.refused for item in world.customer.received if item.refused]
