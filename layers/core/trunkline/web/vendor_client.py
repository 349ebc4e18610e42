"""The HTTP client of every vendor: one deadline for a whole request, and a limit of bytes for what comes back.

httpx bounds each read, and unpacks what it reads: a head that drips, a body without an end or a small archive of zeros
would hold a function until it is killed. Every read of the socket therefore gets what is left until the deadline, and
an answer is unpacked here, piece by piece, up to its limit.
"""

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from trunkline.errors import ProviderError

ANSWER_LIMIT_BYTES = 8 * 1024 * 1024  # the longest conversation in words has about one
PIECE_BYTES = 64 * 1024
GZIP = 16 + zlib.MAX_WBITS

_deadline: ContextVar[float] = ContextVar("_deadline", default=float("inf"))


class AnswerUnusable(httpx.TransportError):
    """An answer that is too large, in an unrequested encoding, or corrupt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer, unpacked."""

    status_code: int
    content: bytes
    headers: Mapping[str, str]


class VendorClient:
    """One for each vendor and environment, so that a warm request reuses its connection. Raises httpx.HTTPError."""

    def __init__(self, base_url: str, verify: ssl.SSLContext | None = None, **defaults: Any) -> None:
        transport = _Transport(base_url, verify or _trusted())
        self._client = httpx.Client(base_url=base_url, transport=transport, **defaults)

    def request(
        self, method: str, path: str, *, timeout: float, limit: int = ANSWER_LIMIT_BYTES, **parts: Any
    ) -> Answer:
        """`timeout` counts for everything: connecting, the head and the body."""
        with self.stream(method, path, timeout=timeout, limit=limit, **parts) as (response, pieces):
            return Answer(response.status_code, b"".join(pieces), response.headers)

    @contextmanager
    def stream(
        self, method: str, path: str, *, timeout: float, limit: int, **parts: Any
    ) -> Iterator[tuple[httpx.Response, Iterator[bytes]]]:
        """The head, and the body piece by piece within the same deadline and limit."""
        headers = {"accept-encoding": "gzip", **(parts.pop("headers", None) or {})}
        deadline = _deadline.set(time.monotonic() + timeout)
        try:
            with self._client.stream(method, path, timeout=timeout, headers=headers, **parts) as response:
                yield response, _unpacked(response, limit)
        finally:
            _deadline.reset(deadline)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that httpx trusts. Reading them takes 25 ms: once a process, for the clients of all vendors."""
    return httpx.create_ssl_context()


def _unpacked(response: httpx.Response, limit: int) -> Iterator[bytes]:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise AnswerUnusable("answer_packed_otherwise")
    raw = response.iter_raw()
    for piece in _gunzipped(raw) if encoding == "gzip" else raw:
        limit -= len(piece)
        if limit < 0:
            raise AnswerUnusable("answer_too_large")
        yield piece


def _gunzipped(raw: Iterable[bytes]) -> Iterator[bytes]:
    """Never more than a piece at once, however small the packed bytes were."""
    unpacker, packed = zlib.decompressobj(GZIP), b""
    try:
        for packed in raw:
            yield unpacker.decompress(packed, PIECE_BYTES)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, PIECE_BYTES)
    except zlib.error as error:
        raise AnswerUnusable("answer_broken") from error
    if packed and not unpacker.eof:
        raise AnswerUnusable("answer_broken")


class _Transport(httpx.HTTPTransport):
    """httpx's own, over sockets with the request's deadline; through the environment's proxy where it names one."""

    def __init__(self, base_url: str, verify: ssl.SSLContext) -> None:
        super().__init__(verify=verify)
        url = httpx.URL(base_url)
        proxy = None if proxy_bypass(url.host) else getproxies().get(url.scheme)
        if proxy is None:
            self._pool = httpcore.ConnectionPool(ssl_context=verify, network_backend=_Network())
        else:
            way = httpx.Proxy(proxy)
            self._pool = httpcore.HTTPProxy(
                str(way.url), proxy_auth=way.raw_auth, ssl_context=verify, network_backend=_Network()
            )


class _Network(httpcore.SyncBackend):
    """Opens sockets whose every wait ends with the deadline of the request that waits."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> "_Socket":
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Socket(super().connect_tcp(host, port, left, local_address, socket_options))


class _Socket(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Socket":
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Socket(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(timeout: float | None, late: type[Exception]) -> float | None:
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise late("the deadline of the request has passed")
    return left if timeout is None else min(left, timeout)


@contextmanager
def provider_errors() -> Iterator[None]:
    """Turns httpx's exceptions into ProviderError."""
    try:
        yield
    except AnswerUnusable as error:
        raise ProviderError(str(error)) from error
    except httpx.TimeoutException as error:
        raise ProviderError("timeout", retryable=True) from error
    except httpx.HTTPError as error:
        raise ProviderError("unreachable", retryable=True) from error
