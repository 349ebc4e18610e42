"""A relay whose agent is the fake ElevenLabs, and a key that may read."""

from collections.abc import AsyncIterator

import pytest_asyncio

from local.elevenlabs import Agent, FakeElevenLabs
from local.world.addresses import AddressBook
from tests.fakes.relays import Relay, relay_to
from tests.fakes.watched_calls import READER


@pytest_asyncio.fixture
async def vendor() -> AsyncIterator[FakeElevenLabs]:
    fake = FakeElevenLabs({"xi-key": {"convai_read", "convai_write"}}, AddressBook())
    await fake.start()
    fake.add_agent(Agent("agent_1", first_message="Hello.", enable_auth=True))
    yield fake
    await fake.stop()


@pytest_asyncio.fixture
async def relay(vendor) -> AsyncIterator[Relay]:
    async with relay_to(vendor.base_url) as relay:
        relay.companies.add_key(READER)
        yield relay
