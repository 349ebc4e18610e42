"""The socket on which a person follows a call: its address read, its JSON messages written. It takes no messages.

Its address lies below the programs', so that the load balancer knows the way.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs

from trunkline.ids import CallId
from trunkline.relay_api import client_socket

PATH = re.compile(rf"{client_socket.ADDRESS}/watch/([\w.-]{{1,64}})/?", re.ASCII)
AUDIO_HEADS = {role: f'{{"type":"audio","role":"{role}","data":"'.encode() for role in ("agent", "user")}
AUDIO_END = b'"}'
TICKET_LIMIT = 256

latency, interruption, error = client_socket.latency, client_socket.interruption, client_socket.error


@dataclass(frozen=True, slots=True)
class WatchRequest:
    call_id: CallId
    ticket: str = field(repr=False)
    listens: bool = False


def read_path(path: str) -> WatchRequest | None:
    """`path` with its query. None for the path of something else."""
    address, _, query = path.partition("?")
    found = PATH.fullmatch(address)
    if found is None:
        return None
    values = parse_qs(query[: 2 * TICKET_LIMIT])
    ticket = values.get("ticket", [""])[0][:TICKET_LIMIT]
    return WatchRequest(CallId(found[1]), ticket, values.get("listen") == ["true"])


def watching(call_id: str, now: datetime, *, listens: bool) -> bytes:
    return client_socket.message("watching", now, call_sid=call_id, listen=listens)


def words(number: int, now: datetime, *, is_agent: bool, text: str) -> bytes:
    """A turn under the number that `GET /calls/{call_sid}/turns` gives it. One that comes again is corrected."""
    return client_socket.message("words", now, number=number, role="agent" if is_agent else "user", message=text)


def audio(role: str, payload: bytes) -> bytes:
    """`payload` is the carrier's base64, mu-law at 8 kHz. Put together by hand: there are a hundred a second."""
    return b"%b%b%b" % (AUDIO_HEADS[role], payload, AUDIO_END)


def ended(outcome: str, now: datetime) -> bytes:
    return client_socket.message("ended", now, outcome=outcome)
