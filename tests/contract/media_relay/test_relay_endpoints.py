"""The relay's public endpoints over real sockets: authentication, garbage, and no agent without a ticket."""

import asyncio
import base64
import json
import tempfile
from datetime import timedelta

import aiohttp
import pytest

from media_relay.native import frame_scanner
from media_relay.session.call_session import Phase
from tests.fakes.twilio_streams import CALL, PATH, SID, closed_with, first, media, signature, start, stream, until
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.vendors.elevenlabs import agent_socket
from trunkline.vendors.elevenlabs.realtime import ElevenLabsRealtime
from trunkline.vendors.twilio import media_stream


@pytest.mark.parametrize(
    "signed",
    [None, "bm90IGEgc2lnbmF0dXJl", signature(token="other"), signature("https://relay.example.com" + PATH)],
    ids=["none", "nonsense", "another account's", "signed over https"],
)
async def test_a_handshake_that_twilio_did_not_sign_is_403(relay, signed):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with stream(relay, signed):
            pass
    assert refused.value.status == 403


@pytest.mark.parametrize("variant", ["", "/", ":443", ":443/"])
async def test_twilios_ways_to_sign_a_handshake_are_all_known(relay, variant):
    host = "wss://relay.example.com" + (":443" if variant.startswith(":443") else "")
    async with stream(relay, signature(host + PATH + ("/" if variant.endswith("/") else ""))):
        pass


async def test_another_path_is_404(relay):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with stream(relay, path="/elsewhere"):
            pass
    assert refused.value.status == 404


async def test_more_calls_than_the_relay_takes_are_turned_away(relay):
    async with stream(relay), stream(relay), stream(relay):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with stream(relay):
                pass
        assert refused.value.status == 503


@pytest.mark.parametrize(
    ("token", "call"),
    [
        (None, CALL),
        ("unknown", CALL),
        ("t1", "CA2"),
        ("expired", CALL),
        ("used", CALL),
        ("unknown-provider", CALL),
        ("mute", CALL),
    ],
    ids=["none", "unknown", "foreign", "expired", "used", "no such provider", "no such voice provider"],
)
async def test_a_stream_without_a_good_token_is_closed_before_any_agent_is_opened(relay, token, call):
    relay.ticket("t1")
    relay.ticket("expired", valid=timedelta(0))
    relay.ticket("used")
    relay.ticket("unknown-provider", provider="unknown")
    relay.ticket("mute", provider="unknown", voice=VoiceChoice("v1"))
    relay.tables.spent.add(fingerprint("used"))
    async with stream(relay) as ws:
        await ws.send_json(start(token, call))
        assert await closed_with(ws) == 1008
    assert relay.vendor.conversations == {}


class SecondVendor:
    """Another voice provider; that it is asked is all that counts. Its agents live where the first one's do."""

    def __init__(self, first: ElevenLabsRealtime) -> None:
        self.first, self.asked = first, list[str]()

    def __getattr__(self, name: str) -> object:
        return getattr(self.first, name)

    async def signed_url(self, agent_id: str) -> str:
        self.asked.append(agent_id)
        return await self.first.signed_url(agent_id)


async def test_the_agent_is_the_one_of_the_provider_that_the_ticket_names(relay):
    vendors = relay.server.context.vendors
    vendors["second"] = second = SecondVendor(vendors["elevenlabs"])
    for token, provider, asked in (("t1", "elevenlabs", []), ("t2", "second", ["agent_1"])):
        relay.ticket(token, provider=provider)
        async with stream(relay) as ws:
            await ws.send_json(start(token))
            await first(ws, "media")
        assert second.asked == asked


async def test_a_token_opens_one_stream_and_not_a_second(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await ws.send_json(start())
        assert (await first(ws, "media"))["streamSid"] == SID
        async with stream(relay) as thief:
            await thief.send_json(start())
            assert await closed_with(thief) == 1008
    assert len(relay.vendor.conversations) == 1


async def test_garbage_is_counted_and_the_call_lives(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await ws.send_json(start())
        await first(ws, "media")
        await ws.send_str("not json")
        await ws.send_str('{"event": "media"}')
        await ws.send_str(media(1).replace("inbound", "inbound\\"))
        await ws.send_bytes(b"\x00\x01")
        await ws.send_str('{"event": "a kind of next year"}')
        for n in range(1, 20):
            await ws.send_str(media(n))
        await ws.send_json({"event": "stop", "sequenceNumber": "99", "streamSid": SID, "stop": {}})
        await until(lambda: "stream_outcome" in relay.tables.records.get(CALL, {}))
    record = relay.tables.records[CALL]
    assert (record["garbage_frames"], record["stream_outcome"]) == (4, "caller-hung-up")


async def test_frames_larger_than_any_of_twilios_end_the_socket_and_not_the_relay(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await ws.send_json(start())
        await first(ws, "media")
        await ws.send_str("x" * 200_000)
        await until(lambda: "stream_outcome" in relay.tables.records.get(CALL, {}))
    async with stream(relay):  # the next caller gets in
        pass


async def test_the_handshake_and_every_frame_may_arrive_byte_by_byte(relay):
    """Any split of the byte stream gives the same events: here the worst one."""
    relay.ticket("t1")
    _, writer = await asyncio.open_connection("127.0.0.1", relay.server.port)
    upgrade = (
        f"GET {PATH} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(b'0' * 16).decode()}\r\nX-Twilio-Signature: {signature()}\r\n\r\n"
    )
    stop = json.dumps({"event": "stop", "sequenceNumber": "9", "streamSid": SID, "stop": {}})
    for part in (upgrade.encode(), masked(json.dumps(start())), masked(media(1)), masked(media(2))):
        await _dribble(writer, part)
    await until(lambda: [call.session.phase for call in relay.server.calls] == [Phase.TALKING])
    await _dribble(writer, masked(stop))
    await until(lambda: "stream_outcome" in relay.tables.records.get(CALL, {}))
    writer.close()
    assert relay.tables.records[CALL]["stream_outcome"] == "caller-hung-up"
    assert relay.tables.records[CALL]["garbage_frames"] == 0


async def _dribble(writer: asyncio.StreamWriter, part: bytes) -> None:
    for n in range(len(part)):
        writer.write(part[n : n + 1])
        await writer.drain()


def masked(text: str) -> bytes:
    """One client frame, masked with zeros, by RFC 6455 section 5.2."""
    body = text.encode()
    length = bytes([0x80 | len(body)]) if len(body) < 126 else bytes([0x80 | 126]) + len(body).to_bytes(2, "big")
    return b"\x81" + length + b"\x00" * 4 + body


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"refuse_handshake_status": 403}, "agent-unreachable"),
        ({"close_after_metadata": (1008, "Override for field 'prompt' is not allowed.")}, "agent-refused"),
    ],
    ids=["refused", "closed at once"],
)
async def test_an_agent_that_will_not_have_us_ends_the_stream_with_a_reason_on_file(relay, fault, outcome):
    for name, value in fault.items():
        setattr(relay.vendor.faults.socket, name, value)
    relay.ticket("t1")
    async with stream(relay) as ws:
        await ws.send_json(start())
        while (message := await asyncio.wait_for(ws.receive(), 5)).type is aiohttp.WSMsgType.TEXT:
            body = json.loads(message.data)
            if body["event"] == "mark":
                await ws.send_json({"event": "mark", "sequenceNumber": "3", "streamSid": SID, "mark": body["mark"]})
    assert relay.tables.records[CALL]["stream_outcome"] == outcome


