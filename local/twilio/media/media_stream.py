"""A bidirectional media stream: the carrier's end of the WebSocket, on a clock that does not drift."""

import asyncio
import base64
import random
import time
from datetime import UTC, datetime
from socket import SO_RCVBUF, SOL_SOCKET
from urllib.parse import urljoin

import aiohttp

from local.twilio.callbacks import post_callback
from local.twilio.calls.call_state import CallState
from local.twilio.media.handshake import CLOSING, HandshakeFailed, checked_url, parameters_of, shake_hands
from local.twilio.media.line import FRAME_BYTES, FRAME_S, sample_at
from local.twilio.media.stream_messages import (
    CONNECTED,
    InvalidMessage,
    ServerAudio,
    ServerClear,
    ServerMark,
    StreamWriter,
    read_server_message,
)
from local.twilio.media.stream_record import StreamRecord
from local.twilio.state import TwilioState, end_task
from local.twilio.twiml.parser import Verb

SILENT_PAYLOAD = base64.b64encode(b"\xff" * FRAME_BYTES).decode()
SILENT_FRAME = b"\xff" * FRAME_BYTES


class MediaStream:
    def __init__(self, state: TwilioState, call: CallState, verb: Verb, document_url: str) -> None:
        self._state = state
        self._call = call
        self._verb = verb
        self._status_url = urljoin(document_url, verb.get("statusCallback")) if verb.get("statusCallback") else ""
        url = urljoin(document_url, verb.get("url"))
        self.record = StreamRecord(call.sid, url, verb.get("name"))
        self.record.name = self.record.name or self.record.stream_sid
        self._writer = StreamWriter(
            call.account_sid,
            call.sid,
            self.record.stream_sid,
            random.randrange(60, 201),
            custom_parameters=parameters_of(call, verb),
        )
        self._logged_once: set[int] = set()

    async def run(self) -> None:
        """Returns when the server ended the stream or it never started; cancelled when the call moves on."""
        self._call.streams.append(self.record)
        try:
            socket = await self._open()
        except HandshakeFailed as failure:
            self.record.error = failure.message
            self._call.log(failure.code, failure.message)
            self._report("stream-error", failure.message)
            return
        self._call.note("stream-connected", stream_sid=self.record.stream_sid, url=self.record.url)
        self._report("stream-started")
        try:
            await self._talk(socket)
        finally:
            await self._finish(socket)

    async def _open(self) -> aiohttp.ClientWebSocketResponse:
        url = checked_url(self.record.url)
        if self._verb.get("track", "inbound_track") != "inbound_track":
            raise HandshakeFailed(31941, "only inbound_track is possible with <Connect>")
        socket, self.record.port = await shake_hands(self._state, url, "TwilioMediaStreams/1.0")
        return socket

    async def _talk(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Both directions at once, until the server is gone."""
        self._call.line.open_ear()
        self._call.heard.clear_lag_ms = self._state.faults.clear_lag_ms
        self.record.started_s = time.monotonic()
        jobs = [
            asyncio.create_task(work)
            for work in (self._listen(socket), self._send_media(socket), self._send_keys(socket))
        ]
        try:
            await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            for job in jobs:
                if job.done():
                    job.result()
            await asyncio.wait(jobs[:1], timeout=CLOSING.ws_close)  # a failed send: why is in the last read
        finally:
            for job in jobs:
                await end_task(job)

    async def _send_media(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        await self._send(socket, CONNECTED)
        await self._send(socket, self._writer.start())
        start_s, first_sample = self.record.started_s, sample_at(self.record.started_s)
        n = 0
        while not socket.closed:
            # A frame holds what was said in the 20 ms before it is sent; the first one leaves with `start`.
            frame = self._call.line.output.audio(first_sample + (n - 1) * FRAME_BYTES, FRAME_BYTES)
            if not await self._deliver(socket, frame):
                return
            n += 1
            await self._echo_marks_until(socket, start_s + n * FRAME_S)

    async def _deliver(self, socket: aiohttp.ClientWebSocketResponse, frame: bytes) -> bool:
        payload = SILENT_PAYLOAD if frame == SILENT_FRAME else base64.b64encode(frame).decode()
        self.record.sent_at.append(time.monotonic())
        self.record.sent_payloads.append(payload)
        return await self._send(socket, self._writer.media(payload))

    async def _send(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> bool:
        broken_after_s = self._state.faults.break_next_stream_after_s
        if broken_after_s is not None and time.monotonic() - self.record.started_s >= broken_after_s:
            self._state.faults.break_next_stream_after_s = None
            _tear(socket)
        try:
            await socket.send_str(text)
        except (aiohttp.ClientError, ConnectionError):
            return False
        return True

    async def _echo_marks_until(self, socket: aiohttp.ClientWebSocketResponse, until_s: float) -> None:
        """Sleeps until the next frame, waking for every mark on the way."""
        line = self._call.line
        while True:
            await self._echo_marks(socket)
            wait_s = until_s - time.monotonic()
            if wait_s <= 0:
                return await asyncio.sleep(0)
            mark_ms = line.heard.next_mark_ms()
            if mark_ms is not None:
                wait_s = min(wait_s, max(mark_ms - line.now_ms(), 0) / 1000)
            await asyncio.sleep(wait_s)

    async def _echo_marks(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        line = self._call.line
        for name in line.heard.due_marks(line.now_ms()):
            self._call.note("mark", name=name)
            await self._send(socket, self._writer.mark(name))

    async def _send_keys(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            digit = await self._call.line.keys.get()
            await self._send(socket, self._writer.dtmf(digit))

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        if self._state.faults.deaf_streams > 0:
            self._state.faults.deaf_streams -= 1
            socket.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)  # or the kernel would read for it
            await asyncio.Event().wait()  # unread frames fill the buffers, and then the socket blocks
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._receive(socket, message.data)
            elif message.type is aiohttp.WSMsgType.BINARY:
                self.record.received.append(("binary", time.monotonic()))
                self._log_once(31950, "binary frame")
            elif message.type is aiohttp.WSMsgType.ERROR:
                self._log_once(31924, str(message.data))
        self.record.close_code = socket.close_code

    async def _receive(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> None:
        try:
            message = read_server_message(text, self.record.stream_sid)
        except InvalidMessage as problem:
            self.record.received.append(("invalid", time.monotonic()))
            self._log_once(31951, str(problem))
            return
        heard, now_ms = self._call.heard, self._call.line.now_ms()
        match message:
            case ServerAudio(audio):
                self._took("media")
                if heard.queue_audio(audio, now_ms):
                    self._log_once(31931, "")
            case ServerMark(name):
                self._took("mark")
                heard.queue_mark(name, now_ms)
                await self._echo_marks(socket)
            case ServerClear():
                self._took("clear")
                await self._clear(socket, now_ms)

    async def _clear(self, socket: aiohttp.ClientWebSocketResponse, now_ms: float) -> None:
        await self._echo_marks(socket)  # what was reached before the clear is echoed before it
        dropped_ms = self._call.heard.queued_ms(now_ms)
        self._call.note("clear", dropped_ms=round(dropped_ms))
        for name in self._call.heard.clear(now_ms):
            await self._send(socket, self._writer.mark(name))

    def _took(self, kind: str) -> None:
        self.record.received.append((kind, time.monotonic()))

    def _log_once(self, code: int, detail: str) -> None:
        if code not in self._logged_once:
            self._logged_once.add(code)
            self._call.log(code, detail)

    async def _finish(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """If the server is still there, the carrier is the one who ends it: `stop`, then a normal close."""
        line = self._call.line
        line.heard.stop(line.now_ms())
        if not socket.closed:
            await self._send(socket, self._writer.stop())
            await socket.close()
        elif self.record.close_code != 1000:
            self._call.log(31921, f"close code {self.record.close_code}")
        self._call.note("stream-ended", stream_sid=self.record.stream_sid, close_code=self.record.close_code)
        self._report("stream-stopped")

    def _report(self, event: str, error: str = "") -> None:
        if not self._status_url:
            return
        fields = {
            "AccountSid": self._call.account_sid,
            "CallSid": self._call.sid,
            "StreamSid": self.record.stream_sid,
            "StreamName": self.record.name,
            "StreamEvent": event,
            "Timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        if error:
            fields["StreamError"] = error
        method = self._verb.get("statusCallbackMethod", "POST")
        self._state.run_task(self._call, post_callback(self._state, self._call, self._status_url, fields, method))


def _tear(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Cuts the connection below the WebSocket, as a dying network does: no close frame."""
    transport = socket.get_extra_info("socket")
    if transport is not None:
        transport.shutdown(2)
