"""Retell's side of a custom-LLM socket: it dials, asks, and takes nothing but answers to its newest request.

Retell documentation "LLM WebSocket", read 2026-11; waits between attempts are shorter here.
"""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from local.retell import llm_frames
from local.retell.llm_frames import Answer

ATTEMPTS, REDIALS, LOST_AT_MOST = 3, 4, 2
ATTEMPT_S, GAP_S, PING_S, CUT_OFF_S = 7.0, 0.2, 2.0, 5.0
GREETING_ID = 0
HANG_UP, ABNORMAL, NO_STATUS, BINARY = 1000, 1006, 1005, 1007
OPEN_FAILED, RUNTIME = "error_llm_websocket_open", "error_llm_websocket_runtime"
LOST, CORRUPT = "error_llm_websocket_lost_connection", "error_llm_websocket_corrupt_payload"
ENDINGS = {HANG_UP: "agent_hangup", NO_STATUS: OPEN_FAILED, BINARY: CORRUPT}


@dataclass
class LlmSocket:
    """One call's. `ended_because` is the disconnection reason, once the socket has decided the call's fate. `items` is
    the call's transcript with tools, `unasked` what is to be spoken without a request: interruptions by the agent, and
    a greeting that comes again after a reconnect."""

    url: Callable[[], str]  # resolved anew for each attempt: another machine may have taken over
    call: dict[str, Any]
    note: Callable[[str, str], None]
    items: list[dict[str, Any]] = field(default_factory=list)
    newest: int = GREETING_ID
    responses: dict[int, Answer] = field(default_factory=dict)
    unasked: list[Answer] = field(default_factory=list)
    agent_config: dict[str, float] = field(default_factory=dict)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    ended_because: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _socket: aiohttp.ClientWebSocketResponse | None = None
    _waiting: dict[str, Any] | None = None  # the newest request, again after a reconnect
    _heard_at_s: float = 0.0
    _was_cut: bool = False  # by us: no ping came back
    _interrupt: tuple[int, Answer] | None = None
    _again: Answer | None = None  # the greeting of a socket that is not the first

    async def run(self) -> None:
        """Until the call's fate is decided or the task is cancelled."""
        redials, lost, failed = 0, 0, 0
        async with aiohttp.ClientSession() as http:
            while not self.ended_because:
                try:
                    async with asyncio.timeout(ATTEMPT_S):
                        self._socket = await http.ws_connect(self.url(), autoclose=False)
                except (aiohttp.ClientError, TimeoutError, OSError):
                    failed += 1
                    if failed >= ATTEMPTS:
                        self._over(LOST if redials or lost else OPEN_FAILED)
                    await asyncio.sleep(GAP_S)
                    continue
                failed = 0
                code = await self._serve(self._socket)
                redials, lost = redials + (not self._was_cut), lost + self._was_cut
                if code != ABNORMAL or redials > REDIALS or lost > LOST_AT_MOST:
                    self._over(LOST if self._was_cut else ENDINGS.get(code, RUNTIME))
                else:
                    self.note("redials", f"after {code}")

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse) -> int:
        self._was_cut, self.config, self._heard_at_s = False, {}, time.monotonic()
        self._again = Answer() if self.newest != GREETING_ID else None
        if self._again is None:
            self.responses.pop(GREETING_ID, None)  # the first greeting was lost
        pinging = asyncio.create_task(self._ping(socket))
        try:
            if self._waiting is not None:
                await self._send(self._waiting)
            return await self._read(socket)
        finally:
            pinging.cancel()
            with suppress(asyncio.CancelledError):
                await pinging

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> int:
        """The code with which it closed: without a status, and without a close frame, are two of them."""
        while not socket.closed:
            message = await socket.receive()
            if message.type is aiohttp.WSMsgType.BINARY:
                await socket.close(code=BINARY)
                return BINARY
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._take(message.data)
            elif message.type is aiohttp.WSMsgType.CLOSE:
                await socket.close()
                return int(message.data or NO_STATUS)
            elif message.type not in {aiohttp.WSMsgType.PING, aiohttp.WSMsgType.PONG}:
                return ABNORMAL
        return ABNORMAL

    async def _ping(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while not socket.closed:
            await asyncio.sleep(PING_S)
            if not self.config.get("auto_reconnect"):
                continue
            if time.monotonic() - self._heard_at_s > CUT_OFF_S:
                self._was_cut = True
                await socket.close()
                return
            await self._send({"interaction_type": "ping_pong", "timestamp": round(time.time() * 1000)})

    async def ask(self, kind: str, transcript: list[dict[str, Any]]) -> int:
        """A request: all earlier ones are void from now on."""
        self.newest += 1
        request = {"interaction_type": kind, "response_id": self.newest, **self._so_far(transcript)}
        self._waiting = request
        await self._send(request)
        return self.newest

    async def update(self, transcript: list[dict[str, Any]], turn: str) -> None:
        await self._send({"interaction_type": "update_only", "turntaking": turn, **self._so_far(transcript)})

    def void(self, number: int) -> None:
        """The caller spoke over this answer."""
        self.responses.setdefault(number, Answer()).is_void = True

    def _so_far(self, transcript: list[dict[str, Any]]) -> dict[str, Any]:
        """With tools and keys only where they were asked for."""
        with_tools = self.config.get("transcript_with_tool_calls") is True
        return {"transcript": transcript} | ({"transcript_with_tool_calls": self.items} if with_tools else {})

    async def _send(self, message: dict[str, Any]) -> None:
        if self._socket is not None:
            with suppress(aiohttp.ClientError, ConnectionError):
                await self._socket.send_str(json.dumps(message))

    async def _take(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            self.note("not understood", "malformed JSON")
            return
        match frame.get("response_type"):
            case "config":
                self.config = frame.get("config") or {}
                if self.config.get("call_details"):
                    await self._send({"interaction_type": "call_details", "call": self.call})
            case "ping_pong":
                self._heard_at_s = time.monotonic()
            case "response":
                self._response(frame)
            case "agent_interrupt":
                self._interrupts(frame)
            case "tool_call_invocation" | "tool_call_result":
                self._tool(frame)
            case "update_agent":
                self.agent_config |= llm_frames.agent_config(frame)

    def _response(self, frame: dict[str, Any]) -> None:
        number = llm_frames.number_of(frame, "response_id")
        if number == GREETING_ID and self._again and not self._again.is_complete:
            self._again.take(frame)
            if self._again.is_complete and self._again.text.strip():
                self.unasked.append(self._again)
            return
        known = self.responses.get(number) if number is not None else None
        if number is None or number != self.newest or (known and (known.is_complete or known.is_void)):
            self.dropped.append(frame)
            return
        self.responses.setdefault(number, Answer()).take(frame)
        if frame["content_complete"] and self._waiting and self._waiting["response_id"] == number:
            self._waiting = None
        self.changed.set()

    def _interrupts(self, frame: dict[str, Any]) -> None:
        """The same id goes on; a new one discards the one before."""
        number = llm_frames.number_of(frame, "interrupt_id")
        if number is None:
            self.dropped.append(frame)
            return
        if self._interrupt is None or self._interrupt[0] != number:
            self._interrupt = (number, Answer())
            self.unasked = [self._interrupt[1]]
        self._interrupt[1].take(frame)
        self.changed.set()

    def _tool(self, frame: dict[str, Any]) -> None:
        """Bookkeeping alone: an item of the transcript. A result without an invocation, or a second one, is a fault of
        the server's."""
        item = llm_frames.tool_item(frame)
        used = [(known["role"], known["tool_call_id"]) for known in self.items if "tool_call_id" in known]
        invoked = ("tool_call_invocation", frame.get("tool_call_id")) in used
        is_result = frame["response_type"] == "tool_call_result"
        if item is None or invoked != is_result or (item["role"], item["tool_call_id"]) in used:
            self.dropped.append(frame)
            self.note("not understood", frame["response_type"])
        else:
            self.items.append(item)

    def _over(self, reason: str) -> None:
        self.ended_because = reason
        self.changed.set()
