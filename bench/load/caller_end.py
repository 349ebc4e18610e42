"""The carrier's end of a call: rings with a signature, speaks, plays what it is sent and echoes its marks."""

import asyncio
from dataclasses import dataclass

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect
from twilio.request_validator import RequestValidator

from bench.load import frames
from bench.load.frames import BYTES_PER_S, payload_in
from bench.load.way import Way

VOICED, QUIET = (frames.body(frames.FRAME_BYTES, is_voiced=voiced) for voiced in (True, False))
FRAMES_PER_S = 50


@dataclass(frozen=True, slots=True)
class Line:
    """How a call reaches what is measured, and where in its frames the audio stands."""

    url: str
    signed_url: str
    auth_token: str
    audio_marker: bytes

    def signature(self) -> str:
        return RequestValidator(self.auth_token).compute_signature(self.signed_url, {})


class CallerEnd(WSListener):
    def __init__(self, call: int, line: Line, to_agent: Way, from_agent: Way, speed: float = 1.0) -> None:
        self.marks_echoed = 0
        self._plays_bytes_per_s = BYTES_PER_S * speed
        self._call, self._line = call, line
        self._to_agent, self._from_agent = to_agent, from_agent
        self._sid = frames.stream_sid(call).encode()
        self._sequence = 1
        self._plays_until_s = 0.0
        self._transport: WSTransport

    async def ring(self) -> None:
        headers = {"X-Twilio-Signature": self._line.signature()}
        self._transport, _ = await ws_connect(lambda: self, self._line.url, extra_headers=headers)
        self._send(frames.CONNECTED)
        self._send(frames.start(self._call))

    def speak(self) -> None:
        """20 ms of audio: a second of voice, then a second of silence."""
        chunk = self._to_agent.sent
        payload = self._to_agent.leave(VOICED if chunk // FRAMES_PER_S % 2 else QUIET)
        self._sequence += 1
        self._send(frames.media(self._sid, self._sequence, chunk + 1, payload))

    async def hang_up(self) -> None:
        self._send(frames.stop(self._call, self._sequence + 1))
        self._transport.send_close()
        self._transport.disconnect()
        await self._transport.wait_disconnected()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002 - picows calls it so
        if frame.msg_type is not WSMsgType.TEXT:
            return
        text = frame.get_payload_as_bytes()
        if payload := payload_in(text, self._line.audio_marker):
            self._from_agent.arrive(payload)
            now_s = asyncio.get_running_loop().time()
            self._plays_until_s = max(self._plays_until_s, now_s) + len(payload) * 3 / 4 / self._plays_bytes_per_s
        elif name := payload_in(text, b'"mark":{"name":"'):
            asyncio.get_running_loop().call_at(self._plays_until_s, self._echo, name)

    def _echo(self, name: bytes) -> None:
        self._sequence += 1
        self.marks_echoed += 1
        self._send(frames.mark_echo(self._sid, self._sequence, name))

    def _send(self, text: bytes) -> None:
        if not self._transport.is_disconnected:
            self._transport.send(WSMsgType.TEXT, text)
