"""A real relay on real sockets with tables in memory, and the words a carrier says to it. Bring your own agent."""

import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha1
from typing import IO, Any

import httpx

from media_relay.calls.call_store import CallStore
from media_relay.calls.prompt_files import PromptFiles
from media_relay.calls.relay_context import RelayContext
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
from tests.fakes.webhooks import NOW, TWILIO_TOKEN, secrets
from trunkline.calls.domain.stream_tickets import StreamTicket, fingerprint
from trunkline.ids import CallId
from trunkline.vendors.elevenlabs.realtime import ElevenLabsRealtime

RELAY_URL = "wss://relay.example.com"
PATH = "/twilio/media-stream"
FRAME_MS = 20


class Uploads(dict[str, bytes]):
    """The bucket recordings go to."""

    def upload(self, key: str, file: IO[bytes], content_type: str) -> None:
        self[key] = file.read()


@dataclass
class Relay:
    server: RelayServer
    tables: InMemoryTables
    uploads: Uploads = field(default_factory=Uploads)
    companies: InMemoryCompanies = field(default_factory=InMemoryCompanies)
    prompts: dict[str, bytes] = field(default_factory=dict)

    def ticket(self, token: str, call: str, **terms: Any) -> None:
        terms = {"max_duration_s": 600, "agent_id": "agent_1", "expires_at": NOW + timedelta(minutes=2), **terms}
        self.tables.tickets[fingerprint(token)] = StreamTicket(CallId(call), "acme", **terms)

    def outcome(self, call: str) -> str | None:
        return self.tables.records.get(call, {}).get("stream_outcome")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}{PATH}"


@asynccontextmanager
async def relay_to(
    vendor_url: str,
    tables: InMemoryTables | None = None,
    clock: Callable[[], float] = time.monotonic,
    **settings: Any,
) -> AsyncIterator[Relay]:
    """With tables of its own, or with those of another relay."""
    tables, uploads, writer = tables or InMemoryTables(), Uploads(), BatchExecutor(1, "recordings")
    companies, prompts = InMemoryCompanies(), dict[str, bytes]()
    async with httpx.AsyncClient(base_url=vendor_url, verify=trusted()) as client:
        context = RelayContext(
            store_in(tables, companies),
            {"elevenlabs": ElevenLabsRealtime(client, lambda: "xi-key")},
            lambda call, stream: Recorder(f"recordings/{call}/{stream}", uploads, writer, writer),
            clock,
            owns_agent=lambda agent, company: (company, agent) in companies.agents,
            find_call=tables.view,
            prompts=PromptFiles(prompts.get),
        )
        relay_settings = RelaySettings(host="127.0.0.1", port=0, private_port=0, drain_s=0.3, **settings)
        server = RelayServer(relay_settings, RELAY_URL, secrets(), context, companies, private_host="127.0.0.1")
        await server.start()
        try:
            yield Relay(server, tables, uploads, companies, prompts)
        finally:
            await server.drain()
            await context.tools.close()
            writer.shutdown()


def store_in(tables: InMemoryTables, companies: InMemoryCompanies) -> CallStore:
    calls, conversations = InMemoryCalls(tables), InMemoryConversations(tables)
    return CallStore(
        InMemoryTickets(tables),
        calls,
        conversations,
        InMemoryStories(tables),
        InMemoryLeases(tables),
        InMemoryWaitingOrders(tables),
        tables.opt_outs.append,
        companies.voice_profiles,
        now=lambda: NOW,
    )


def signed() -> dict[str, str]:
    """The header of a handshake that Twilio really made."""
    mac = hmac.new(TWILIO_TOKEN.encode(), (RELAY_URL + PATH).encode(), sha1).digest()
    return {"X-Twilio-Signature": base64.b64encode(mac).decode()}


def start(token: str, call: str, stream: str) -> str:
    values = {"accountSid": "AC1", "streamSid": stream, "callSid": call, "tracks": ["inbound"]}
    values["mediaFormat"] = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    values["customParameters"] = {"token": token}
    return _compact({"event": "start", "sequenceNumber": "1", "streamSid": stream, "start": values})


def media(n: int, audio: bytes, stream: str) -> str:
    payload = base64.b64encode(audio).decode()
    values = {"track": "inbound", "chunk": str(n + 1), "timestamp": str(n * FRAME_MS), "payload": payload}
    return _compact({"event": "media", "sequenceNumber": str(n + 2), "media": values, "streamSid": stream})


def mark(name: str, stream: str) -> str:
    return _compact({"event": "mark", "sequenceNumber": "9", "streamSid": stream, "mark": {"name": name}})


def stop(stream: str) -> str:
    return _compact({"event": "stop", "sequenceNumber": "9", "streamSid": stream, "stop": {}})


def _compact(message: dict[str, Any]) -> str:
    return json.dumps(message, separators=(",", ":"))
