"""One media stream as Twilio carries it, to a relay whose agent is the fake ElevenLabs."""

import asyncio
import base64
import hmac
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha1

import aiohttp

from local.elevenlabs import FakeElevenLabs
from media_relay.server.server import RelayServer
from tests.fakes.tables import (
    InMemoryTables,
)
from tests.fakes.webhooks import NOW, TWILIO_TOKEN
from trunkline.calls.domain.stream_tickets import StreamTicket, fingerprint
from trunkline.ids import CallId

PATH = "/twilio/media-stream"
SID, CALL = "MZ" + "0" * 32, "CA1"


@dataclass
class Relay:
    server: RelayServer
    tables: InMemoryTables
    vendor: FakeElevenLabs
    uploads: dict = field(default_factory=dict)

    def ticket(self, token: str, call: str = CALL, valid: timedelta = timedelta(minutes=2), **more) -> None:
        terms = {"max_duration_s": 600, **more}
        self.tables.tickets[fingerprint(token)] = StreamTicket(CallId(call), "acme", "agent_1", NOW + valid, **terms)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"


class Uploads(dict):
    def upload(self, key, file, content_type):
        self[key] = file.read()


def signature(url: str = "wss://relay.example.com" + PATH, token: str = TWILIO_TOKEN) -> str:
    return base64.b64encode(hmac.new(token.encode(), url.encode(), sha1).digest()).decode()


@asynccontextmanager
async def stream(relay: Relay, signed: str | None = "", path: str = PATH):
    headers = {} if signed is None else {"X-Twilio-Signature": signed or signature()}
    async with aiohttp.ClientSession() as http, http.ws_connect(relay.url + path, headers=headers) as ws:
        await ws.send_json({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        yield ws


def start(token: str | None = "t1", call: str = CALL) -> dict:
    values = {"accountSid": "AC1", "streamSid": SID, "callSid": call, "tracks": ["inbound"]}
    values["mediaFormat"] = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    values["customParameters"] = {"token": token} if token else {}
    return {"event": "start", "sequenceNumber": "1", "streamSid": SID, "start": values}


def media(n: int, audio: bytes = b"\xff" * 160) -> str:
    body = {"track": "inbound", "chunk": str(n), "timestamp": str(n * 20), "payload": base64.b64encode(audio).decode()}
    frame = {"event": "media", "sequenceNumber": str(n + 1), "media": body, "streamSid": SID}
    return json.dumps(frame, separators=(",", ":"))


async def closed_with(ws) -> int:
    message = await asyncio.wait_for(ws.receive(), 3)
    assert message.type is aiohttp.WSMsgType.CLOSE, message
    return message.data


async def first(ws, event: str) -> dict:
    while (body := json.loads((await asyncio.wait_for(ws.receive(), 3)).data))["event"] != event:
        pass
    return body


async def until(condition, limit_s: float = 5.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await asyncio.sleep(0.01)
