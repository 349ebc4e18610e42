"""Tool runner: calls the HTTP tools of a route beside the audio, each in a task of its own, bounded in time and size.

A route is written by people, and so is a domain's DNS. A tool is therefore reached by https only, at addresses that are
public, and the check stands where the socket is opened: what a name resolved to earlier does not count.
"""

import asyncio
import json
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from media_relay.session.messages import RunTool, ToolFinished
from media_relay.tasks import TaskSet
from trunkline.calls.domain.client_tools import (
    ANSWER_LIMIT_BYTES,
    CALL_HEADER,
    METHODS,
    PARAMETERS_LIMIT_BYTES,
    WITHOUT_BODY,
    as_query,
    filled_headers,
    missing_secrets,
)
from trunkline.ids import CallId
from trunkline.telemetry import count, log
from trunkline.web.public_addresses import is_public


class ToolRefused(Exception):
    """A tool was not called, or its answer not taken. The message is for the agent to read."""


class ToolCaller(Protocol):
    """The call that a tool is called for: a ticket, or a brain's context."""

    @property
    def call_id(self) -> CallId: ...

    @property
    def company_id(self) -> str: ...


class NotPublic(OSError):
    """Raised where a socket is about to be opened, so an OSError like any other that prevents it."""


def public_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """A socket for the very address it will connect to, whichever way that was found: a name, a number, a redirect."""
    family, kind, protocol, _, where = address
    if not is_public(str(where[0])):
        raise NotPublic("the tool's address is not public")
    return socket.socket(family, kind, protocol)


def _no_secrets(_company_id: str) -> Mapping[str, str]:
    return {}


@dataclass(slots=True)
class ToolRunner:
    """One for the process. `secrets` gives a company's own. `allowed_origins` may be anything, http at home included:
    for a world on one machine."""

    secrets: Callable[[str], Mapping[str, str]] = _no_secrets
    allowed_origins: Collection[str] = ()
    resolver: AbstractResolver | None = None  # the system's
    _guarded: aiohttp.ClientSession | None = None
    _allowed: aiohttp.ClientSession | None = None
    _tasks: TaskSet = field(default_factory=TaskSet)

    def start(self, order: RunTool, caller: ToolCaller, report: Callable[[ToolFinished], None]) -> None:
        """Returns at once. The result is reported once; a call that is over by then ignores it."""
        self._tasks.start(self._run(order, caller, report))

    async def close(self) -> None:
        await self._tasks.cancel()
        for session in (self._guarded, self._allowed):
            if session is not None:
                await session.close()

    async def _run(self, order: RunTool, caller: ToolCaller, report: Callable[[ToolFinished], None]) -> None:
        result, fault, call_id = "", "", caller.call_id
        try:
            async with asyncio.timeout(order.tool.patience_s):
                result = await self._call(order, caller)
        except ToolRefused as refused:
            fault = str(refused)
        except TimeoutError:
            fault = "the tool took too long"
        except aiohttp.ClientConnectorError as error:
            is_inside = isinstance(error.os_error, NotPublic)
            fault = str(error.os_error) if is_inside else "the tool could not be reached"
            log.warning("tool not reached", call_id=call_id, tool=order.name, reason=type(error.os_error).__name__)
        except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: a URL or header that is none
            fault = "the tool could not be reached"
            log.warning("tool failed", call_id=call_id, tool=order.name, reason=type(error).__name__)
        except Exception:  # noqa: BLE001 - the agent waits for an answer in any case
            fault = "the tool failed"
            log.exception("tool failed", call_id=call_id, tool=order.name)
        log.info("tool called", call_id=call_id, tool=order.name, fault=fault)
        count("ToolCalled", result="failed" if fault else "answered")
        report(ToolFinished(order.run, fault or result, is_error=bool(fault)))

    async def _call(self, order: RunTool, caller: ToolCaller) -> str:
        session = self._session_for(order.tool.url)
        headers = {CALL_HEADER: str(caller.call_id), "Accept-Encoding": "identity", **self._headers(order, caller)}
        method, what = order.tool.method, _parameters(order)
        async with session.request(method, order.tool.url, headers=headers, allow_redirects=False, **what) as answer:
            return await _read(answer)

    def _session_for(self, url: str) -> aiohttp.ClientSession:
        """Raises ToolRefused for what may not be called by this name; its address is checked at the connect."""
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" in self.allowed_origins:
            self._allowed = self._allowed or _new_session(self.resolver, None)
            return self._allowed
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
            raise ToolRefused("the tool is not set up: its address must begin with https://")
        self._guarded = self._guarded or _new_session(self.resolver, public_socket)
        return self._guarded

    def _headers(self, order: RunTool, caller: ToolCaller) -> dict[str, str]:
        owned = self.secrets(caller.company_id)
        if missing := missing_secrets(order.tool.headers, owned):
            log.error("tool lacks a secret", tool=order.name, secret_name=missing[0])
            raise ToolRefused("the tool is not set up: a secret is missing")
        return filled_headers(order.tool.headers, owned)


def _new_session(resolver: AbstractResolver | None, factory: aiohttp.SocketFactoryType | None) -> aiohttp.ClientSession:
    """No cookies, no proxies: tools of different companies share nothing but the process."""
    connector = aiohttp.TCPConnector(resolver=resolver, socket_factory=factory, force_close=True)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)


def _parameters(order: RunTool) -> dict[str, Any]:
    """A query for what has no body, else JSON. Raises ToolRefused."""
    if order.tool.method not in METHODS:
        raise ToolRefused("the tool is not set up: unknown method")
    body = json.dumps(order.parameters).encode()
    if len(body) > PARAMETERS_LIMIT_BYTES:
        raise ToolRefused("too many parameters")
    if order.tool.method not in WITHOUT_BODY:
        return {"data": aiohttp.BytesPayload(body, content_type="application/json")}
    return {"params": as_query(order.parameters)}


async def _read(answer: aiohttp.ClientResponse) -> str:
    """The body as text, all of it or none: half an answer is a wrong one."""
    if not 200 <= answer.status < 300:
        raise ToolRefused(f"the tool answered with status {answer.status}")
    body = b""
    async for piece in answer.content.iter_chunked(4096):
        body += piece
        if len(body) > ANSWER_LIMIT_BYTES:
            raise ToolRefused("the tool's answer is too large")
    return body.decode("utf-8", "replace")
