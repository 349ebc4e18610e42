"""The real relay in a process of its own, with signatures, tokens, recordings and marks; only its tables are fakes."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx

from bench.load.frames import call_sid, token
from bench.peers.tables import (
    Calls,
    Conversations,
    LeasesKept,
    NoCompanies,
    NothingWaits,
    RecordingsFolder,
    StoriesKept,
    Tickets,
)
from media_relay.calls.call_store import CallStore, utc_now
from media_relay.calls.relay_context import RelayContext
from media_relay.native import frame_scanner
from media_relay.native.event_loop import MediaLoop
from media_relay.recording.batch_executor import BatchExecutor
from media_relay.recording.recorder import Recorder
from media_relay.server.runtime_tuning import tune_runtime
from media_relay.server.server import RelayServer
from media_relay.settings import RelaySettings
from trunkline.aws.secrets import SecretCache
from trunkline.calls.domain.stream_tickets import TOKEN_LIFETIME, StreamTicket, fingerprint
from trunkline.ids import CallId
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.vendors.elevenlabs.realtime import ElevenLabsRealtime

AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
RELAY_BASE_URL = "wss://relay.bench.example"
LONGER_THAN_ANY_RUN_S = 24 * 3600


def secrets_document() -> str:
    return json.dumps(
        {
            "twilio_account_sid": f"AC{0:032x}",
            "twilio_auth_tokens": [AUTH_TOKEN],
            "elevenlabs_api_key": "xi-bench",
            "elevenlabs_webhook_secrets": ["wsec_bench"],
        }
    )


def tickets(calls: int) -> Tickets:
    expires_at = utc_now() + TOKEN_LIFETIME + timedelta(minutes=10)
    return Tickets(
        {
            fingerprint(token(call)): StreamTicket(
                CallId(call_sid(call)),
                "bench",
                "agent_bench",
                expires_at,
                LONGER_THAN_ANY_RUN_S,
                record=True,
                agent_speaks_first=False,  # they begin at their own time; a prompt of ours would be a stray frame
            )
            for call in range(calls)
        }
    )


def run(parent: Connection, agents_port: int, calls: int, folder: Path, speed: float = 1.0) -> None:
    """Sends its port, relays until `finish` comes, reports what its calls filed."""
    os.environ.update(POWERTOOLS_METRICS_NAMESPACE="Trunkline", STAGE="bench")  # as the template sets them
    os.dup2(os.open(folder / "relay.log", os.O_CREAT | os.O_WRONLY, 0o600), sys.stdout.fileno())
    with asyncio.Runner(loop_factory=MediaLoop) as runner:
        runner.run(_run(parent, agents_port, calls, folder, speed))


async def _run(parent: Connection, agents_port: int, calls: int, folder: Path, speed: float) -> None:
    kept: Any = (Calls(), Conversations(), StoriesKept(), LeasesKept(), NothingWaits())
    store = CallStore(tickets(calls), *kept, opt_out=lambda _: None, profiles=lambda _: VoiceProfiles())
    recordings = RecordingsFolder(folder)
    server = build(store, recordings, f"http://127.0.0.1:{agents_port}", calls, clock_of(speed))
    await server.start()
    tune_runtime()
    parent.send(server.port)
    await asyncio.to_thread(parent.recv)
    await server.drain()
    await server.context.vendors["elevenlabs"].close()
    parent.send(report(store, recordings))


def clock_of(speed: float) -> Callable[[], float]:
    """At the speed of the clock on the wall it is the relay's own: a function around it costs 2 % of the CPU."""
    return time.monotonic if speed == 1.0 else lambda: time.monotonic() * speed


def build(
    store: CallStore, recordings: RecordingsFolder, vendor_url: str, calls: int, clock: Callable[[], float]
) -> RelayServer:
    """With a clock that runs as fast as its calls do."""
    writer, uploads = BatchExecutor(1, "recordings"), ThreadPoolExecutor(8, "uploads")
    client = httpx.AsyncClient(base_url=vendor_url)
    cache = SecretCache(secrets_document)

    def new_recorder(call_id: CallId, stream_sid: str) -> Recorder:
        return Recorder(f"recordings/{call_id}/{stream_sid}", recordings, writer, uploads)

    vendors = {"elevenlabs": ElevenLabsRealtime(client, lambda: cache.known.of_provider("elevenlabs").api_key)}
    context = RelayContext(store, vendors, new_recorder, clock)
    return RelayServer(
        RelaySettings("127.0.0.1", 0, 0, calls, drain_s=20.0), RELAY_BASE_URL, cache, context, NoCompanies()
    )


def report(store: CallStore, recordings: RecordingsFolder) -> dict[str, Any]:
    filed = list(store.calls.facts.values())  # type: ignore[attr-defined]
    sizes = recordings.sizes()
    return {
        "compiled": frame_scanner.IS_COMPILED,
        "outcomes": {str(item.get("stream_outcome")) for item in filed},
        "garbage_frames": sum(int(item.get("garbage_frames", 0)) for item in filed),
        "turns_heard": sum(int(item.get("agent_turns_heard", 0)) for item in filed),
        "calls_filed": len(filed),
        "recordings": len(sizes),
        "recorded_bytes": sum(sizes),
    }
