"""ConversationRelay: the carrier speaks what a server sends as text, and sends what the caller says as text.

Twilio documentation "ConversationRelay WebSocket messages", read 2026-11. The voice is a hum of the right length, as
for `<Say>`; recognition is perfect.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any
from urllib.parse import urljoin

import aiohttp

from local.twilio.calls.call_state import CallState
from local.twilio.media.handshake import CLOSING, HandshakeFailed, checked_url, parameters_of, shake_hands
from local.twilio.media.line import HUM, RATE_HZ
from local.twilio.media.relay_messages import InvalidRelayMessage, read_relay_message
from local.twilio.state import TwilioState, end_task
from local.twilio.twiml.parser import Verb

STEP_S = 0.02
END_OF_WORDS_S = 0.4  # how long a silence ends the caller's words
SECONDS_PER_CHARACTER = 0.06
BY_SPEECH, BY_KEYS = {"any", "true", "speech"}, {"any", "true", "dtmf"}
FAILED, ENDED, COMPLETED = "failed", "ended", "completed"


@dataclass
class Spoken:
    """A piece of the agent's turn, and when it sounds. Once another turn began it cannot be interrupted any more."""

    text: str
    begins_ms: float
    ends_ms: float
    is_protected: bool = False

    def heard_until(self, now_ms: float) -> str:
        share = (now_ms - self.begins_ms) / max(self.ends_ms - self.begins_ms, 1)
        return self.text[: round(min(max(share, 0), 1) * len(self.text))]


