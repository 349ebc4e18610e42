"""A program whose call lives on another relay: its frames are passed to the owner's private door and back, unread.

`GET /internal/calls/{call}/program?company=…&peer=…`, a WebSocket, signed like an order over its path and query.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from urllib.parse import quote

import aiohttp
from aiohttp import web

from media_relay.io.program_leg import FRAME_LIMIT_BYTES, ProgramLeg
from media_relay.io.program_voice import ProgramVoice
from media_relay.io.steering import Wheel
from media_relay.io.voice_call import VoiceCall
from trunkline.domain.calls import CallId
from trunkline.protocols.relay_commands import SIGNATURE_HEADER, sign

OPEN_LIMIT_S = 3.0
WAITING_AT_MOST = 256  # frames on their way to the other relay
AWAY = "the relay that carries this call cannot be reached"


def path_of(call_id: CallId, company_id: str, peer_id: str) -> str:
    return f"/internal/calls/{call_id}/program?company={quote(company_id)}&peer={quote(peer_id)}"


class Detour:
    """This relay's side: what the program says goes to the owner, what the owner says to the program."""

    def __init__(self, leg: ProgramLeg) -> None:
        self._leg = leg
        self._outgoing: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING_AT_MOST)

    def program_said(self, frame: bytes) -> None:
        try:
            self._outgoing.put_nowait(frame)
        except asyncio.QueueFull:
            self._leg.refuse("too many messages")

    def program_left(self) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self._outgoing.put_nowait(None)

    async def run(self, url: str, signature: str) -> None:
        """Until either side leaves."""
        try:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=OPEN_LIMIT_S)
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.ws_connect(url, headers={SIGNATURE_HEADER: signature}, max_msg_size=FRAME_LIMIT_BYTES) as owner,
            ):
                await self._pass_both_ways(owner)
        except (aiohttp.ClientError, TimeoutError, OSError):
            self._leg.refuse(AWAY)

    async def _pass_both_ways(self, owner: aiohttp.ClientWebSocketResponse) -> None:
        there = asyncio.create_task(self._pass_on(owner))
        async for message in owner:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._leg.send(message.data.encode())
        self._leg.hang_up()
        there.cancel()
        await asyncio.gather(there, return_exceptions=True)

    async def _pass_on(self, owner: aiohttp.ClientWebSocketResponse) -> None:
        while (frame := await self._outgoing.get()) is not None:
            await owner.send_str(frame.decode(errors="replace"))
        await owner.close()


class RemoteProgram(ProgramVoice):
    """The owner's side: a listener whose words go to another relay."""

    def __init__(self, peer_id: str) -> None:
        super().__init__(peer_id)
        self._outgoing: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING_AT_MOST)

    def send(self, frame: bytes) -> None:
        with contextlib.suppress(asyncio.QueueFull):  # it does not read: it loses what it did not take
            self._outgoing.put_nowait(frame)

    def hang_up(self) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self._outgoing.put_nowait(None)

    async def serve(self, ws: web.WebSocketResponse, call: VoiceCall) -> None:
        wheel = Wheel(call, self)
        speaking = asyncio.create_task(self._speak(ws))
        try:
            self.welcome(call.call_id)
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    wheel.program_said(message.data.encode())
        finally:
            wheel.program_left()
            speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)

    async def _speak(self, ws: web.WebSocketResponse) -> None:
        while (frame := await self._outgoing.get()) is not None:
            await ws.send_str(frame.decode())
        await ws.close()


def signed_path(call_id: CallId, company_id: str, peer_id: str, key: Callable[[], str]) -> tuple[str, str]:
    path = path_of(call_id, company_id, peer_id)
    return path, sign("GET", path, b"", key(), time.time())
