"""A socket that carries text: whole messages in, frames out, bounded in size, rate and backlog."""

import asyncio

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from media_relay.sockets.fragments import Fragments
from media_relay.sockets.goodbye import end_handshake, say_goodbye

FRAME_LIMIT_BYTES = 1024 * 1024  # a transcript of hours, in every request
FRAMES_PER_S_LIMIT = 200
BACKLOG_LIMIT_BYTES = 512 * 1024


class TextSocket(WSListener):
    """Subclasses take what comes: `opened`, `message`, `gone`. A binary frame is passed over."""

    def __init__(self) -> None:
        self._transport: WSTransport | None = None
        self._fragments = Fragments(FRAME_LIMIT_BYTES)
        self._frames_this_second, self._second = 0, 0
        self._is_closing = False

    def opened(self) -> None:
        raise NotImplementedError

    def message(self, frame: bytes) -> None:
        raise NotImplementedError

    def gone(self) -> None:
        raise NotImplementedError

    def send(self, frame: bytes) -> None:
        if self._transport is None or self._transport.is_disconnected or self._is_closing:
            return
        if self._transport.underlying_transport.get_write_buffer_size() > BACKLOG_LIMIT_BYTES:
            self.drop()  # it does not read
        else:
            self._transport.send(WSMsgType.TEXT, frame)

    def close(self, code: WSCloseCode) -> None:
        """Begins the closing handshake."""
        if self._transport is not None and not self._transport.is_disconnected and not self._is_closing:
            self._is_closing = True
            say_goodbye(self._transport, code)

    def drop(self) -> None:
        """Ends the connection without a close frame: to the peer, a lost socket."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    # --- picows ---------------------------------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self.opened()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            end_handshake(transport, is_answer=self._is_closing)
        elif frame.msg_type in (WSMsgType.TEXT, WSMsgType.CONTINUATION) and not self._is_closing:
            whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
            if whole is not None and not self._floods():
                self.message(whole)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        self.gone()

    def _floods(self) -> bool:
        """More messages than any peer sends: what is over the limit is passed over."""
        second = int(asyncio.get_running_loop().time())
        if second != self._second:
            self._second, self._frames_this_second = second, 0
        self._frames_this_second += 1
        return self._frames_this_second > FRAMES_PER_S_LIMIT