@dataclass
class ConversationRelay:
    state: TwilioState
    call: CallState
    verb: Verb
    document_url: str
    session_id: str = field(default_factory=lambda: "VX" + token_hex(16))
    turn: list[Spoken] = field(default_factory=list)
    is_open: bool = False  # the agent's turn goes on
    handoff: str | None = None
    _heard: int = 0  # utterances of the caller that were sent
    _interrupted_by: int = -1

    async def run(self) -> dict[str, str]:
        """The parameters of the action, when the server or the network has ended the session."""
        began_s, url = time.monotonic(), urljoin(self.document_url, self.verb.get("url"))
        try:
            socket, _port = await shake_hands(self.state, checked_url(url), "TwilioConversationRelay/1.0")
        except HandshakeFailed as failure:
            self.call.log(64102, failure.message)
            return self._result(FAILED, began_s, ErrorCode="64102", ErrorMessage=failure.message)
        self.call.note("conversation-connected", session_id=self.session_id, url=url)
        try:
            await self._converse(socket)
        finally:
            await self._finish(socket)
        return self._result(ENDED if self.handoff is not None else FAILED, began_s)

    def _result(self, status: str, began_s: float, **more: str) -> dict[str, str]:
        handoff = {"HandoffData": self.handoff} if self.handoff else {}
        seconds = str(round(time.monotonic() - began_s))
        self.call.note("conversation-ended", session_id=self.session_id, status=status)
        return {"SessionId": self.session_id, "SessionStatus": status, "SessionDuration": seconds} | handoff | more

    async def _converse(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.call.line.open_ear()
        await self._send(socket, self._setup())
        works = (self._listen(socket), self._hear(socket), self._keys(socket))
        jobs = [asyncio.create_task(work) for work in works]
        try:
            await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            for job in jobs:
                if job.done():
                    job.result()
        finally:
            for job in jobs:
                await end_task(job)

    def _setup(self) -> dict[str, Any]:
        return {
            "type": "setup",
            "sessionId": self.session_id,
            "accountSid": self.call.account_sid,
            "callSid": self.call.sid,
            "from": self.call.from_,
            "to": self.call.to,
            "direction": "inbound" if self.call.direction == "inbound" else "outbound-api",
            "callType": "PSTN",
            "callStatus": self.call.status.upper(),
            "customParameters": parameters_of(self.call, self.verb),
        }

    async def _send(self, socket: aiohttp.ClientWebSocketResponse, message: dict[str, Any]) -> None:
        try:
            await socket.send_str(json.dumps(message))
        except (aiohttp.ClientError, ConnectionError):
            self.call.note("conversation-lost", session_id=self.session_id)

    # --- from the server ------------------------------------------------------------------------------------------

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            try:
                self._take(read_relay_message(message.data))
            except InvalidRelayMessage as problem:
                self.call.log(64107, str(problem))
                await self._send(socket, {"type": "error", "description": f"Invalid message received: {problem}"})
            if self.handoff is not None:
                return

    def _take(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "text":
                self._speak(message["token"], is_protected=message.get("interruptible") is False)
                self._turn_goes_on(message.get("last") is not True)
            case "sendDigits":
                self.call.note("plays-digits", digits=message["digits"])
            case "end":
                self.handoff = str(message.get("handoffData") or "")

    def _turn_goes_on(self, goes_on: bool) -> None:
        if self.is_open and not goes_on:
            self.call.note("conversation-says", text="".join(piece.text for piece in self.turn))
        self.is_open = goes_on

    def _speak(self, token: str, *, is_protected: bool) -> None:
        if not self.is_open:
            self.turn, self.is_open = [], True
        now_ms, heard = self.call.line.now_ms(), self.call.heard
        begins_ms = now_ms + heard.queued_ms(now_ms)
        seconds = len(token) * SECONDS_PER_CHARACTER / self.state.say_speed
        heard.queue_audio((HUM * (int(seconds) + 1))[: round(seconds * RATE_HZ)], now_ms)
        self.turn.append(Spoken(token, begins_ms, begins_ms + seconds * 1000, is_protected))

    # --- from the caller ------------------------------------------------------------------------------------------

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        output = self.call.line.output
        self._heard = len(output.utterances) - output.is_talking(time.monotonic())
        while not socket.closed:
            if output.is_talking(time.monotonic()) and self._interrupted_by < len(output.utterances):
                self._interrupted_by = len(output.utterances)
                await self._interrupt(socket, BY_SPEECH)
            if time.monotonic() - output.silent_since_s() >= END_OF_WORDS_S and self._heard < len(output.utterances):
                words = " ".join(said.text for said in output.utterances[self._heard :])
                self._heard = len(output.utterances)
                self.call.note("conversation-heard", text=words)
                language = self.verb.get("language", "en-US")
                await self._send(socket, {"type": "prompt", "voicePrompt": words, "lang": language, "last": True})
            await asyncio.sleep(STEP_S)

    async def _keys(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            digit = await self.call.line.keys.get()
            if self.verb.get("dtmfDetection") == "true":
                await self._send(socket, {"type": "dtmf", "digit": digit})
                await self._interrupt(socket, BY_KEYS)

    async def _interrupt(self, socket: aiohttp.ClientWebSocketResponse, allowed: set[str]) -> None:
        """The caller speaks over the agent: what is left of its turn is not heard."""
        now_ms = self.call.line.now_ms()
        may_be_cut = self.verb.get("interruptible", "any") in allowed and not any(p.is_protected for p in self.turn)
        if not self.turn or self.turn[-1].ends_ms <= now_ms or not may_be_cut:
            return
        self.call.heard.clear(now_ms)
        heard = "".join(piece.heard_until(now_ms) for piece in self.turn)
        self.call.note("conversation-interrupted", heard=heard)
        spoken_ms, self.turn, self.is_open = now_ms - self.turn[0].begins_ms, [], False
        await self._send(
            socket,
            {
                "type": "interrupt",
                "utteranceUntilInterrupt": heard,
                "durationUntilInterruptMs": str(round(max(spoken_ms, 0))),
            },
        )

    async def _finish(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        line = self.call.line
        line.heard.stop(line.now_ms())
        if not socket.closed:
            await asyncio.wait([asyncio.ensure_future(socket.close())], timeout=CLOSING.ws_close)
