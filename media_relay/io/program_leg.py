"""A program's socket: who it is, which call it steers, and what it hears of it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from media_relay.io.fragments import Fragments
from trunkline.protocols import program_socket as wire
from trunkline.protocols.frames import Garbage
from trunkline.protocols.program_socket import Ping, ProgramMessage, Visit

FRAME_LIMIT_BYTES = 64 * 1024
FRAMES_PER_S_LIMIT = 200
BACKLOG_LIMIT_BYTES = 512 * 1024
EARLY_FRAMES = 20  # kept while we look up whose key it is


def utc_now() -> datetime:
    return datetime.now(UTC)


class Steered(Protocol):
    """What a program may do with its call, whoever carries it."""

    def program_said(self, message: ProgramMessage, leg: "ProgramLeg") -> None: ...

    def program_left(self, leg: "ProgramLeg") -> None: ...


class ProgramLeg(WSListener):
    """Let in first, asked for its key at once: a socket library wants its answer before a table has one."""

    def __init__(
        self, visit: Visit, on_open: Callable[["ProgramLeg"], None], on_gone: Callable[["ProgramLeg"], None]
    ) -> None:
        self.visit = visit
        self._on_open = on_open
        self._on_gone = on_gone
        self._call: Steered | None = None
        self._transport: WSTransport | None = None
        self._fragments = Fragments(FRAME_LIMIT_BYTES)
        self._early: list[bytes] = []
        self._frames_this_second, self._second = 0, 0

    def steer(self, call: Steered, call_sid: str | None) -> None:
        """From now on what the program says goes to this call; what it said meanwhile goes first."""
        self._call = call
        self._send(wire.connection_established(self.visit.peer_id, call_sid, utc_now()))
        early, self._early = self._early, []
        for frame in early:
            self._take(frame)

    def refuse(self, detail: str) -> None:
        self._send(wire.error(detail, utc_now()))
        self.close(WSCloseCode.POLICY_VIOLATION)

    def close(self, code: WSCloseCode) -> None:
        if self._transport is not None and not self._transport.is_disconnected:
            self._transport.send_close(code)
            self._transport.disconnect()

    # --- what the call tells -------------------------------------------------------------------------------------

    def speech(self, payload: bytes) -> None:
        self._send(wire.audio(payload, utc_now()))

    def started(self, text: str) -> None:
        self._send(wire.synthesis_started(text, utc_now()))

    def failed(self, text: str, error: str) -> None:
        self._send(wire.synthesis_error(text, error, utc_now()))

    def answered(self, action: str, *, success: bool, **more: object) -> None:
        self._send(wire.control_response(action, utc_now(), success=success, **more))

    def over(self) -> None:
        self._send(wire.call_ended(utc_now()))
        self.close(WSCloseCode.OK)

    # --- the socket ----------------------------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._on_open(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        match frame.msg_type:
            case WSMsgType.TEXT | WSMsgType.CONTINUATION:
                whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
                if whole is not None:
                    self._take(whole)
            case WSMsgType.BINARY:
                self._send(wire.error("text messages only", utc_now()))
            case WSMsgType.CLOSE:
                transport.send_close(WSCloseCode.OK)
                transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        self._on_gone(self)
        if self._call is not None:
            self._call.program_left(self)

    def _take(self, frame: bytes) -> None:
        if self._floods():
            self.refuse("too many messages")
        elif self._call is None:
            self._early = [*self._early, frame][-EARLY_FRAMES:]
        else:
            self._hear(wire.read(frame), self._call)

    def _hear(self, message: ProgramMessage, call: Steered) -> None:
        match message:
            case Ping():
                self._send(wire.pong(utc_now()))
            case Garbage(reason):
                self._send(wire.error(reason, utc_now()))
            case _:
                call.program_said(message, self)

    def _floods(self) -> bool:
        second = int(asyncio.get_running_loop().time())
        if second != self._second:
            self._second, self._frames_this_second = second, 0
        self._frames_this_second += 1
        return self._frames_this_second > FRAMES_PER_S_LIMIT

    def _send(self, frame: bytes) -> None:
        if self._transport is None or self._transport.is_disconnected:
            return
        if self._transport.underlying_transport.get_write_buffer_size() > BACKLOG_LIMIT_BYTES:
            self._transport.disconnect()  # a program that does not read may come back under the same name
            return
        self._transport.send(WSMsgType.TEXT, frame)
