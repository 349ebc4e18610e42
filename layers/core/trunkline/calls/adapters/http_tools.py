"""Calls the HTTP tools of a route from a function: public addresses, one budget of time, no second try.

The relay has a client of its own for calls whose audio it carries (media_relay/calls/tool_runner.py).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from trunkline.calls.domain.client_tools import (
    ANSWER_LIMIT_BYTES,
    CALL_HEADER,
    LONGEST_S,
    METHODS,
    PARAMETERS_LIMIT_BYTES,
    WITHOUT_BODY,
    HttpTool,
    ToolResult,
    as_query,
    filled_headers,
    missing_secrets,
)
from trunkline.ids import CallId
from trunkline.web.public_https import PublicHttps, Reply, Unreachable

NOT_SET_UP = "the tool is not set up: its method, its address or a secret of its headers"


def public_https() -> PublicHttps:
    return PublicHttps(LONGEST_S, ANSWER_LIMIT_BYTES)


@dataclass(frozen=True, slots=True)
class HttpTools:
    """The port `Tools`. `secrets` gives a company's own values for the names in its headers."""

    secrets: Callable[[str], Mapping[str, str]]
    https: PublicHttps

    def call(self, tool: HttpTool, arguments: Mapping[str, Any], call_id: CallId, company_id: str) -> ToolResult:
        owned, body = self.secrets(company_id), json.dumps(arguments).encode()
        if len(body) > PARAMETERS_LIMIT_BYTES:
            return ToolResult.fault("too many parameters")
        if tool.method not in METHODS or missing_secrets(tool.headers, owned):
            return ToolResult.fault(NOT_SET_UP, is_final=False)
        headers = {CALL_HEADER: str(call_id), **filled_headers(tool.headers, owned)}
        try:
            return _result(self._send(tool, arguments, body, headers))
        except Unreachable as error:
            return ToolResult.fault(f"the tool gave no answer: {error}", is_final=error.was_sent)
        except ValueError:
            return ToolResult.fault(NOT_SET_UP, is_final=False)  # an address that is none

    def _send(self, tool: HttpTool, arguments: Mapping[str, Any], body: bytes, headers: dict[str, str]) -> Reply:
        https = replace(self.https, budget_s=tool.patience_s)
        if tool.method in WITHOUT_BODY:
            return https.send(tool.method, with_query(tool.url, arguments), None, headers)
        return https.send(tool.method, tool.url, body, {"content-type": "application/json", **headers})


def with_query(url: str, arguments: Mapping[str, Any]) -> str:
    parts, added = urlsplit(url), urlencode(as_query(arguments))
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def _result(reply: Reply) -> ToolResult:
    if not 200 <= reply.status < 300:
        return ToolResult.fault(f"the tool answered with status {reply.status}")
    return ToolResult(reply.body.decode("utf-8", "replace"))
