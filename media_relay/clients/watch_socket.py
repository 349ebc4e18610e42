"""A watcher's socket: it is sent to, and any message from it ends it. Pings show that it still has a reader."""

from collections.abc import Callable

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from media_relay.clients.client_messages import utc_now
from media_relay.sockets.goodbye import end_handshake, say_goodbye
from trunkline.relay_api import watch_socket as wire
from trunkline.relay_api.watch_socket import WatchRequest
from trunkline.telemetry import count

BACKLOG_LIMIT_BYTES = 256 * 1024  # about ten seconds of an agent's sound, which comes faster than it plays
PING_EVERY_S = 20.0  # load balancers close what is silent for a minute
READ_ONLY = "this socket takes no messages"


class WatchSocket(WSListener):
    """`on_open` admits it. Its call, here or on another relay, puts `leave` in its place."""

    def __init__(
        self,
        request: WatchRequest,
        on_open: Callable[["WatchSocket"], None],
        on_gone: Callable[["WatchSocket"], None],
    ) -> None:
        self.request = request
        self.leave: Callable[[], object] = lambda: None
        self._on_open, self._on_gone = on_open, on_gone
        self._transport: WSTransport | None = None
        self._is_let_go = self._owes_pong = False
        self._pinged_at_s = 0.0

    @property
    def listens(self) -> bool:
        return self.request.listens

    @property
    def is_gone(self) -> bool:
        return self._is_let_go or self._transport is None or self._transport.is_disconnected

    def send(self, frame: bytes) -> None:
        if self._transport is None or self.is_gone:
            return
        if self._transport.underlying_transport.get_write_buffer_size() > BACKLOG_LIMIT_BYTES:
            count("WatcherDropped")
            self._transport.disconnect(graceful=False)  # unread: a close frame would wait behind the rest
        else:
            self._transport.send(WSMsgType.TEXT, frame)

    def end(self, code: WSCloseCode) -> None:
        if self._transport is not None and not self.is_gone:
            self._is_let_go = True
            say_goodbye(self._transport, code)

    def refuse(self, detail: str, code: WSCloseCode = WSCloseCode.POLICY_VIOLATION) -> None:
        self.send(wire.error(detail, utc_now()))
        self.end(code)

    def tick(self, now_s: float) -> None:
        """Who owes an answer to the ping before is gone, even if the socket is open."""
        if self._transport is None or self.is_gone or now_s - self._pinged_at_s < PING_EVERY_S:
            return
        if self._owes_pong:
            self._transport.disconnect(graceful=False)
            return
        self._pinged_at_s, self._owes_pong = now_s, True
        self._transport.send_ping()

    # --- the socket ----------------------------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._on_open(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        match frame.msg_type:
            case WSMsgType.CLOSE:
                end_handshake(transport, is_answer=self._is_let_go)
            case WSMsgType.PONG:
                self._owes_pong = False
            case WSMsgType.TEXT | WSMsgType.BINARY | WSMsgType.CONTINUATION:
                self.refuse(READ_ONLY)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        self._on_gone(self)
        self.leave()
