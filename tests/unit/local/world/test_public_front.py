"""One public address: bytes and headers pass as they are, sockets go to the relay, nothing passes too early."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import WSMsgType, web

from local.world.public_front import LARGEST_REQUEST, Behind, PublicFront

KNOCK = "/live/only-we-know"
CLOSED = web.AppKey("closed", list[int | None])


async def functions(request: web.Request) -> web.Response:
    seen = {"path": request.raw_path, "signature": request.headers.get("X-Twilio-Signature"), "host": request.host}
    body = await request.read()
    return web.json_response(seen | {"body": body.decode("latin-1")}, status=202, headers={"X-Answered": "yes"})


async def relay(request: web.Request) -> web.StreamResponse:
    if "X-Twilio-Signature" not in request.headers:
        return web.Response(status=403)
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.data == "bye":
            await socket.close(code=4000)
        elif message.type is WSMsgType.TEXT:
            await socket.send_str(f"heard {message.data}")
        else:
            await socket.send_bytes(message.data[::-1])
    request.app[CLOSED].append(socket.close_code)
    return socket


async def serve(handler: Any) -> tuple[web.AppRunner, str]:
    app = web.Application()
    app[CLOSED] = []
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


class Street:
    def __init__(self, front: PublicFront, base: str, behind: Behind, relay: web.AppRunner) -> None:
        self.front, self.base, self.behind, self.relay = front, base, behind, relay


@pytest_asyncio.fixture
async def street() -> AsyncIterator[Street]:
    item, webhooks = await serve(functions)
    other, sockets = await serve(relay)
    front = PublicFront(KNOCK)
    base = f"http://127.0.0.1:{await front.start(0)}"
    yield Street(front, base, Behind(webhooks, sockets), other)
    await front.stop()
    await item.cleanup()
    await other.cleanup()


@pytest_asyncio.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_before_it_is_opened_only_the_knock_is_answered(street, http):
    statuses = [(await http.post(street.base + path, data=b"x")).status for path in (KNOCK, "/twilio/voice")]
    assert statuses == [204, 503]
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        await http.ws_connect(street.base + "/twilio/media-stream")


async def test_path_query_headers_and_body_pass_as_they_are(street, http):
    street.front.open(street.behind)
    url = street.base + "/twilio/voice?a=%2F%20b&a="
    headers = {"X-Twilio-Signature": "sig"}
    answer = await http.post(aiohttp.client.URL(url, encoded=True), data=b"\xff\x00body", headers=headers)
    seen = await answer.json()
    assert (answer.status, answer.headers["X-Answered"]) == (202, "yes")
    assert (seen["path"], seen["signature"], seen["body"]) == ("/twilio/voice?a=%2F%20b&a=", "sig", "\xff\x00body")


async def test_a_body_that_is_too_large_is_refused(street, http):
    street.front.open(street.behind)
    answer = await http.post(street.base + "/webhooks/elevenlabs", data=b"x" * (LARGEST_REQUEST + 1))
    assert answer.status == 413


async def test_a_socket_goes_to_the_relay_both_ways_and_closes_for_the_same_reason(street, http):
    street.front.open(street.behind)
    url, headers = street.base + "/twilio/media-stream", {"X-Twilio-Signature": "sig"}
    async with http.ws_connect(url, headers=headers) as socket:
        await socket.send_str("hello")
        assert (await socket.receive()).data == "heard hello"
        await socket.send_bytes(b"abc")
        assert (await socket.receive()).data == b"cba"
        await socket.send_str("bye")
        assert (await socket.receive()).type is WSMsgType.CLOSE
        assert socket.close_code == 4000


async def test_a_caller_who_hangs_up_is_heard_by_the_relay(street, http):
    street.front.open(street.behind)
    socket = await http.ws_connect(street.base + "/m", headers={"X-Twilio-Signature": "sig"})
    await socket.close(code=1001)
    await street.front.stop()
    assert street.relay.app[CLOSED] == [1001]


async def test_whom_the_relay_refuses_the_front_refuses_with_the_same_status(street, http):
    street.front.open(street.behind)
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await http.ws_connect(street.base + "/twilio/media-stream")


async def test_a_front_without_a_backend_answers_503(street, http):
    gone = Behind("http://127.0.0.1:1", "http://127.0.0.1:1")
    street.front.open(gone)
    assert (await http.get(street.base + "/api/v1/calls")).status == 502
    with pytest.raises(aiohttp.WSServerHandshakeError, match="502"):
        await http.ws_connect(street.base + "/m")
