"""A caller's socket that is open and does not read: its backlog grows, up to a limit."""

import asyncio
import base64
import logging
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from aiohttp import web
from picows import WSTransport

from media_relay.sockets.caller_leg import BACKLOG_LIMIT_BYTES, CallerLeg
from tests.fakes.relays import Relay, relay_to, signed, start

CALL, STREAM = "CA1", "MZ" + "0" * 32
METADATA = {
    "type": "conversation_initiation_metadata",
    "conversation_initiation_metadata_event": {
        "conversation_id": "conv_1",
        "agent_output_audio_format": "ulaw_8000",
        "user_input_audio_format": "ulaw_8000",
    },
}
CHUNK = base64.b64encode(b"\x10" * 20_000).decode()
CHUNKS = 600  # 16 MB as base64: more than two kernels and our limit hold


@pytest_asyncio.fixture
async def chatterbox() -> AsyncIterator[str]:
    """An agent that says more in a second than a caller hears in half an hour."""

    async def url(request: web.Request) -> web.Response:
        return web.json_response({"signed_url": f"ws://{request.host}/talk"})

    async def talk(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.receive()
        await ws.send_json(METADATA)
        for number in range(CHUNKS):
            await ws.send_json({"type": "audio", "audio_event": {"audio_base_64": CHUNK, "event_id": 1 + number // 50}})
        await ws.receive()
        return ws

    app = web.Application()
    app.add_routes([web.get("/talk", talk), web.get("/{path:.*}", url)])
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@asynccontextmanager
async def deaf_caller(relay: Relay, token: str, call: str) -> AsyncIterator[socket.socket]:
    """Opens a stream, sends its start, and never reads again."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sock, ("127.0.0.1", relay.server.port))
    key = base64.b64encode(b"0" * 16).decode()
    upgrade = (
        "GET /twilio/media-stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        f"X-Twilio-Signature: {signed()['X-Twilio-Signature']}\r\n\r\n"
    )
    await loop.sock_sendall(sock, upgrade.encode())
    await loop.sock_recv(sock, 200)
    body = start(token, call, STREAM).encode()
    await loop.sock_sendall(sock, b"\x81" + bytes([0x80 | 126]) + len(body).to_bytes(2, "big") + b"\x00" * 4 + body)
    try:
        yield sock
    finally:
        sock.close()


async def until(condition, limit_s: float = 10.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await asyncio.sleep(0.01)


async def test_a_caller_that_does_not_read_is_closed_and_its_backlog_dropped(chatterbox):
    async with relay_to(chatterbox) as relay:
        relay.ticket("t1", CALL)
        async with deaf_caller(relay, "t1", CALL):
            await until(lambda: len(relay.server.calls) == 1)
            [call] = relay.server.calls
            most = 0

            def is_refused() -> bool:
                nonlocal most
                most = max(most, call._caller._backlog_bytes())
                return relay.outcome(CALL) == "caller-refused"

            await until(is_refused)
            transport = call._caller.transport.underlying_transport
            await until(lambda: not relay.server.streams)
            assert BACKLOG_LIMIT_BYTES < most < BACKLOG_LIMIT_BYTES + 64 * 1024  # and what the agent sends in between
            assert transport.get_write_buffer_size() == 0  # not kept for a peer that will never read it


@pytest.mark.parametrize(
    ("waiting", "verdict"), [(BACKLOG_LIMIT_BYTES, ""), (BACKLOG_LIMIT_BYTES + 1, "does not take")]
)
async def test_the_limit_is_a_backlog_of_a_megabyte(waiting, verdict):
    class Underlying:
        write = None

        def get_write_buffer_size(self) -> int:
            return waiting

        def get_extra_info(self, name: str) -> socket.socket | None:
            return ours if name == "socket" else None

    ours, theirs = socket.socketpair()
    leg = CallerLeg()
    leg.on_ws_connected(WSTransport(False, Underlying(), logging.getLogger("picows"), asyncio.get_running_loop()))
    leg.pause_writing()  # as the transport says long before
    theirs.close()
    ours.close()
    assert leg.abuse(1.0).startswith(verdict)
    assert bool(leg.abuse(1.0)) == bool(verdict)
