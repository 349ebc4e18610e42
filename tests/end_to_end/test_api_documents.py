"""Every request that the API's first description shows, as its readers make them: same paths, same bodies, same order.

The numbers in it cannot exist, so the fake carrier pretends. The call of the second half is one that rings at
a program of its reader's, who asks us for the document: that is where its CallSid comes from.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from local.twilio import Caller, Person
from local.world.world import COMPANY_KEY, RELAY_HOST, World

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

SID = "CA1234567890abcdef"
VOICE = "IKne3meq5aSn9XLyUdCD"
CUSTOMER, OURS = "+1234567890", "+0987654321"
READERS_SERVER = "your-webhook.test"
SETTINGS = {"stability": 0.7, "similarity_boost": 0.8, "style": 0.1, "use_speaker_boost": True}
SILENT_WITHIN_MS = 60


@dataclass
class Reader:
    """A reader of the description, with a server of their own."""

    world: World
    http: httpx.AsyncClient
    out: pytest.CaptureFixture[str]
    heard: Caller | None = None
    answers: dict[str, httpx.Response] = field(default_factory=dict)

    async def asks(self, name: str, method: str, path: str, **options: Any) -> Any:
        answer = await self.http.request(method, path, **options)
        self.answers[name] = answer
        assert answer.status_code == 200, (name, answer.status_code, answer.text)
        return answer.json() if "json" in answer.headers["content-type"] else answer.content


async def listens(caller: Caller) -> None:
    await caller.line_drops(timeout_s=60)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world() -> AsyncIterator[World]:
    here = World()
    await here.start()
    try:
        yield here
    finally:
        await here.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def reader(world: World, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Reader]:
    base = f"{world.cloud.base_url}/api/v1/elevenlabs-twilio"
    async with httpx.AsyncClient(base_url=base, headers={"X-API-Key": COMPANY_KEY}, timeout=30) as http:
        yield Reader(world, http, capsys)
        for sid in [sid for sid, call in world.twilio.calls.items() if not call.is_over]:
            await http.delete(f"/calls/{sid}")


async def a_server_of_the_readers(reader: Reader) -> web.AppRunner:
    """Twilio asks it what to do with a call; it asks us, word for word as described."""

    async def webhook(request: web.Request) -> web.Response:
        form = await request.post()
        assert form["CallSid"] == SID
        body = {
            "call_sid": "CA1234567890abcdef",
            "from_number": "+1234567890",
            "to_number": "+0987654321",
            "company_api_key": COMPANY_KEY,
            "agent_id": "agent-123",
            "voice_id": "IKne3meq5aSn9XLyUdCD",
            "voice_settings": {"stability": 0.8, "similarity_boost": 0.9},
        }
        payload = await reader.asks("incoming", "POST", "/calls/incoming", json=body, headers={"X-API-Key": ""})
        return web.Response(text=payload["twiml"], content_type="text/xml")

    app = web.Application()
    app.router.add_post("/voice", webhook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    reader.world.addresses.publish(READERS_SERVER, runner.addresses[0][1])
    return runner


async def until(is_true, limit_s: float = 15.0) -> None:
    async with asyncio.timeout(limit_s):
        while not is_true():  # noqa: ASYNC110 - the world runs in this very loop
            await asyncio.sleep(0.02)


async def voice_is_there(reader: Reader, sid: str) -> None:
    async with asyncio.timeout(15):
        while not is_connected(await reader.asks("info", "GET", f"/calls/{sid}")):  # noqa: ASYNC110 - as a program would
            await asyncio.sleep(0.05)


def is_connected(info: dict[str, Any]) -> bool:
    return bool(info["elevenlabs_voice_info"] and info["elevenlabs_voice_info"]["is_connected"])


async def test_the_curl_lines_work_from_first_to_last(reader):
    world = reader.world
    world.twilio.fictional |= {CUSTOMER, OURS}
    world.twilio.own_number(OURS, f"https://{READERS_SERVER}/voice")
    world.twilio.people[CUSTOMER] = Person(answers_after_s=0.1, play=listens)
    server = await a_server_of_the_readers(reader)
    try:
        await before_the_call(reader)
        call = world.twilio.ring(OURS, CUSTOMER, reader_listens(reader), sid=SID)
        await during_the_call(reader, call)
    finally:
        await server.cleanup()


async def before_the_call(reader: Reader) -> None:
    health = await reader.asks("health", "GET", "/health", headers={"X-API-Key": ""})
    assert (health["status"], health["elevenlabs_configured"], health["twilio_configured"]) == ("healthy", True, True)
    voices = await reader.asks("voices", "GET", "/voices")
    assert {"voice_id", "name", "category", "description", "labels"} <= set(voices[0])
    valid = await reader.asks("validate", "GET", "/voices/IKne3meq5aSn9XLyUdCD/validate")
    assert valid == {"voice_id": VOICE, "valid": True}
    created = await reader.asks(
        "create",
        "POST",
        "/calls",
        json={
            "to_number": "+1234567890",
            "from_number": "+0987654321",
            "webhook_url": "https://your-domain.com/api/v1/elevenlabs-twilio/webhook",
            "voice_id": "IKne3meq5aSn9XLyUdCD",
            "voice_settings": SETTINGS,
            "metadata": {"customer_id": "12345", "call_type": "support"},
        },
    )
    assert (created["status"], created["direction"], created["to"]) == ("initiated", "outbound-api", CUSTOMER)
    assert (created["from_"], created["voice_settings"]) == (OURS, SETTINGS)
    await until(lambda: reader.world.twilio.calls[created["call_sid"]].status == "in-progress")
    await reader.asks("end the first", "DELETE", f"/calls/{created['call_sid']}")


def reader_listens(reader: Reader):
    async def play(caller: Caller) -> None:
        reader.heard = caller
        await caller.line_drops(timeout_s=60)

    return play


async def during_the_call(reader: Reader, call: Any) -> None:
    await until(lambda: "incoming" in reader.answers)
    audio = await reader.asks(
        "synthesize",
        "POST",
        f"/calls/{SID}/synthesize",
        json={"text": "Hello! How can I help you today?", "voice_id": VOICE, "voice_settings": {"stability": 0.8}},
    )
    assert audio[:2] == b"\xff\xe3"
    await voice_is_there(reader, SID)
    asked_ms = call.line.now_ms()
    streamed = await reader.asks(
        "stream", "POST", f"/calls/{SID}/stream", json={"text": "Hello! How can I help you today?"}
    )
    assert streamed == {"call_sid": SID, "status": "streaming", "text_length": 32}
    heard = reader.heard.heard
    await until(lambda: heard.first_voiced_ms(asked_ms, call.line.now_ms()) is not None)
    first_ms = heard.first_voiced_ms(asked_ms, call.line.now_ms()) - asked_ms
    await reader.asks("stream more", "POST", f"/calls/{SID}/stream", json={"text": "This goes on and on. " * 20})
    await asyncio.sleep(0.5)
    assert await reader.asks("stop", "POST", f"/calls/{SID}/stop") == {"call_sid": SID, "status": "stopped"}
    stopped_ms = call.line.now_ms()
    await asyncio.sleep(1.0)
    last_ms = heard.last_voiced_ms(0, call.line.now_ms())
    left_ms = last_ms - stopped_ms
    with reader.out.disabled():
        print(f"\nvoice mode: first sound after {first_ms:.0f} ms; silent {left_ms:.0f} ms after stop was answered")
    assert last_ms <= stopped_ms + SILENT_WITHIN_MS
    await after_the_stop(reader)


async def after_the_stop(reader: Reader) -> None:
    info = await reader.asks("info", "GET", f"/calls/{SID}")
    assert (info["voice_id"], info["status"], info["audio_queue_size"]) == (VOICE, "in-progress", 0)
    assert info["elevenlabs_voice_info"]["has_initial_message"] is True
    changed = await reader.asks(
        "voice",
        "POST",
        f"/calls/{SID}/voice?voice_id=new-voice-id",
        json={"stability": 0.9, "similarity_boost": 0.95},
    )
    assert (changed["status"], changed["voice_id"]) == ("updated", "new-voice-id")
    assert changed["voice_settings"]["stability"] == 0.9
    assert await reader.asks("end", "DELETE", f"/calls/{SID}") == {"call_sid": SID, "status": "ended"}
    await until(lambda: reader.world.twilio.calls[SID].is_over)


async def test_the_socket_lines_work_from_first_to_last(reader):
    """The messages of the JavaScript example and the wscat lines, over the address of the relay."""
    world = reader.world
    world.twilio.fictional |= {CUSTOMER, OURS}
    world.twilio.own_number(OURS, "https://never.test/")
    world.twilio.people[CUSTOMER] = Person(answers_after_s=0.1, play=listens)
    created = await reader.asks(
        "create",
        "POST",
        "/calls",
        json={
            "to_number": "+1234567890",
            "from_number": "+0987654321",
            "webhook_url": "https://your-webhook.com",
            "voice_id": VOICE,
            "voice_settings": {"stability": 0.8, "similarity_boost": 0.9},
        },
    )
    sid = created["call_sid"]
    await voice_is_there(reader, sid)
    path = f"/api/v1/webrtc/twilio-elevenlabs-stream/twilio_{sid}_peer123/{COMPANY_KEY}/agent456"
    url = world.addresses.resolve(f"wss://{RELAY_HOST}{path}")
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as ws:
        await spoken_with(ws, sid)


SENT = (
    ({"type": "text", "text": "Hello! How can I help you today?"}, "synthesis_started"),
    ({"type": "control", "action": "stop_synthesis"}, "control_response"),
    (
        {
            "type": "control",
            "action": "update_voice",
            "voice_id": "new-voice-id",
            "voice_settings": {"stability": 0.8},
        },
        "control_response",
    ),
    ({"type": "control", "action": "get_call_info"}, "control_response"),
    ({"type": "ping"}, "pong"),
)


async def spoken_with(ws: aiohttp.ClientWebSocketResponse, sid: str) -> None:
    hello = await answer_of(ws, "connection_established")
    assert (hello["call_sid"], hello["peer_id"]) == (sid, f"twilio_{sid}_peer123")
    for message, kind in SENT:
        await ws.send_str(json.dumps(message))
        answer = await answer_of(ws, kind)
        assert answer.get("action", message.get("action")) == message.get("action")
        assert answer.get("success", True) is True
        assert answer["timestamp"].endswith("Z")


async def answer_of(ws: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    while True:
        message = json.loads((await asyncio.wait_for(ws.receive(), 10)).data)
        if message["type"] == kind:
            return message
        assert message["type"] == "audio", message


async def test_the_python_example_places_a_call_and_speaks_before_anybody_has_picked_up(reader):
    """It streams as soon as the call is created, and calls a number from itself, which only pretence allows."""
    world = reader.world
    world.twilio.fictional.add(CUSTOMER)
    world.twilio.people[CUSTOMER] = Person(answers_after_s=0.5, play=reader_listens(reader))
    call = await reader.asks(
        "create",
        "POST",
        "/calls",
        json={
            "to_number": "+1234567890",
            "from_number": "+1234567890",
            "webhook_url": "https://your-webhook.com",
            "voice_id": "IKne3meq5aSn9XLyUdCD",
            "voice_settings": {"stability": 0.8, "similarity_boost": 0.9},
        },
    )
    streamed = await reader.asks(
        "stream", "POST", f"/calls/{call['call_sid']}/stream", json={"text": "Hello! How can I help you?"}
    )
    assert streamed["text_length"] == 26
    await until(lambda: reader.heard is not None)
    line = world.twilio.calls[call["call_sid"]].line
    await until(lambda: reader.heard.heard.first_voiced_ms(0, line.now_ms()) is not None)
