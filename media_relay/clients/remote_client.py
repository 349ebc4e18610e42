"""A client whose call is on another relay: its frames go to the owner's private API and back, unread.

`GET /internal/calls/{call}/program?company=…&peer=…`, a WebSocket, signed like a command over its path and query.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from urllib.parse import quote

import aiohttp
from aiohttp import web

from media_relay.calls.voice_call import VoiceCall
from media_relay.clients.call_control import CallControl
from media_relay.clients.client_messages import ClientMessages
from media_relay.clients.client_socket import FRAME_LIMIT_BYTES, ClientSocket
from media_relay.session.speech.speech_messages import BufferTextRequested
from trunkline.ids import CallId
from trunkline.relay_api.commands import SIGNATURE_HEADER, sign
from trunkline.telemetry import count

OPEN_LIMIT_S = 3.0
HEARTBEAT_S = 10.0  # a relay that answers no ping is gone, even if its sockets are open
WAITING_AT_MOST = 256  # frames on their way to the other relay
AWAY = "the relay that carries this call cannot be reached"


def path_of(call_id: CallId, company_id: str, peer_id: str, nonce: str = "") -> str:
    path = f"/internal/calls/{call_id}/program?company={quote(company_id)}&peer={quote(peer_id)}"
    return f"{path}&nonce={nonce}" if nonce else path


class Outbox:
    """Messages to the other relay, and the closing message behind them, which is never lost for lack of room."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING_AT_MOST + 1)
        self._is_closed = False

    def put(self, frame: bytes) -> bool:
        """False when the other side does not take what it is sent: then it is over, and what waits is void."""
        if self._is_closed:
            return True
        if self._waiting.qsize() < WAITING_AT_MOST:
            self._waiting.put_nowait(frame)
            return True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self.close()
        return False

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._waiting.put_nowait(None)

    async def next(self) -> bytes | None:
        """None: that was all."""
        return await self._waiting.get()


class RemoteClientProxy:
    """This relay's side: the client's messages go to the owner, the owner's to the client."""

    def __init__(self, leg: ClientSocket, *, is_welcome: bool = False) -> None:
        self._leg = leg
        self._is_welcome = is_welcome  # it was greeted here already, while its call rang
        self._outbox = Outbox()

    def client_message(self, frame: bytes) -> None:
        if not self._outbox.put(frame):
            count("ProgramDropped")
            self._leg.refuse("too many messages")

    def client_gone(self) -> None:
        self._outbox.close()

    async def run(self, url: str, signature: str) -> None:
        """Until either side leaves."""
        try:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=OPEN_LIMIT_S)
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.ws_connect(
                    url,
                    headers={SIGNATURE_HEADER: signature},
                    max_msg_size=FRAME_LIMIT_BYTES,
                    heartbeat=HEARTBEAT_S,
                ) as owner,
            ):
                await self._pass_both_ways(owner)
        except (aiohttp.ClientError, TimeoutError, OSError):
            self._leg.refuse(AWAY)

    async def _pass_both_ways(self, owner: aiohttp.ClientWebSocketResponse) -> None:
        there = asyncio.create_task(self._pass_on(owner))
        async for message in owner:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._to_client(message.data.encode())
        self._leg.hang_up()
        there.cancel()
        await asyncio.gather(there, return_exceptions=True)

    def _to_client(self, frame: bytes) -> None:
        """The owner's first message is its greeting."""
        if not self._is_welcome:
            self._leg.send(frame)
        self._is_welcome = False

    async def _pass_on(self, owner: aiohttp.ClientWebSocketResponse) -> None:
        while (frame := await self._outbox.next()) is not None:
            await owner.send_str(frame.decode(errors="replace"))
        await owner.close()


class RemoteClient(ClientMessages):
    """The owner's side: a listener whose messages go to another relay. `let_go` ends an unread socket."""

    def __init__(self, peer_id: str, let_go: Callable[[], None]) -> None:
        super().__init__(peer_id)
        self._outbox = Outbox()
        self._let_go = let_go

    def send(self, frame: bytes) -> None:
        if not self._outbox.put(frame):
            count("ProgramDropped")
            self._let_go()  # the client may come back under the same name

    def hang_up(self) -> None:
        self._outbox.close()

    async def serve(self, ws: web.WebSocketResponse, call: VoiceCall) -> None:
        control = CallControl(call, self)
        speaking = asyncio.create_task(self._speak(ws))
        try:
            self.welcome(call.call_id)
            call.deliver(BufferTextRequested())  # texts queued while it rang
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    control.client_message(message.data.encode())
        finally:
            control.client_gone()
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)

    async def _speak(self, ws: web.WebSocketResponse) -> None:
        while (frame := await self._outbox.next()) is not None:
            await ws.send_str(frame.decode())
        await ws.close()


def signed_path(call_id: CallId, company_id: str, peer_id: str, key: Callable[[], str]) -> tuple[str, str]:
    path = path_of(call_id, company_id, peer_id, secrets.token_hex(8))
    return path, sign("GET", path, b"", key(), time.time())
