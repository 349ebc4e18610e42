"""The other protocol of the conversation address: a carrier's media stream, sent there by register-call TwiML."""

import asyncio
import base64
import binascii
import json
from typing import Any

from aiohttp import WSMsgType, web

from local.elevenlabs.agents.conversation import Conversation
from local.elevenlabs.agents.effects import AgentSaid, Audio, Effect, Ended, Interrupted
from local.elevenlabs.agents.narration import narrate
from local.elevenlabs.agents.session import Session
from local.elevenlabs.workspace import Workspace

TICK_S = 0.02
START_TIMEOUT_S = 5.0
LAST_WORDS_GRACE_S = 2.0  # the carrier plays the farewell; wait this much longer for its mark


def is_carrier(first: str | None) -> bool:
    return first is not None and _parsed(first).get("event") == "connected"


async def answer_carrier(ws: web.WebSocketResponse, workspace: Workspace) -> Conversation | None:
    """The conversation this stream belongs to, or None after closing a stream that belongs to none."""
    start = await _start_message(ws)
    given = start.get("customParameters") or {}
    conversation = workspace.waiting_call(given.get("conversation_id"))
    if conversation is None or conversation.phone_call is None:
        await ws.close(code=1008, message=b"Unknown conversation")
        return None
    conversation.phone_call.call_sid = start.get("callSid")
    conversation.phone_call.stream_sid = start.get("streamSid")
    conversation.source = "twilio"
    return conversation


async def _start_message(ws: web.WebSocketResponse) -> dict[str, Any]:
    try:
        message = await ws.receive(timeout=START_TIMEOUT_S)
    except TimeoutError:
        return {}
    parsed = _parsed(message.data) if message.type is WSMsgType.TEXT else {}
    start = parsed.get("start") if parsed.get("event") == "start" else None
    return start if isinstance(start, dict) else {}


class CarrierStream:
    """A call whose media the vendor terminates itself."""

    def __init__(self, ws: web.WebSocketResponse, workspace: Workspace, conversation: Conversation) -> None:
        assert conversation.phone_call is not None
        self._ws = ws
        self._workspace = workspace
        self._conversation = conversation
        self._stream_sid = conversation.phone_call.stream_sid
        self._session = Session(conversation)
        self._began_at = asyncio.get_running_loop().time()
        self._last_mark = ""
        self._echoed: set[str] = set()
        self._gone = False

    async def run(self) -> None:
        try:
            self._workspace.started(self._conversation)
            await self._perform(self._session.begin(self._now()))
            while not (self._session.over or self._gone):
                await self._receive()
                await self._perform(self._session.tick(self._now()))
        except ConnectionResetError:
            self._gone = True  # the carrier hung up while something was being sent to it
        finally:
            self._conversation.duration_s = self._now()

    def _now(self) -> float:
        return asyncio.get_running_loop().time() - self._began_at

    async def _receive(self) -> None:
        try:
            message = await self._ws.receive(timeout=TICK_S)
        except TimeoutError:
            return
        if message.type is WSMsgType.TEXT:
            await self._handle(_parsed(message.data))
        else:
            self._hung_up()

    def _hung_up(self) -> None:
        self._gone = True
        reason = self._conversation.termination_reason
        self._conversation.termination_reason = reason or "Call ended by remote party"

    async def _handle(self, message: dict[str, Any]) -> None:
        match message:
            case {"event": "media", "media": {"track": "inbound", "payload": str(payload)}}:
                await self._hear(payload)
            case {"event": "mark", "mark": {"name": str(name)}}:
                self._echoed.add(name)
            case {"event": "dtmf", "dtmf": {"digit": str(digit)}}:
                self._conversation.digits += digit
            case {"event": "stop"}:
                self._hung_up()
            case _:
                await self._perform(self._session.fail(1008, "Invalid media stream message", "invalid_message"))

    async def _hear(self, payload: str) -> None:
        if self._session.over:
            return
        try:
            audio = base64.b64decode(payload, validate=True)
        except binascii.Error:
            await self._perform(self._session.fail(1008, "Payload is not base64", "invalid_message"))
            return
        await self._perform(self._session.hear(audio, self._now()))

    async def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            narrate(self._workspace, self._conversation, effect)
            match effect:
                case Audio(audio, late=False):
                    await self._send("media", media={"payload": base64.b64encode(audio).decode()})
                case AgentSaid(_, event_id):
                    self._last_mark = f"turn-{event_id}"
                    await self._send("mark", mark={"name": self._last_mark})
                case Interrupted():
                    await self._send("clear")
                case Ended():
                    await self._close(effect)

    async def _send(self, event: str, **body: dict[str, str]) -> None:
        await self._ws.send_str(json.dumps({"event": event, "streamSid": self._stream_sid, **body}))

    async def _close(self, ended: Ended) -> None:
        if ended.code == 1000:
            await self._let_last_words_play()
        self._conversation.close_code = ended.code
        await self._ws.close(code=ended.code, message=ended.reason.encode()[:123])

    async def _let_last_words_play(self) -> None:
        deadline = self._session.playing_until() + LAST_WORDS_GRACE_S
        while not self._gone and self._last_mark not in self._echoed | {""} and self._now() < deadline:
            await self._receive()


def _parsed(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
