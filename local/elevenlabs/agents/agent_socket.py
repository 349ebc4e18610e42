"""An agent socket: frames of a client in, effects of the session out, pings between."""

import asyncio
import json
import time
from typing import Any

from aiohttp import WSMsgType, web

from local.elevenlabs.agents import frames
from local.elevenlabs.agents.conversation import Conversation, Ping
from local.elevenlabs.agents.effects import Effect, Ended
from local.elevenlabs.agents.narration import narrate
from local.elevenlabs.agents.session import Session
from local.elevenlabs.speech import voice
from local.elevenlabs.workspace import Workspace

TICK_S = 0.02
LOOK_EVERY_S = 0.04
LONGEST_CLOSE_REASON_BYTES = 123


class AgentSocket:
    def __init__(
        self,
        ws: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        workspace: Workspace,
        conversation: Conversation,
    ) -> None:
        self._ws = ws
        self._transport = transport
        self._workspace = workspace
        self._faults = workspace.faults.socket
        self._conversation = conversation
        self._session = Session(conversation)
        self._began_at = asyncio.get_running_loop().time()
        self._pings: dict[int, Ping] = {}
        self._ping_ms: int | None = None
        self._gone = False
        self._next_look_s = 0.0

    async def run(self, first: str | None) -> None:
        """Serves the conversation to its end. `first` is the client's first frame, if one came in time."""
        try:
            await self._begin(first)
            while not (self._session.over or self._gone):
                await self._receive()
                if self._now() >= self._next_look_s:
                    await self._look()
        except ConnectionResetError:
            self._gone = True  # the client vanished while something was being sent to it
        finally:
            self._conversation.duration_s = self._now()

    async def _look(self) -> None:
        """Effects of time alone: not computed for every frame, of which a hundred conversations bring thousands."""
        self._next_look_s = self._now() + LOOK_EVERY_S
        await self._misbehave()
        await self._ping()
        await self._perform(self._session.tick(self._now()))

    def _now(self) -> float:
        return asyncio.get_running_loop().time() - self._began_at

    async def _begin(self, first: str | None) -> None:
        """Metadata goes out before anything is checked: being connected proves nothing."""
        frame = self._parsed(first) if first is not None else None
        if isinstance(frame, frames.Initiation):
            self._conversation.client_data = frame.data
            self._note_source(frame.data)
        self._workspace.started(self._conversation)
        await self._send(frames.metadata(self._conversation.conversation_id, self._conversation.agent))
        if self._faults.close_after_metadata:
            code, reason = self._faults.close_after_metadata
            return await self._perform(self._session.fail(code, reason, "unknown"))
        if isinstance(frame, frames.InvalidMessage):
            return await self._perform(self._session.fail(1008, str(frame), "invalid_message"))
        await self._perform(self._session.begin(self._now()))
        if frame is not None and not isinstance(frame, frames.Initiation):
            await self._handle(frame)
        return None

    def _parsed(self, text: str) -> frames.Frame | frames.InvalidMessage:
        try:
            return frames.read(text)
        except frames.InvalidMessage as problem:
            return problem

    def _note_source(self, data: dict[str, Any]) -> None:
        source = (data.get("source_info") or {}).get("source")
        self._conversation.source = source or self._conversation.source

    async def _receive(self) -> None:
        try:
            message = await self._ws.receive(timeout=TICK_S)
        except TimeoutError:
            return
        if message.type is WSMsgType.TEXT:
            await self._handle(self._parsed(message.data))
        elif message.type is WSMsgType.BINARY:
            problem = "Binary messages are not supported."
            await self._perform(self._session.fail(1008, problem, "invalid_message"))
        else:
            self._gone = True
            self._conversation.close_code = self._ws.close_code
            self._conversation.termination_reason = f"Client disconnected: {self._ws.close_code}"

    async def _handle(self, frame: frames.Frame | frames.InvalidMessage) -> None:
        now = self._now()
        if self._session.over:
            return
        match frame:
            case frames.CallerAudio(audio):
                self._conversation.heard_at.append(time.monotonic())
                heard = voice.from_format(audio, self._conversation.agent.input_format)
                await self._perform(self._session.hear(heard, now))
            case frames.Pong(event_id):
                self._note_pong(event_id)
            case frames.TypedMessage(text):
                await self._perform(self._session.read(text, now))
            case frames.ToolResult(call_id, result, is_error):
                await self._perform(self._session.tool_result(call_id, result, is_error, now))
            case frames.InvalidMessage():
                await self._perform(self._session.fail(1008, str(frame), "invalid_message"))
            case frames.Initiation():
                problem = "The conversation has already been initiated."
                await self._perform(self._session.fail(1008, problem, "invalid_message"))
            case _:
                self._note(frame, now)

    def _note(self, frame: frames.Frame, now: float) -> None:
        match frame:
            case frames.Activity():
                self._session.hold_back(now)
            case frames.Context(text):
                self._conversation.contexts.append(text)
            case frames.Feedback(data):
                self._conversation.feedback.append(data)

    async def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            narrate(self._workspace, self._conversation, effect)
            if isinstance(effect, Ended):
                await self._close(effect)
            elif frame := frames.write(effect, self._conversation.agent):
                await self._send(frame)

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._ws.send_str(json.dumps(frame))

    async def _close(self, ended: Ended) -> None:
        if ended.error_type and not self._faults.silent_errors:
            await self._send(frames.error(ended, flat=self._faults.flat_errors))
        self._conversation.close_code = ended.code
        reason = ended.reason.encode()[:LONGEST_CLOSE_REASON_BYTES]
        await self._ws.close(code=ended.code, message=reason)

    async def _ping(self) -> None:
        """The protocol pings in JSON, from event id 0 on."""
        now = self._now()
        pings = self._conversation.pings
        if self._session.over or (pings and now - pings[-1].sent_at < self._conversation.agent.ping_period_s):
            return
        await self._give_up_without_pongs(now)
        sent = Ping(len(pings), now)
        pings.append(sent)
        self._pings[sent.event_id] = sent
        await self._send(frames.ping(sent.event_id, self._ping_ms))

    async def _give_up_without_pongs(self, now: float) -> None:
        limit_s = self._conversation.agent.pong_timeout_s
        oldest = min((p.sent_at for p in self._pings.values()), default=now)
        if limit_s is not None and now - oldest >= limit_s:
            await self._perform(self._session.fail(1002, "No pong received.", "websocket_disconnect"))

    def _note_pong(self, event_id: int) -> None:
        sent = self._pings.pop(event_id, None)
        if sent is not None:
            sent.answered_at = self._now()
            self._ping_ms = round((sent.answered_at - sent.sent_at) * 1000)

    async def _misbehave(self) -> None:
        now, faults = self._now(), self._faults
        if self._session.over or self._gone:
            return
        if _is_due(faults.drop_after_s, now) and self._transport:
            self._gone = True
            self._conversation.termination_reason = "Connection lost"
            self._transport.abort()
        elif _is_due(faults.close_after_s, now):
            await self._perform(self._session.fail(1011, "Internal error", "unknown_websocket_crash"))
        elif _is_due(faults.stall_after_s, now):
            await self._stall()

    async def _stall(self) -> None:
        """Reads on, answers nothing: only the client can end this."""
        while not self._gone:
            message = await self._ws.receive()
            self._gone = message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}
        self._conversation.termination_reason = "Client disconnected"


def _is_due(after_s: float | None, now: float) -> bool:
    return after_s is not None and now >= after_s
