"""The agent's end of a call: gives out a signed address, introduces itself, speaks in turns, counts what it hears."""

import asyncio
import json
import re
from collections.abc import Callable

from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)

from bench.load import frames
from bench.load.frames import payload_in
from bench.load.timetable import LARGE_FRAMES
from bench.load.way import Way

BODIES = {size: frames.body(size, is_voiced=True) for size in (frames.FRAME_BYTES, *LARGE_FRAMES)}
CALL = re.compile(rb"CA([0-9a-f]{32})")
FRAME_LIMIT_BYTES = 16 * 1024 * 1024
AUDIO_MARKER = b'{"user_audio_chunk":"'


class AgentEnd(WSListener):
    """Finds its call by the first frame that names one: a plain forward gives no other sign."""

    def __init__(self, server: "AgentServer") -> None:
        self.pongs = 0
        self._server = server
        self._from_caller: Way | None = None
        self._to_caller: Way
        self._transport: WSTransport

    def speak(self, audio_bytes: int, frames_per_turn: int, stagger: int) -> None:
        place = self._to_caller.sent + stagger
        event_id = 1 + place // frames_per_turn
        if place % frames_per_turn == 0:
            for text in frames.words_of_a_turn(event_id):
                self._transport.send(WSMsgType.TEXT, text)
        payload = self._to_caller.leave(BODIES[audio_bytes])
        self._transport.send(WSMsgType.TEXT, frames.agent_audio(payload, event_id))

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002 - picows calls it so
        if frame.msg_type is not WSMsgType.TEXT:
            return
        text = frame.get_payload_as_bytes()
        if self._from_caller is None:
            self._begin(text)
        elif payload := payload_in(text, self._server.audio_marker):
            self._from_caller.arrive(payload)
        elif b'"pong"' in text:
            self.pongs += 1

    def _begin(self, text: bytes) -> None:
        named = CALL.search(text)
        if named is None:
            return
        call = int(named[1], 16)
        self._from_caller, self._to_caller = self._server.ways(call)
        self._transport.send(WSMsgType.TEXT, frames.metadata(call))
        self._server.joined(call, self)


class AgentServer:
    """The voice provider: one port for its REST answer and its sockets."""

    def __init__(self, audio_marker: bytes, calls: int, ways: Callable[[int], tuple[Way, Way]]) -> None:
        self.audio_marker = audio_marker
        self.ways = ways
        self.ends: dict[int, AgentEnd] = {}
        self.all_here = asyncio.Event()
        self._expected = calls
        self._server: asyncio.Server

    async def open(self) -> int:
        """The port."""
        self._server = await ws_create_server(self._answer, "127.0.0.1", 0, max_frame_size=FRAME_LIMIT_BYTES)
        return int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        self._server.close()

    def joined(self, call: int, end: AgentEnd) -> None:
        self.ends[call] = end
        if len(self.ends) == self._expected:
            self.all_here.set()

    def _answer(self, request: WSUpgradeRequest) -> AgentEnd | WSUpgradeResponseWithListener:
        if b"get-signed-url" not in request.path:
            return AgentEnd(self)
        host = request.headers["host"]
        address = f"ws://{host}/v1/convai/conversation?agent_id=agent_bench&conversation_signature=cvtkn"
        answer = WSUpgradeResponse.create_ok_response(
            json.dumps({"signed_url": address}).encode(), {"Content-Type": "application/json"}
        )
        return WSUpgradeResponseWithListener(answer, None)
