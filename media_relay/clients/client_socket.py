"""A client's socket: opened first, then authenticated, and bounded in what it may do."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from media_relay.clients.client_messages import ClientMessages
from media_relay.sockets.fragments import Fragments
from media_relay.sockets.goodbye import end_handshake, say_goodbye
from trunkline.relay_api.client_socket import ClientHandshake

FRAME_LIMIT_BYTES = 64 * 1024
FRAMES_PER_S_LIMIT = 200
BACKLOG_LIMIT_BYTES = 512 * 1024
EARLY_FRAMES = 20  # kept while we look up whose key it is


class MessageReceiver(Protocol):
    """Receiver of a client's messages: a call here, a call on another relay, or a peer session."""

    def client_message(self, frame: bytes) -> None: ...

    def client_gone(self) -> None: ...


class ClientSocket(WSListener, ClientMessages):
    """The upgrade is answered before the key is looked up: the client is authenticated on the open socket."""

    def __init__(
        self,
        handshake: ClientHandshake,
        on_open: Callable[["ClientSocket"], None],
        on_gone: Callable[["ClientSocket"], None],
    ) -> None:
        ClientMessages.__init__(self, handshake.peer_id)
        self.handshake = handshake
        self._on_open = on_open
        self._on_gone = on_gone
        self._receiver: MessageReceiver | None = None
        self._transport: WSTransport | None = None
        self._fragments = Fragments(FRAME_LIMIT_BYTES)
        self._early: list[bytes] = []
        self._frames_this_second, self._second = 0, 0
        self._is_let_go = False

    def attach_to(self, receiver: MessageReceiver) -> None:
        """From now on it gets the client's messages; those that came meanwhile go first."""
        self._receiver = receiver
        early, self._early = self._early, []
        for frame in early:
            receiver.client_message(frame)

    def refuse(self, detail: str) -> None:
        self.complain(detail)
        self.close(WSCloseCode.POLICY_VIOLATION)

    def close(self, code: WSCloseCode) -> None:
        """Begins the closing handshake; the client's answer ends the socket."""
        if self._transport is not None and not self._transport.is_disconnected and not self._is_let_go:
            self._is_let_go = True
            say_goodbye(self._transport, code)

    def hang_up(self) -> None:
        self.close(WSCloseCode.OK)

    def send(self, frame: bytes) -> None:
        if self._transport is None or self._transport.is_disconnected or self._is_let_go:
            return
        if self._transport.underlying_transport.get_write_buffer_size() > BACKLOG_LIMIT_BYTES:
            self._transport.disconnect(graceful=False)  # it does not read; it may come back under the same name
        else:
            self._transport.send(WSMsgType.TEXT, frame)

    # --- the socket ----------------------------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._on_open(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        match frame.msg_type:
            case WSMsgType.CLOSE:
                end_handshake(transport, is_answer=self._is_let_go)
            case _ if self._is_let_go:
                pass
            case WSMsgType.TEXT | WSMsgType.CONTINUATION:
                whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
                if whole is not None:
                    self._take(whole)
            case WSMsgType.BINARY:
                self.complain("text messages only")

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        self._on_gone(self)
        if self._receiver is not None:
            self._receiver.client_gone()

    def _take(self, frame: bytes) -> None:
        if self._floods():
            self.refuse("too many messages")
        elif self._receiver is None:
            self._early = [*self._early, frame][-EARLY_FRAMES:]
        else:
            self._receiver.client_message(frame)

    def _floods(self) -> bool:
        second = int(asyncio.get_running_loop().time())
        if second != self._second:
            self._second, self._frames_this_second = second, 0
        self._frames_this_second += 1
        return self._frames_this_second > FRAMES_PER_S_LIMIT
