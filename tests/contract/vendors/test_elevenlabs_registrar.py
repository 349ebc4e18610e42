"""Our sending side against the fake voice provider, well and unwell: no answer of it may reach a caller unread."""

import asyncio
import time

import httpx
import pytest
import pytest_asyncio

from local.elevenlabs import Agent, FakeElevenLabs, RouteFault
from local.world.addresses import AddressBook
from trunkline.calls.domain.call_instructions import RegisteredCall
from trunkline.calls.domain.calls import RingingCall
from trunkline.errors import ProviderError
from trunkline.ids import CallId
from trunkline.vendors.elevenlabs import calls_client
from trunkline.vendors.elevenlabs.calls_client import ElevenLabsRegistrar, fetch_signed_url

CALL = RingingCall(CallId("CA" + "1" * 32), "+14155550123", "+15005550006")


@pytest_asyncio.fixture
async def vendor():
    fake = FakeElevenLabs({"key": {"convai_read", "convai_write"}}, AddressBook())
    await fake.start()
    fake.add_agent(Agent("agent_1", first_message="Hello.", enable_auth=True))
    yield fake
    await fake.stop()


async def register(vendor: FakeElevenLabs, agent: str = "agent_1", key: str = "key") -> RegisteredCall:
    line = ElevenLabsRegistrar(vendor.base_url, lambda: key)
    return await asyncio.to_thread(line.register_call, CALL, agent, {"first_name": "Ana"})


async def test_a_registered_call_carries_its_sid_and_variables_to_the_conversation(vendor):
    conversation = vendor.conversations[(await register(vendor)).conversation_id]
    assert conversation.variables.items() >= {"call_sid": CALL.call_id, "first_name": "Ana"}.items()


@pytest.mark.parametrize("shape", ["current", "legacy", "plain", "fields", "html", "empty"])
@pytest.mark.parametrize("status", [401, 404, 422, 429, 500, 503])
async def test_every_refusal_in_every_shape_becomes_one_error_with_a_code(vendor, status, shape):
    vendor.faults.routes["register_call"] = RouteFault(status=status, shape=shape)
    with pytest.raises(ProviderError) as caught:
        await register(vendor)
    assert caught.value.code
    assert caught.value.retryable == (status in {429, 500, 503})


@pytest.mark.parametrize(("agent", "key"), [("agent_unknown", "key"), ("agent_1", "wrong")])
async def test_an_unknown_agent_or_key_is_a_refusal(vendor, agent, key):
    with pytest.raises(ProviderError):
        await register(vendor, agent, key)


async def test_a_success_that_is_no_twiml_is_not_passed_on(vendor):
    vendor.faults.routes["register_call"] = RouteFault(status=200, shape="html")
    with pytest.raises(ProviderError, match="twiml"):
        await register(vendor)


async def test_a_connection_that_breaks_is_unreachable(vendor):
    vendor.faults.routes["register_call"] = RouteFault(reset=True)
    with pytest.raises(ProviderError, match="unreachable"):
        await register(vendor)


async def test_a_provider_that_hangs_is_given_up_within_the_budget(vendor, monkeypatch):
    monkeypatch.setattr(calls_client, "REGISTER_CALL_BUDGET_S", 0.2)
    vendor.faults.routes["register_call"] = RouteFault(delay_s=5)
    began = time.monotonic()
    with pytest.raises(ProviderError, match="timeout"):
        await register(vendor)
    assert time.monotonic() - began < 3


async def test_the_address_of_a_private_agent_is_fetched_and_its_refusal_understood(vendor):
    async with httpx.AsyncClient(base_url=vendor.base_url) as client:
        url = await fetch_signed_url(client, "key", "agent_1")
        assert url.startswith("ws://127.0.0.1:")
        assert "conversation_signature=" in url
        with pytest.raises(ProviderError):
            await fetch_signed_url(client, "key", "agent_unknown")
