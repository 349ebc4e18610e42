"""A watcher whose call is on another relay: the owner's messages come over its private API and go on, unread.

`GET /internal/calls/{call}/watch?company=…&listen=…`, a WebSocket, signed like a command over its path and query.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from urllib.parse import quote

import aiohttp
from aiohttp import web
from picows import WSCloseCode

from media_relay.clients.remote_client import HEARTBEAT_S, OPEN_LIMIT_S, Outbox
from media_relay.clients.watch_socket import WatchSocket
from trunkline.ids import CallId
from trunkline.relay_api.commands import SIGNATURE_HEADER, sign
from trunkline.telemetry import count

CODES = {int(code.value): code for code in (WSCloseCode.OK, WSCloseCode.POLICY_VIOLATION, WSCloseCode.TRY_AGAIN_LATER)}


def signed_path(call_id: CallId, company_id: str, key: Callable[[], str], *, listens: bool) -> tuple[str, str]:
    query = f"company={quote(company_id)}&listen={str(listens).lower()}&nonce={secrets.token_hex(8)}"
    path = f"/internal/calls/{call_id}/watch?{query}"
    return path, sign("GET", path, b"", key(), time.time())


async def pass_on(url: str, signature: str, socket: WatchSocket) -> None:
    """Until either side leaves. An owner that is lost, or leaves, is a reason to come again."""
    reading = asyncio.ensure_future(_read(url, signature, socket))
    socket.leave = reading.cancel
    await asyncio.wait({reading})
    code = WSCloseCode.GOING_AWAY
    if not reading.cancelled() and reading.exception() is None:
        code = CODES.get(reading.result() or 0, code)
    socket.end(code)


async def _read(url: str, signature: str, socket: WatchSocket) -> int | None:
    """The code with which the owner closed."""
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=OPEN_LIMIT_S)
    headers = {SIGNATURE_HEADER: signature}
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        http.ws_connect(url, headers=headers, heartbeat=HEARTBEAT_S, max_msg_size=0) as owner,
    ):
        async for message in owner:
            if message.type is aiohttp.WSMsgType.TEXT:
                socket.send(message.data.encode())
        return owner.close_code


class RemoteWatcher:
    """The owner's side. `let_go` ends a socket that is not read."""

    def __init__(self, let_go: Callable[[], None], *, listens: bool) -> None:
        self.listens = listens
        self._let_go = let_go
        self._outbox = Outbox()
        self._code = WSCloseCode.OK

    def send(self, frame: bytes) -> None:
        if not self._outbox.put(frame):
            count("WatcherDropped")
            self._let_go()

    def end(self, code: WSCloseCode) -> None:
        self._code = code
        self._outbox.close()

    async def serve(self, ws: web.WebSocketResponse) -> None:
        """Until the other relay closes. What it sends is not read."""
        speaking = asyncio.create_task(self._speak(ws))
        try:
            async for _ in ws:
                pass
        finally:
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)

    async def _speak(self, ws: web.WebSocketResponse) -> None:
        while (frame := await self._outbox.next()) is not None:
            await ws.send_str(frame.decode())
        await ws.close(code=int(self._code.value))
