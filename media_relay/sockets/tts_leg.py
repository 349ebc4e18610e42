"""The socket to the text-to-speech vendor. It is opened before it is needed; its messages go to its listener."""

from typing import Protocol

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from media_relay.sockets.agent_leg import (
    FRAME_LIMIT_BYTES,
    HANDSHAKE_LIMIT_S,
    NO_CLOSE_FRAME,
    READ_BUFFER_BYTES,
)
from media_relay.sockets.fragments import Fragments
from trunkline.realtime.tts_events import TtsCodec, TtsEvent
from trunkline.realtime.voice_vendor import SocketAddress
from trunkline.speech.domain.voices import VoiceChoice


class TtsListener(Protocol):
    """Receiver of the socket's messages."""

    def speech_message(self, message: TtsEvent) -> None: ...

    def speech_gone(self, code: int) -> None: ...


class TtsLeg(WSListener):
    def __init__(self, side: TtsListener, codec: TtsCodec) -> None:
        self._side, self._codec = side, codec
        self._transport: WSTransport | None = None
        self._fragments = Fragments(FRAME_LIMIT_BYTES)
        self._close_code = NO_CLOSE_FRAME
        self._is_let_go = False

    async def open(self, address: SocketAddress, voice: VoiceChoice) -> None:
        """Connects, and opens the context that keeps the socket alive. Raises WSError, OSError, TimeoutError."""
        transport, _ = await ws_connect(
            lambda: self,
            address.url,
            extra_headers=dict(address.headers),
            websocket_handshake_timeout=HANDSHAKE_LIMIT_S,
            max_frame_size=FRAME_LIMIT_BYTES,
            read_buffer_init_size=READ_BUFFER_BYTES,
        )
        self._transport = transport
        if self._is_let_go:
            self.close()
        else:
            self.send(self._codec.begin(self._codec.IDLE_CONTEXT, voice))

    def send(self, frame: bytes) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, frame)

    def close(self) -> None:
        """Everything this socket still sends is void."""
        self._is_let_go = True
        if self._transport is not None and not self._transport.is_disconnected:
            self._transport.send(WSMsgType.TEXT, self._codec.CLOSE)
            self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        match frame.msg_type:
            case WSMsgType.TEXT | WSMsgType.CONTINUATION:
                whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
                if whole is not None and not self._is_let_go:
                    self._side.speech_message(self._codec.read(whole))
            case WSMsgType.CLOSE:
                self._close_code = int(frame.get_close_code().value)
                transport.send_close(WSCloseCode.OK)
                transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        if not self._is_let_go:
            self._side.speech_gone(self._close_code)
