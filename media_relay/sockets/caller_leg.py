"""The carrier's socket. Audio is spliced through; everything else goes to the call."""

from contextlib import suppress
from typing import Protocol

import picows.picows as ws
from picows import WSError

from media_relay.native import frame_scanner
from media_relay.sockets.fragments import Fragments
from media_relay.sockets.goodbye import end_handshake, say_goodbye
from trunkline.json_frames import InvalidFrame
from trunkline.realtime.carrier_events import CarrierEvent, StreamStarted
from trunkline.vendors.twilio.media_stream import MEDIA_END, CarrierFrames

TEXT = ws.WSMsgType.TEXT  # looked up once: an enum member costs more to reach than to compare; a C enum when compiled
FRAME_LIMIT_BYTES = 64 * 1024  # Twilio's frames have 0.4 kB
FRAMES_PER_S_LIMIT = 250  # Twilio sends 50, and an echo of each mark
BACKLOG_LIMIT_BYTES = 1024 * 1024  # two minutes of base64 that the peer has not read
READ_BUFFER_BYTES = 2 * 1024  # grows when needed; picows would begin with 16 kB for each call


class CallerListener(Protocol):
    """The call, as its caller leg sees it."""

    def caller_message(self, message: CarrierEvent) -> None: ...

    def caller_gone(self) -> None: ...


class AudioSink:
    """Receiver of the caller's audio, as base64 and decoded. A class, so that C calls its method directly."""

    def from_caller(self, payload: bytes, sound: bytes, timestamp_ms: int) -> None:
        raise NotImplementedError


class CallerLeg(ws.WSListener):
    def __init__(self) -> None:
        self._call: CallerListener | None = None
        self._audio: AudioSink | None = None
        self.transport: ws.WSTransport | None = None
        self._frames: CarrierFrames | None = None
        self._media_head = b""
        self._fragments = Fragments(FRAME_LIMIT_BYTES)
        self._frame_count = self._frames_seen = 0
        self._debt = 0.0
        self._is_choked = False

    def serve(self, call: CallerListener, path: AudioSink) -> None:
        self._call, self._audio = call, path

    def play(self, payload: bytes) -> None:
        if self._frames is not None and self.transport is not None and not self._is_overfull():
            frame_scanner.send_between(self.transport, self._media_head, payload, MEDIA_END)

    def mark(self, name: str) -> None:
        if self._frames is not None:
            self._send(self._frames.mark(name))

    def clear(self) -> None:
        if self._frames is not None:
            self._send(self._frames.clear)

    def abuse(self, seconds: float) -> str:
        """Abuse of the socket since the last question: what no telephone does. Empty without any."""
        frames, self._frames_seen = self._frame_count - self._frames_seen, self._frame_count
        self._debt = max(0.0, self._debt + frames - FRAMES_PER_S_LIMIT * seconds)  # one second's burst is forgiven
        if self._debt > FRAMES_PER_S_LIMIT:
            return "flood of frames"
        return "does not take what it is sent" if self._is_overfull() else ""

    def _backlog_bytes(self) -> int:
        if self.transport is None or self.transport.is_disconnected:
            return 0
        return self.transport.underlying_transport.get_write_buffer_size()

    def close(self, code: ws.WSCloseCode) -> None:
        """Begins the closing handshake; the carrier's answer ends the socket."""
        if self.transport is None or self.transport.is_disconnected or self._call is None:
            return
        self._call = self._audio = None  # later frames are void
        if self._backlog_bytes() > BACKLOG_LIMIT_BYTES:  # unread: the kernel would keep it for a quarter hour
            self.transport.send_close(code)
            self.transport.disconnect(graceful=False)
        else:
            say_goodbye(self.transport, code)

    async def gone(self) -> None:
        """After `close`: until the carrier has answered, or has had its time to."""
        if self.transport is not None:
            with suppress(WSError):
                await self.transport.wait_disconnected()

    def pause_writing(self) -> None:
        """The transport's high-water mark is passed; from here on the backlog is measured."""
        self._is_choked = True

    def resume_writing(self) -> None:
        self._is_choked = False

    def on_ws_connected(self, transport: ws.WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: ws.WSTransport, frame: ws.WSFrame) -> None:
        """Nearly every frame is a whole text; the rest may take a longer way."""
        self._frame_count += 1
        if frame.msg_type != TEXT or not frame.fin:
            self._take_unusual(transport, frame)
            return
        spliced = frame_scanner.caller_frame(frame)
        if spliced is not None and self._audio is not None:
            payload, sound, timestamp_ms = spliced
            self._audio.from_caller(payload, sound, timestamp_ms)
        else:
            self._take(frame.get_payload_as_bytes())

    def _take_unusual(self, transport: ws.WSTransport, frame: ws.WSFrame) -> None:
        match frame.msg_type:
            case ws.WSMsgType.TEXT | ws.WSMsgType.CONTINUATION:
                whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
                if whole is not None:
                    self._take(whole)
            case ws.WSMsgType.BINARY:
                self._deliver(InvalidFrame("binary"))
            case ws.WSMsgType.CLOSE:
                end_handshake(transport, is_answer=self._call is None)

    def on_ws_disconnected(self, transport: ws.WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        if self._call is not None:
            self._call.caller_gone()

    def _take(self, frame: bytes) -> None:
        spliced = frame_scanner.caller_payload(frame)
        if spliced is not None and self._audio is not None:
            payload, sound, timestamp_ms = spliced
            self._audio.from_caller(payload, sound, timestamp_ms)
        else:
            self._deliver(frame_scanner.carrier_message(frame))

    def _deliver(self, message: CarrierEvent) -> None:
        if isinstance(message, StreamStarted) and self._frames is None:
            self._frames = CarrierFrames(message.stream_sid)
            self._media_head = self._frames.media_head
        if self._call is not None:
            self._call.caller_message(message)

    def _send(self, frame: bytes) -> None:
        if self.transport is not None and not self._is_overfull():
            self.transport.send(TEXT, frame)  # picows drops it silently once the socket is gone

    def _is_overfull(self) -> bool:
        """Then the next tick ends this call; until then an agent may say more than our memory holds."""
        return self._is_choked and self._backlog_bytes() > BACKLOG_LIMIT_BYTES
