"""A socket passed on to another address: frames both ways, and the end of either side."""

import asyncio
import contextlib

import aiohttp
from aiohttp import WSMsgType, web
from yarl import URL

NOT_PASSED_ON = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}
OF_THE_HANDSHAKE = {"sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "upgrade"}
LARGEST_MESSAGE = 1024 * 1024  # a media frame has 300 bytes; the relay has stricter ideas of its own

Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


def passed(request: web.Request) -> dict[str, str]:
    """The headers that belong to the request and not to its connection."""
    return {name: value for name, value in request.headers.items() if name.lower() not in NOT_PASSED_ON}


async def pass_socket_on(http: aiohttp.ClientSession, request: web.Request, base: str) -> web.StreamResponse:
    """The other side is asked first: its refusal is passed on as it is, and no socket opens.

    Raises ClientConnectionError.
    """
    headers = {name: value for name, value in passed(request).items() if name.lower() not in OF_THE_HANDSHAKE}
    url = URL(base + request.raw_path, encoded=True)
    try:
        inside = await http.ws_connect(url, headers=headers, max_msg_size=LARGEST_MESSAGE)
    except aiohttp.WSServerHandshakeError as refusal:
        return web.Response(status=refusal.status)
    async with inside:
        outside = web.WebSocketResponse(max_msg_size=LARGEST_MESSAGE, compress=False)
        await outside.prepare(request)
        await _both_ways(outside, inside)
        return outside


async def _both_ways(socket: Socket, other: Socket) -> None:
    """Until either side has closed; the other one then hears the same reason."""
    ways = [asyncio.create_task(_one_way(socket, other)), asyncio.create_task(_one_way(other, socket))]
    try:
        await asyncio.wait(ways, return_when=asyncio.ALL_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _one_way(source: Socket, target: Socket) -> None:
    async for message in source:
        with contextlib.suppress(ConnectionError):  # it is closing: frames still on their way are dropped
            if message.type is WSMsgType.TEXT:
                await target.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await target.send_bytes(message.data)
    await target.close(code=source.close_code or 1000)
