"""The carrier's socket: splices audio through, hands everything else to the call."""

from typing import Protocol

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from media_relay.io.fragments import Fragments
from trunkline.protocols import twilio_media
from trunkline.protocols.frames import Garbage
from trunkline.protocols.twilio_media import CarrierFrames, CarrierMessage, StreamStarted

TEXT = WSMsgType.TEXT  # looked up once: an enum member costs more to reach than to compare
FRAME_LIMIT_BYTES = 64 * 1024  # Twilio's frames have 0.4 kB
READ_BUFFER_BYTES = 2 * 1024  # grows when needed; picows would begin with 16 kB for each call


class CallerSide(Protocol):
    """What the leg tells the call."""

    def caller_audio(self, payload: bytes, audio: bytes, timestamp_ms: int) -> None: ...

    def caller_message(self, message: CarrierMessage) -> None: ...

    def caller_gone(self) -> None: ...


class CallerLeg(WSListener):
    def __init__(self) -> None:
        self._call: CallerSide | None = None
        self._transport: WSTransport | None = None
        self._frames: CarrierFrames | None = None
        self._fragments = Fragments(FRAME_LIMIT_BYTES)

    def serve(self, call: CallerSide) -> None:
        self._call = call

    def play(self, payload: bytes) -> None:
        if self._frames is not None:
            self._send(self._frames.media(payload))

    def mark(self, name: str) -> None:
        if self._frames is not None:
            self._send(self._frames.mark(name))

    def clear(self) -> None:
        if self._frames is not None:
            self._send(self._frames.clear)

    def close(self, code: WSCloseCode) -> None:
        if self._transport is not None and not self._transport.is_disconnected:
            self._transport.send_close(code)
            self._transport.disconnect()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Nearly every frame is a whole text; the rest may take a longer way."""
        if frame.msg_type is TEXT and frame.fin:
            self._take(frame.get_payload_as_bytes())
        else:
            self._seldom(transport, frame)

    def _seldom(self, transport: WSTransport, frame: WSFrame) -> None:
        match frame.msg_type:
            case WSMsgType.TEXT | WSMsgType.CONTINUATION:
                whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
                if whole is not None:
                    self._take(whole)
            case WSMsgType.BINARY:
                self._told(Garbage("binary"))
            case WSMsgType.CLOSE:
                transport.send_close(WSCloseCode.OK)
                transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        if self._call is not None:
            self._call.caller_gone()

    def _take(self, frame: bytes) -> None:
        spliced = twilio_media.caller_payload(frame)
        if spliced is not None and self._call is not None:
            self._call.caller_audio(*spliced)
        else:
            self._told(twilio_media.read(frame))

    def _told(self, message: CarrierMessage) -> None:
        if isinstance(message, StreamStarted) and self._frames is None:
            self._frames = CarrierFrames(message.stream_sid)
        if self._call is not None:
            self._call.caller_message(message)

    def _send(self, frame: bytes) -> None:
        if self._transport is not None:
            self._transport.send(TEXT, frame)  # picows drops it silently once the socket is gone
