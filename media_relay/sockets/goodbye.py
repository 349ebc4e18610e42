"""The closing handshake of a WebSocket (RFC 6455, 7.1.2)."""

import asyncio

import picows.picows as ws

GOODBYE_S = 1.0  # the peer's answer to a close frame ends the socket; after so long it is cut off


def say_goodbye(transport: ws.WSTransport, code: ws.WSCloseCode) -> None:
    """Sends a close frame and waits for the answer: a socket closed over unread frames loses the close frame."""
    transport.send_close(code)
    asyncio.get_running_loop().call_later(GOODBYE_S, transport.disconnect, False)


def end_handshake(transport: ws.WSTransport, *, is_answer: bool) -> None:
    """After a close frame came: answers it, unless it is the answer to ours."""
    if not is_answer:
        transport.send_close(ws.WSCloseCode.OK)
    transport.disconnect()
