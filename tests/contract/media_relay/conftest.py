"""A relay whose agent is the fake ElevenLabs."""

import time

import httpx
import pytest_asyncio

from local.elevenlabs import Agent, FakeElevenLabs
from local.world.addresses import AddressBook
from media_relay.calls.call_store import CallStore
from media_relay.calls.relay_context import RelayContext
from media_relay.native.event_loop import MediaLoop
from media_relay.recording.batch_executor import BatchExecutor
from media_relay.recording.recorder import Recorder
from media_relay.server.server import RelayServer
from media_relay.settings import RelaySettings
from tests.fakes.certificates import trusted
from tests.fakes.companies import InMemoryCompanies
from tests.fakes.tables import (
    InMemoryCalls,
    InMemoryConversations,
    InMemoryLeases,
    InMemoryStories,
    InMemoryTables,
    InMemoryTickets,
    InMemoryWaitingOrders,
)
from tests.fakes.twilio_streams import Relay, Uploads
from tests.fakes.webhooks import NOW, secrets
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.vendors.elevenlabs.realtime import ElevenLabsRealtime


def pytest_asyncio_loop_factories() -> dict[str, type[MediaLoop]]:
    """Asynchronous tests of the relay run on its own loop; the others on asyncio's, as in Lambda."""
    return {"relay": MediaLoop}


@pytest_asyncio.fixture
async def relay():
    tables, uploads, writer = InMemoryTables(), Uploads(), BatchExecutor(1, "recordings")
    vendor = FakeElevenLabs({"xi-key": {"convai_read", "convai_write"}}, AddressBook())
    await vendor.start()
    vendor.add_agent(Agent("agent_1", first_message="Hello.", enable_auth=True))
    stories = InMemoryStories(tables)
    conversations = InMemoryConversations(tables)
    store = CallStore(
        InMemoryTickets(tables),
        InMemoryCalls(tables),
        conversations,
        stories,
        InMemoryLeases(tables),
        InMemoryWaitingOrders(tables),
        tables.opt_outs.append,
        lambda _company: VoiceProfiles(),
        now=lambda: NOW,
    )
    client = httpx.AsyncClient(base_url=vendor.base_url, verify=trusted())
    context = RelayContext(
        store,
        {"elevenlabs": ElevenLabsRealtime(client, lambda: "xi-key")},
        lambda call, stream: Recorder(f"recordings/{call}/{stream}", uploads, writer, writer),
        time.monotonic,
    )
    settings = RelaySettings(host="127.0.0.1", port=0, private_port=0, drain_s=0.3, max_calls=3)
    server = RelayServer(
        settings, "wss://relay.example.com", secrets(), context, InMemoryCompanies(), private_host="127.0.0.1"
    )
    await server.start()
    yield Relay(server, tables, vendor, uploads)
    await server.drain()
    await client.aclose()
    await vendor.stop()
    writer.shutdown()
