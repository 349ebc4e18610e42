"""A campaign on the deployed stack: the schedule the API made fires by itself, and every contact is rung as planned."""

import asyncio
import time
from collections import Counter

import aiohttp
import pytest

from local.commands.campaign import Office, Play, order_of
from local.commands.campaign_people import AGENT_ID, Audience, agent, utc_now
from local.world.world import COMPANY_KEY, World

pytestmark = pytest.mark.asyncio(loop_scope="session")
PEOPLE = 4
FIRES_WITHIN_S = 200  # a minute to the first tick, and the emulator's clock looks every ten seconds or so


async def until_all_were_reached(world: World, office: Office, path: str) -> dict:
    deadline = time.monotonic() + FIRES_WITHIN_S
    while True:
        answer = await office.ask("GET", f"{path}/progress")
        if answer["done"] >= answer["contacts"] and answer["live"] == 0:
            return answer
        assert time.monotonic() < deadline, answer
        await asyncio.sleep(2)


async def fill(office: Office, path: str, audience: Audience) -> None:
    order = await office.ask("POST", f"{path}/contacts", {})
    await office.put(order["upload_url"], audience.table())
    item = f"{path}/contacts/{order['import_id']}"
    await office.ask("POST", f"{item}/begin")
    await office.until_done(item)


async def test_a_campaigns_own_schedule_fires_and_every_contact_is_rung(stack):
    audience = Audience.of(PEOPLE, utc_now())
    stack.vendor.add_agent(agent("relay"))
    stack.twilio.people.update(audience.persons())
    async with aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}) as http:
        office = Office(http, stack.cloud.base_url)
        order = order_of(Play(PEOPLE, retries=False)) | {"agent_id": AGENT_ID}
        path = "/campaigns/" + (await office.ask("POST", "/campaigns", order))["campaign_id"]
        await fill(office, path, audience)
        await office.ask("POST", "/suppressions", {"numbers": [audience.suppressed], "source": "letter"})
        await office.ask("POST", f"{path}/preview")
        preview = await office.until_done(f"{path}/preview")
        await office.ask("POST", f"{path}/start")
        payload = await until_all_were_reached(stack, office, path)
    rang = Counter(call.to for call in stack.twilio.calls.values() if call.direction == "outbound-api")
    assert len(rang) == preview["will_dial"] == payload["dialled"] > 0
    assert set(rang.values()) == {1}
    assert not audience.untouchable & set(rang)
