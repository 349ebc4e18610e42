"""The socket to the vendor that speaks texts. Opened before it is needed; everything it says goes to its listener."""

from typing import Protocol

import httpx
from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from media_relay.sockets.agent_leg import (
    FRAME_LIMIT_BYTES,
    HANDSHAKE_LIMIT_S,
    NO_CLOSE_FRAME,
    READ_BUFFER_BYTES,
    ElevenLabsConnector,
)
from media_relay.sockets.fragments import Fragments
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.vendors.elevenlabs import tts_socket as wire
from trunkline.vendors.elevenlabs.tts_socket import SpeechMessage


class TtsListener(Protocol):
    """Who hears what the socket says."""

    def speech_message(self, message: SpeechMessage) -> None: ...

    def speech_gone(self, code: int) -> None: ...


class TtsLeg(WSListener):
    def __init__(self, side: TtsListener) -> None:
        self._side = side
        self._transport: WSTransport | None = None
        self._fragments = Fragments(FRAME_LIMIT_BYTES)
        self._close_code = NO_CLOSE_FRAME
        self._is_let_go = False

    async def open(self, vendor: ElevenLabsConnector, voice: VoiceChoice) -> None:
        """Connects, and opens the context that keeps the socket alive. Raises WSError, OSError, TimeoutError."""
        transport, _ = await ws_connect(
            lambda: self,
            socket_base(vendor.client.base_url) + wire.path_of(voice),
            extra_headers={"xi-api-key": vendor.api_key()},
            websocket_handshake_timeout=HANDSHAKE_LIMIT_S,
            max_frame_size=FRAME_LIMIT_BYTES,
            read_buffer_init_size=READ_BUFFER_BYTES,
        )
        self._transport = transport
        if self._is_let_go:
            self.close()
        else:
            self.send(wire.begin(wire.IDLE_CONTEXT, voice))

    def send(self, frame: bytes) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, frame)

    def close(self) -> None:
        """Nothing this socket still says is anybody's business any more."""
        self._is_let_go = True
        if self._transport is not None and not self._transport.is_disconnected:
            self._transport.send(WSMsgType.TEXT, wire.CLOSE)
            self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        match frame.msg_type:
            case WSMsgType.TEXT | WSMsgType.CONTINUATION:
                whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
                if whole is not None and not self._is_let_go:
                    self._side.speech_message(wire.read(whole))
            case WSMsgType.CLOSE:
                self._close_code = int(frame.get_close_code().value)
                transport.send_close(WSCloseCode.OK)
                transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        if not self._is_let_go:
            self._side.speech_gone(self._close_code)


def socket_base(base_url: httpx.URL) -> str:
    """https becomes wss, http ws: the vendor's own rule."""
    return str(base_url).rstrip("/").replace("http", "ws", 1)