async def test_a_draining_relay_takes_no_new_call_and_ends_its_calls_in_order(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await ws.send_json(start())
        await first(ws, "media")
        draining = asyncio.create_task(relay.server.drain())
        await asyncio.sleep(0.05)
        private = f"http://127.0.0.1:{relay.server.private_port}"
        async with aiohttp.ClientSession() as http:
            async with http.get(private + "/ready") as answer:
                assert answer.status == 503
            async with http.get(private + "/health") as answer:
                assert answer.status == 200
                assert (await answer.json())["compiled"] is frame_scanner.IS_COMPILED
            async with http.get(relay.url + "/health") as answer:  # the number of calls is not public
                assert answer.status == 404
        await draining
    assert relay.tables.records[CALL]["stream_outcome"] == "relay-stopped"


async def test_a_recording_is_uploaded_with_its_sidecar_even_when_the_line_breaks(relay):
    relay.ticket("t1", record=True)
    async with stream(relay) as ws:
        await ws.send_json(start())
        await first(ws, "media")
        for n in (1, 2, 6):  # three frames never came
            await ws.send_str(media(n, b"\x10" * 160))
        await until(lambda: bool(relay.vendor.conversations))
        await asyncio.sleep(0.05)
    await until(lambda: len(relay.uploads) == 2)
    wav = relay.uploads[f"recordings/{CALL}/{SID}.wav"]
    sidecar = json.loads(relay.uploads[f"recordings/{CALL}/{SID}.json"])
    assert len(wav) == 58 + (3 + 3) * 320
    assert sidecar["gaps_ms"] == [[40, 60]]
    assert sidecar["peaks"]["per_second"] == 20
    assert len(base64.b64decode(sidecar["peaks"]["caller"])) == len(base64.b64decode(sidecar["peaks"]["agent"])) == 3
    await until(lambda: "recording" in relay.tables.records[CALL])  # filed after the upload
    assert relay.tables.records[CALL]["recording"] == f"recordings/{CALL}/{SID}.wav"


@pytest.mark.skipif(
    frame_scanner.IS_COMPILED, reason="COMPILED: what C calls cannot be replaced; run it interpreted as well"
)
async def test_frames_of_an_unusual_shape_are_played_and_recorded_like_any_other(relay, monkeypatch):
    """The slow road carries audio as well as the fast one: here nothing takes the fast one."""
    monkeypatch.setattr(agent_socket, "agent_payload", lambda frame: None)
    monkeypatch.setattr(media_stream, "caller_payload", lambda frame: None)
    relay.ticket("t1", record=True)
    async with stream(relay) as ws:
        await ws.send_json(start())
        await first(ws, "media")
        for n in range(1, 51):
            await ws.send_str(media(n, b"\x10" * 160))
        await until(lambda: bool(relay.vendor.conversations) and len(heard(relay)) >= 50)
    await until(lambda: len(relay.uploads) == 2)
    data = relay.uploads[f"recordings/{CALL}/{SID}.wav"][58:]
    assert data[0::2] == b"\x10" * 8000
    assert data[1::2].strip(b"\xff"), "the agent's voice is missing"


def heard(relay) -> list[float]:
    return next(iter(relay.vendor.conversations.values())).heard_at


async def test_a_disk_that_refuses_is_counted_and_the_call_goes_on(relay, monkeypatch, capsys):
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: (_ for _ in ()).throw(OSError("read-only file system")))
    relay.ticket("t1", record=True)
    async with stream(relay) as ws:
        await ws.send_json(start())
        await first(ws, "media")
        await ws.send_str(media(1))
    await until(lambda: "stream_outcome" in relay.tables.records.get(CALL, {}) and not relay.server.streams)
    assert "recording" not in relay.tables.records[CALL]
    assert "RecordingLost" in capsys.readouterr().out
