"""HTTPS requests to addresses that customers have written: public hosts only, one budget of time, no redirects.

A customer writes the address, and the DNS of its domain. The check therefore stands where the socket is opened: the
address that was checked is the address that is connected to.
"""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from trunkline.web.public_addresses import is_public

PIECE_BYTES = 8 * 1024


class Unreachable(Exception):
    """The reason, without the address. `was_sent`: the request may have arrived all the same."""

    def __init__(self, reason: str, *, was_sent: bool = False) -> None:
        super().__init__(reason)
        self.was_sent = was_sent


def resolved(host: str, port: int) -> list[str]:
    """Every address of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class PublicHttps:
    """`workers` bounds requests at one time; the name look-up, which cannot be interrupted, runs in one of them."""

    budget_s: float
    limit_bytes: int  # of an answer
    resolve: Callable[[str, int], list[str]] = resolved
    is_allowed: Callable[[str], bool] = is_public
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(4, thread_name_prefix="public-https")
    )
    takes_http: bool = False  # as well, for servers on this machine

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return self.send("POST", url, body, headers)

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """Raises Unreachable, after the budget at the latest. An answer of any status is a reply."""
        sockets: list[socket.socket] = []
        deadline = time.monotonic() + self.budget_s
        waiting = self.workers.submit(self._send, method, url, body, headers, deadline, sockets)
        try:
            return waiting.result(timeout=self.budget_s)
        except TimeoutError as error:
            waiting.cancel()
            for opened in sockets:
                _abort(opened)  # ends the worker, also one that gets a byte now and then
            raise Unreachable("it took too long", was_sent=bool(sockets)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable("it could not be reached", was_sent=bool(sockets)) from error

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        deadline: float,
        sockets: list[socket.socket],
    ) -> Reply:
        parts = urlsplit(url)
        is_plain = parts.scheme == "http" and self.takes_http
        if (parts.scheme != "https" and not is_plain) or not parts.hostname or parts.username or parts.password:
            raise Unreachable("its address must begin with https://")
        port = parts.port or (80 if is_plain else 443)
        plain = self._connect(parts.hostname, port, deadline, sockets)
        connection = http.client.HTTPConnection(parts.hostname, port, timeout=_left(deadline))
        connection.sock = plain if is_plain else self._secured(plain, parts.hostname, sockets)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path, body, {"accept-encoding": "identity", **headers})
            answer = connection.getresponse()
            return Reply(answer.status, self._body(answer, deadline))
        finally:
            connection.close()

    def _connect(self, host: str, port: int, deadline: float, sockets: list[socket.socket]) -> socket.socket:
        """Connected to an address that was checked."""
        addresses = self.resolve(host, port)
        if not addresses or not all(self.is_allowed(address) for address in addresses):
            raise Unreachable("its address is not a public one")
        plain = _connected(addresses, port, deadline)
        sockets.append(plain)
        return plain

    def _secured(self, plain: socket.socket, host: str, sockets: list[socket.socket]) -> socket.socket:
        """Under the name that the certificate must have."""
        try:
            secured = self.tls().wrap_socket(plain, server_hostname=host)
        except (OSError, ValueError):
            plain.close()
            raise
        sockets[:] = [secured]
        return secured

    def _body(self, answer: http.client.HTTPResponse, deadline: float) -> bytes:
        """Raises Unreachable for an answer that is too large or arrives too slowly."""
        body = bytearray()
        while piece := answer.read1(PIECE_BYTES):
            body += piece
            if len(body) > self.limit_bytes:
                raise Unreachable("its answer is too large", was_sent=True)
            if time.monotonic() > deadline:
                raise Unreachable("it took too long", was_sent=True)
        return bytes(body)


def _connected(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """To the first address that answers. Raises OSError."""
    *others, last = addresses
    for address in others:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, port), timeout=_left(deadline))
    return socket.create_connection((last, port), timeout=_left(deadline))


def _abort(opened: socket.socket) -> None:
    """A close alone does not wake a thread that reads; a shutdown does."""
    with contextlib.suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        opened.close()


def _left(deadline: float) -> float:
    return max(0.01, deadline - time.monotonic())
