"""A relay that carries voice calls, and the fake ElevenLabs as its voice."""

from collections.abc import AsyncIterator

import pytest_asyncio

from local.elevenlabs import FakeElevenLabs
from local.world.addresses import AddressBook
from tests.fakes.relays import Relay, relay_to
from tests.fakes.voice_calls import CALL, KEY, RACHEL
from tests.fakes.webhooks import NOW
from trunkline.accounts.domain.companies import ApiKey, Scope
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.speech.domain.voices import VoiceChoice


@pytest_asyncio.fixture
async def vendor() -> AsyncIterator[FakeElevenLabs]:
    fake = FakeElevenLabs({"xi-key": {"convai_read", "convai_write", "text_to_speech", "voices_read"}}, AddressBook())
    await fake.start()
    yield fake
    await fake.stop()


@pytest_asyncio.fixture
async def relay(vendor: FakeElevenLabs) -> AsyncIterator[Relay]:
    async with relay_to(vendor.base_url) as relay:
        relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL))
        for company, key in (("acme", KEY), ("other", "tk_2_other")):
            known = ApiKey(key[3], fingerprint(key), company, Scope.OPERATE, "test", NOW)
            relay.companies.add_key(known)
        relay.companies.agents.add(("acme", "agent456"))
        yield relay
