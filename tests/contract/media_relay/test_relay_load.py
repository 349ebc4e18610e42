"""Load and abuse from outside, over real sockets, and their cost for live calls."""

import asyncio
import base64
import json
import logging
import re
import socket
import sys
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from media_relay.server import server as relay_server
from media_relay.session import admission, call_session
from media_relay.session.messages import HangUpRequested, RunTool
from tests.fakes.echo_agent import EchoAgent, echo_agent, metadata, until
from tests.fakes.relays import PATH, Relay, media, relay_to, signed, start, stop
from trunkline import telemetry
from trunkline.calls.domain.client_tools import HttpTool

CALL, STREAM = "CA" + "1" * 32, "MZ" + "1" * 32
UPGRADE = (
    f"GET {PATH} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Key: {base64.b64encode(b'0' * 16).decode()}\r\n"
)


async def knock(http: aiohttp.ClientSession, relay: Relay) -> aiohttp.ClientWebSocketResponse | int:
    try:
        return await http.ws_connect(relay.url, headers=signed())
    except aiohttp.WSServerHandshakeError as refused:
        return refused.status


class TestAdmission:
    async def test_holds_its_limit_against_a_burst_of_upgrades_none_of_which_is_proven(self):
        async with relay_to("http://127.0.0.1:1", max_calls=3) as relay, aiohttp.ClientSession() as http:
            answers = await asyncio.gather(*(knock(http, relay) for _ in range(40)))
            let_in = [answer for answer in answers if not isinstance(answer, int)]
            assert (len(let_in), answers.count(503), len(relay.server.streams)) == (3, 37, 3)
            for ws in let_in:
                await ws.close()
            await until(lambda: not relay.server.streams)
            assert not isinstance(await knock(http, relay), int)

    async def test_gives_the_places_of_those_who_say_nothing_to_others(self, monkeypatch):
        monkeypatch.setattr(admission, "START_LIMIT_S", 0.1)
        async with relay_to("http://127.0.0.1:1", max_calls=2) as relay, aiohttp.ClientSession() as http:
            mute = [await knock(http, relay) for _ in range(2)]
            assert await knock(http, relay) == 503
            for ws in mute:
                assert (await asyncio.wait_for(ws.receive(), 3)).data == 1008
            await until(lambda: not relay.server.streams)
            assert not isinstance(await knock(http, relay), int)


