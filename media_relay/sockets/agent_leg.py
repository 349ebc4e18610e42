"""The socket to the agent. Audio is spliced through; everything else goes to the call."""

from collections.abc import Awaitable
from typing import Protocol

import picows.picows as ws
from picows import ws_connect

from media_relay.native import frame_scanner
from media_relay.sockets.fragments import Fragments
from media_relay.sockets.goodbye import end_handshake, say_goodbye
from trunkline.calls.domain.agent_start import FIRST_MESSAGE
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.json_frames import InvalidFrame
from trunkline.realtime.agent_events import AgentCodec, AgentEvent

TEXT = ws.WSMsgType.TEXT  # looked up once: an enum member costs more to reach than to compare; a C enum when compiled
FRAME_LIMIT_BYTES = 16 * 1024 * 1024  # what the vendor's own SDK allows
READ_BUFFER_BYTES = 4 * 1024  # grows when needed; picows would begin with 16 kB for each call
HANDSHAKE_LIMIT_S = 5.0
NO_CLOSE_FRAME = 1006
CLOSE_WITHOUT_CODE = 1005


class AgentListener(Protocol):
    """The call, as its agent leg sees it."""

    def agent_message(self, message: AgentEvent) -> None: ...

    def agent_gone(self, code: int) -> None: ...


class AgentAudioSink(Protocol):
    """Receiver of the agent's audio, as base64 and decoded."""

    def from_agent(self, payload: bytes, sound: bytes, event_id: int) -> None: ...


class AgentLeg(ws.WSListener):
    def __init__(self, call: AgentListener, path: AgentAudioSink, codec: AgentCodec) -> None:
        self._call, self._audio, self._codec = call, path, codec
        self._is_scanned, self._head, self._end = codec.IS_SCANNED, codec.CHUNK_HEAD, codec.CHUNK_END
        self.transport: ws.WSTransport | None = None
        self._fragments = Fragments(FRAME_LIMIT_BYTES)
        self._close_code = NO_CLOSE_FRAME
        self._is_let_go = False
        self._said_goodbye = False

    async def open(self, signed_url: Awaitable[str], ticket: StreamTicket, *, is_resumed: bool = False) -> None:
        """Connects and introduces the call. Raises ProviderError, WSError, OSError, TimeoutError."""
        url = await signed_url
        transport, _ = await ws_connect(
            lambda: self,
            url,
            websocket_handshake_timeout=HANDSHAKE_LIMIT_S,
            max_frame_size=FRAME_LIMIT_BYTES,
            read_buffer_init_size=READ_BUFFER_BYTES,
        )
        self.transport = transport
        if self._is_let_go:  # while we were connecting the call went on without us
            self.close()
            return
        variables = {**ticket.dynamic_variables, "is_resumed": "true" if is_resumed else "false"}
        user_id = ticket.user_id or ticket.call_id  # the vendor repeats it in its lists and reports
        transport.send(TEXT, self._codec.initiation(user_id, variables, _overrides(ticket, is_resumed=is_resumed)))

    def send_audio(self, payload: bytes) -> None:
        if self.transport is not None:
            frame_scanner.send_between(self.transport, self._head, payload, self._end)

    def send(self, frame: bytes) -> None:
        """Drops silently once the socket is gone, as picows does: its end is an event of its own."""
        if self.transport is not None:
            self.transport.send(TEXT, frame)

    def close(self) -> None:
        """Begins the closing handshake. Everything else this socket still sends is void."""
        self._is_let_go = True
        if self.transport is not None and not self.transport.is_disconnected and not self._said_goodbye:
            self._said_goodbye = True
            say_goodbye(self.transport, ws.WSCloseCode.OK)

    def on_ws_frame(self, transport: ws.WSTransport, frame: ws.WSFrame) -> None:
        """Nearly every frame is a whole text; the rest may take a longer way."""
        if frame.msg_type != TEXT or not frame.fin or self._is_let_go:
            self._take_unusual(transport, frame)
            return
        spliced = frame_scanner.agent_frame(frame) if self._is_scanned else None
        if spliced is not None:
            payload, sound, event_id = spliced
            self._audio.from_agent(payload, sound, event_id)
        else:
            self._take(frame.get_payload_as_bytes())

    def _take_unusual(self, transport: ws.WSTransport, frame: ws.WSFrame) -> None:
        match frame.msg_type:
            case ws.WSMsgType.TEXT | ws.WSMsgType.CONTINUATION:
                whole = self._fragments.add(frame.get_payload_as_bytes(), is_last=frame.fin)
                if whole is not None:
                    self._take(whole)
            case ws.WSMsgType.BINARY:
                self._call.agent_message(InvalidFrame("binary"))
            case ws.WSMsgType.CLOSE:
                self._close_code = int(frame.get_close_code().value) or CLOSE_WITHOUT_CODE
                end_handshake(transport, is_answer=self._said_goodbye)

    def on_ws_disconnected(self, transport: ws.WSTransport) -> None:  # noqa: ARG002 - picows calls it so
        if not self._is_let_go:
            self._call.agent_gone(self._close_code)

    def _take(self, frame: bytes) -> None:
        if self._is_let_go:
            return
        spliced = frame_scanner.agent_payload(frame) if self._is_scanned else None
        if spliced is not None:
            payload, sound, event_id = spliced
            self._audio.from_agent(payload, sound, event_id)
        else:
            self._call.agent_message(self._codec.read(frame))


def _overrides(ticket: StreamTicket, *, is_resumed: bool) -> dict[str, str]:
    """A resumed conversation does not begin again with the first message of the call."""
    if not is_resumed:
        return ticket.overrides
    kept = {name: value for name, value in ticket.overrides.items() if name != FIRST_MESSAGE}
    return kept | ({FIRST_MESSAGE: ticket.resume_message} if ticket.resume_message else {})
