"""Asks a company's own system about a caller: https, public addresses only, one answer within 2 s, no second try.

The address is written by people, and so is a domain's DNS. The check therefore stands where the socket is opened:
what the name resolved to before does not count.
"""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from trunkline.accounts.domain.callers import Caller, CallerQuestion, HttpSource, workspace_names
from trunkline.calls.domain.client_tools import filled_headers, missing_secrets
from trunkline.errors import SourceFailed
from trunkline.web.public_addresses import is_public

BUDGET_S = 2.0


ANSWER_LIMIT_BYTES = 64 * 1024


PIECE_BYTES = 8 * 1024


UNKNOWN = {204, 404}


def resolved(host: str, port: int) -> list[str]:
    """Every address of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


class HttpCallerSource:
    """`secrets` gives a company's own values for the names in its headers. Name look-up included, no answer is waited
    for beyond the budget."""

    def __init__(
        self,
        secrets: Callable[[str], Mapping[str, str]],
        resolve: Callable[[str, int], list[str]] = resolved,
        is_allowed: Callable[[str], bool] = is_public,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._secrets = secrets
        self._resolve = resolve
        self._is_allowed = is_allowed
        self._tls = tls
        self._asking = ThreadPoolExecutor(max_workers=4, thread_name_prefix="caller-source")

    def ask(self, source: HttpSource, question: CallerQuestion) -> Caller | None:
        """Raises SourceFailed."""
        waiting = self._asking.submit(self._ask, source, question, time.monotonic() + BUDGET_S)
        try:
            return waiting.result(timeout=BUDGET_S)
        except TimeoutError as error:
            raise SourceFailed("it took too long") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise SourceFailed("it could not be reached") from error

    def _ask(self, source: HttpSource, question: CallerQuestion, deadline: float) -> Caller | None:
        parts = urlsplit(source.url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
            raise SourceFailed("its address must begin with https://")
        connection = self._connect(parts.hostname, parts.port or 443, deadline)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"content-type": "application/json", "accept-encoding": "identity", **self._headers(source)}
            connection.request("POST", path, question_body(question), headers)
            return _read(connection.getresponse(), question, deadline)
        finally:
            connection.close()

    def _connect(self, host: str, port: int, deadline: float) -> http.client.HTTPSConnection:
        """A connection to an address that was looked at, under the name it has to prove."""
        addresses = self._resolve(host, port)
        if not addresses or not all(self._is_allowed(address) for address in addresses):
            raise SourceFailed("its address is not a public one")
        tls = self._tls()
        connection = http.client.HTTPSConnection(host, port, context=tls, timeout=_left(deadline))
        plain = socket.create_connection((addresses[0], port), timeout=_left(deadline))
        try:
            connection.sock = tls.wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
        return connection

    def _headers(self, source: HttpSource) -> dict[str, str]:
        owned = self._secrets(source.company_id)
        if missing_secrets(source.headers, owned):
            raise SourceFailed("a secret is missing")
        return filled_headers(source.headers, owned)


def _left(deadline: float) -> float:
    return max(0.01, deadline - time.monotonic())


def _read(answer: http.client.HTTPResponse, question: CallerQuestion, deadline: float) -> Caller | None:
    if answer.status in UNKNOWN:
        return None
    if answer.status != 200:
        raise SourceFailed("it refused")
    variables, overrides, user_id = read_source_answer(_body(answer, deadline))
    return Caller("", question.caller, variables, overrides, user_id)


def _body(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    """All of it or none. A server that drips is given up with the budget."""
    body = bytearray()
    while piece := answer.read1(PIECE_BYTES):
        body += piece
        if len(body) > ANSWER_LIMIT_BYTES:
            raise SourceFailed("its answer is too large")
        if time.monotonic() > deadline:
            raise SourceFailed("it took too long")
    return bytes(body)


def question_body(question: CallerQuestion) -> bytes:
    """The request body for a company's own system, in the provider's field names."""
    values = {"caller_id": question.caller, "called_number": question.called, "agent_id": question.agent_id}
    return json.dumps(values).encode()


def read_source_answer(body: bytes) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Variables, overrides and the user's id. Raises SourceFailed for what is none of that."""
    payload = _object(body)
    if payload is None:
        raise SourceFailed("not a JSON object")
    variables, overrides = payload.get("dynamic_variables") or {}, payload.get("conversation_config_override") or {}
    user_id = payload.get("user_id") or ""
    if isinstance(overrides, dict) and workspace_names(overrides):
        raise SourceFailed("overrides that name things of the workspace")
    if not isinstance(variables, dict) or not isinstance(overrides, dict) or not isinstance(user_id, str):
        raise SourceFailed("fields of the wrong type")
    if not can_be_passed_on(payload):
        raise SourceFailed("numbers or characters that JSON cannot hold")
    return variables, overrides, user_id


def can_be_passed_on(payload: Mapping[str, Any]) -> bool:
    """1e999 is read as infinity, and half a character as itself: an answer with either would cost the conversation."""
    try:
        json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        payload = json.loads(body, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def _refused(_name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")