@asynccontextmanager
async def wire(relay: Relay):
    reader, writer = await asyncio.open_connection("127.0.0.1", relay.server.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def ends(reader: asyncio.StreamReader) -> bytes:
    """The bytes that came before the connection was closed from the other side."""
    heard = b""
    try:
        while more := await asyncio.wait_for(reader.read(4096), 3):
            heard += more
    except ConnectionResetError:
        pass
    return heard


class TestAConnectionThatNeverBecomesAStream:
    @pytest.mark.parametrize("said", ["", "GET ", UPGRADE], ids=["nothing", "a word", "all but the end"])
    async def test_is_closed(self, monkeypatch, said):
        monkeypatch.setattr(relay_server, "HANDSHAKE_LIMIT_S", 0.2)
        async with relay_to("http://127.0.0.1:1") as relay, wire(relay) as (reader, writer):
            writer.write(said.encode())
            assert b"101" not in await ends(reader)
            assert not relay.server.streams

    async def test_does_not_live_longer_by_dripping(self, monkeypatch):
        monkeypatch.setattr(relay_server, "HANDSHAKE_LIMIT_S", 0.3)
        async with relay_to("http://127.0.0.1:1") as relay, wire(relay) as (reader, writer):

            async def drip() -> None:
                for letter in UPGRADE * 10:
                    writer.write(letter.encode())
                    await asyncio.sleep(0.02)

            dripping = asyncio.create_task(drip())
            await ends(reader)
            assert not dripping.done()
            dripping.cancel()
            await asyncio.wait({dripping})

    async def test_does_not_fill_our_memory(self):
        async with relay_to("http://127.0.0.1:1") as relay, wire(relay) as (reader, writer):
            writer.write((UPGRADE + "X-Long: " + "x" * 200_000).encode())
            await ends(reader)  # long before the time-out of five seconds
            assert not relay.server.streams


class Chatterbox(EchoAgent):
    """Says twenty megabytes at once to one call, and echoes the others."""

    async def converse(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        call = json.loads(await ws.receive_str())["user_id"]
        await ws.send_json(metadata(f"conv_{call}"))
        if call == CALL:
            payload = base64.b64encode(b"\x10" * 48_000).decode()
            for n in range(300):
                await ws.send_json({"type": "audio", "audio_event": {"audio_base_64": payload, "event_id": n}})
        async for message in ws:
            body = json.loads(message.data)
            if "user_audio_chunk" in body:
                event = {"audio_base_64": body["user_audio_chunk"], "event_id": 1}
                await ws.send_json({"type": "audio", "audio_event": event})
        return ws


async def test_a_caller_who_reads_nothing_is_shut_out_and_others_go_on():
    async with AsyncExitStack() as stack:
        agent = await stack.enter_async_context(echo_agent(Chatterbox()))
        relay = await stack.enter_async_context(relay_to(agent.url))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        relay.ticket("t1", CALL)
        relay.ticket("t2", "CA2")
        deaf = _deaf_socket(relay)
        _reader, writer = await asyncio.open_connection(sock=deaf, limit=1024)
        writer.write(f"{UPGRADE}X-Twilio-Signature: {signed()['X-Twilio-Signature']}\r\n\r\n".encode())
        writer.write(_masked(start("t1", CALL, STREAM)))
        other = await http.ws_connect(relay.url, headers=signed())
        await other.send_str(start("t2", "CA2", "MZ2"))
        await until(lambda: relay.outcome(CALL) is not None, 10.0)
        assert relay.outcome(CALL) == "caller-refused"
        await other.send_str(media(1, b"\x10" * 160, "MZ2"))
        assert json.loads(await asyncio.wait_for(other.receive_str(), 3))["event"] in {"mark", "media"}
        await other.send_str(stop("MZ2"))
        await other.close()
        writer.close()


def _deaf_socket(relay: Relay) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(("127.0.0.1", relay.server.port))
    made.setblocking(False)
    return made


def _masked(text: str) -> bytes:
    body = text.encode()
    return b"\x81" + bytes([0x80 | 126]) + len(body).to_bytes(2, "big") + b"\x00" * 4 + body


async def test_a_goodbye_arrives_although_the_other_side_is_still_talking():
    """A socket closed over unread frames is reset, and the close frame is lost with them."""
    async with echo_agent() as agent, relay_to(agent.url) as relay, aiohttp.ClientSession() as http:
        for n in range(10):
            call = f"CA{n}"
            relay.ticket(call, call)
            ws = await http.ws_connect(relay.url, headers=signed())
            await ws.send_str(start(call, call, STREAM))
            talking = asyncio.create_task(_talk_on(ws))
            await until(lambda: any(item.session.phase is call_session.Phase.TALKING for item in relay.server.calls))
            for item in list(relay.server.calls):
                item.deliver(HangUpRequested())
            while (message := await asyncio.wait_for(ws.receive(), 3)).type is aiohttp.WSMsgType.TEXT:
                pass
            assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1000)
            await asyncio.wait({talking})
            await until(lambda: not relay.server.streams)


async def _talk_on(ws: aiohttp.ClientWebSocketResponse) -> None:
    for n in range(1, 200):
        if ws.closed:
            return
        try:
            await ws.send_str(media(n, b"\x10" * 160, STREAM))
        except ConnectionError:
            return
        if n % 10 == 0:
            await asyncio.sleep(0.001)


SEEDED = ("s3cret-token", "xi-key", "4711", "Ana Lima", "+14155550123", "card-number", "tool-s3cret", "summary-words")


class Confidant(EchoAgent):
    """Says, asks and hears everything that is confidential."""

    async def converse(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.receive()
        await ws.send_json(metadata("conv_1"))
        await ws.send_json({"type": "agent_response", "agent_response_event": {"agent_response": "Ana Lima"}})
        said = {"user_transcript": "card-number 4711"}
        await ws.send_json({"type": "user_transcript", "user_transcription_event": said})
        for name, parameters in (
            ("book", {"card": "card-number"}),
            ("fly", {"to": "Ana Lima"}),
            ("send_dtmf", {"digits": "4711"}),
            ("transfer_to_human", {"whom": "billing", "summary": "summary-words"}),
        ):
            call = {"tool_name": name, "tool_call_id": f"id-{name}", "parameters": parameters}
            await ws.send_json({"type": "client_tool_call", "client_tool_call": call})
        async for message in ws:
            self.heard.setdefault("all", []).append(message.data)
            if "user_message" in str(message.data):
                await ws.send_json(
                    {"type": "error", "error_event": {"code": 1011, "error_type": "x", "message": "Ana Lima"}}
                )
                await ws.close(code=1000, message=b"Ana Lima")
        return ws


async def test_nothing_that_is_said_shown_or_asked_in_a_call_is_in_any_log(capsys, caplog, monkeypatch):
    """Every level of ours, and what the libraries say at theirs."""
    monkeypatch.setattr(telemetry.log.registered_handler, "stream", sys.stdout)
    caplog.set_level(logging.INFO)
    telemetry.log.setLevel(logging.DEBUG)
    tools = {"book": HttpTool("https://127.0.0.1/book", headers={"Authorization": "tool_key"})}
    async with echo_agent(Confidant()) as agent, relay_to(agent.url) as relay, aiohttp.ClientSession() as http:
        relay.server.context.tools.secrets = lambda _company: {"tool_key": "tool-s3cret"}
        relay.ticket("s3cret-token", CALL, tools=tools, record=True, dynamic_variables={"caller": "+14155550123"})
        ws = await http.ws_connect(relay.url, headers=signed())
        await ws.send_str(start("s3cret-token", CALL, STREAM))
        for digit in "4711#":
            await ws.send_json(
                {"event": "dtmf", "streamSid": STREAM, "dtmf": {"track": "inbound_track", "digit": digit}}
            )
        await ws.send_str("Ana Lima is no JSON")
        await until(lambda: relay.tables.spent)  # else the thief may be quicker: both are asked about in threads
        thief = await http.ws_connect(relay.url, headers=signed())
        await thief.send_str(start("s3cret-token", CALL, STREAM))
        await until(lambda: any("user_message" in str(said) for said in agent.heard.get("all", [])))
        await ws.close()
        await until(lambda: not relay.server.streams)
        await relay.server.context.tools.close()
    logged = capsys.readouterr()
    text = logged.out + logged.err + caplog.text
    assert "tool called" in text
    assert "stream ended" in text
    assert [word for word in SEEDED if word in re.sub(r'"?_aws".*?\]\}', "", text)] == []


def test_the_repr_of_a_tool_run_holds_no_secret():
    order = RunTool(1, "book", HttpTool("https://x", headers={"Authorization": "tool_key"}), {})
    assert "tool-s3cret" not in repr(order)
