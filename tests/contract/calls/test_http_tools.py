"""Tools of a route called from a function, over real sockets: requests, answers, and what may be asked again."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from trunkline.calls.adapters.http_tools import HttpTools, public_https, with_query
from trunkline.calls.domain.client_tools import (
    ANSWER_LIMIT_BYTES,
    METHODS,
    PARAMETERS_LIMIT_BYTES,
    HttpTool,
    ToolResult,
)
from trunkline.ids import CallId
from trunkline.web.public_https import PublicHttps

HERE = PublicHttps(2.0, ANSWER_LIMIT_BYTES, is_allowed=lambda _address: True, takes_http=True)
SECRETS = {"acme": {"orders_key": "s3cret"}, "other": {"others": "foreign"}}
CALL = CallId("CA1")

pytestmark = pytest.mark.enable_socket


class Server:
    """A company's own, with a scripted answer."""

    def __init__(self) -> None:
        self.status, self.answer, self.delay_s = 200, b'{"state": "sent"}', 0.0
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                server.asked.append((self.command, self.path, dict(self.headers), body))
                time.sleep(server.delay_s)
                self.send_response(server.status)
                self.send_header("content-length", str(len(server.answer)))
                self.send_header("location", "https://169.254.169.254/")
                self.end_headers()
                self.wfile.write(server.answer)

            def log_message(self, *_: object) -> None: ...

        for method in METHODS:
            setattr(Handler, f"do_{method}", Handler.answer)
        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign] # a client that hung up is no news
        self.url = f"http://127.0.0.1:{self.http.server_port}/orders?v=1"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def call(url: str, https: PublicHttps = HERE, company: str = "acme", args: dict | None = None, **tool) -> ToolResult:
    arguments = {"order": "7"} if args is None else args
    return HttpTools(SECRETS.__getitem__, https).call(HttpTool(url, **tool), arguments, CALL, company)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_arguments_go_as_json_with_the_companys_secret_and_the_call(server, method):
    result = call(server.url, method=method, headers={"Authorization": "orders_key"}, args={"order": "7", "n": 2})
    assert result == ToolResult('{"state": "sent"}')
    [(verb, path, headers, body)] = server.asked
    assert (verb, path, json.loads(body)) == (method, "/orders?v=1", {"order": "7", "n": 2})
    assert (headers["Authorization"], headers["X-Trunkline-Call-Id"]) == ("s3cret", "CA1")
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_method_without_a_body_has_them_in_the_query(server, method):
    call(server.url, method=method, args={"order": "7 & 8", "open": True})
    [(verb, path, _, body)] = server.asked
    assert (verb, path, body) == (method, "/orders?v=1&order=7+%26+8&open=true", b"")


def test_an_address_without_a_query_gets_one_and_none_without_arguments():
    assert with_query("https://a.test/x", {"b": "c"}) == "https://a.test/x?b=c"
    assert with_query("https://a.test/x", {}) == "https://a.test/x"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_refusal_is_final_and_nothing_is_followed(server, status):
    server.status = status
    assert call(server.url) == ToolResult.fault(f"the tool answered with status {status}")
    assert len(server.asked) == 1


def test_an_answer_that_is_too_large_or_too_late_is_final(server):
    server.answer = b"x" * (ANSWER_LIMIT_BYTES + 1)
    assert call(server.url) == ToolResult.fault("the tool gave no answer: its answer is too large")
    server.answer, server.delay_s = b"late", 3.0
    assert call(server.url, timeout_s=1) == ToolResult.fault("the tool gave no answer: it took too long")


def test_a_server_that_is_away_may_be_asked_again():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    result = call(f"http://127.0.0.1:{port}/")
    assert (result.is_error, result.is_final) == (True, False)


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/", "http://example.com/", "", "x:"]
)
def test_only_public_https_addresses_are_called(url):
    result = call(url, public_https())
    assert (result.is_error, result.is_final) == (True, False)


@pytest.mark.parametrize("company", ["other", "acme"])
def test_a_secret_the_company_does_not_own_is_never_sent(server, company):
    result = call(server.url, company=company, headers={"Authorization": "orders_key" if company == "other" else "x"})
    assert (result.is_error, result.is_final, server.asked) == (True, False, [])


@pytest.mark.parametrize("tool", [{"method": "TRACE"}, {"headers": {"A\r\nB": "orders_key"}}])
def test_a_tool_that_is_set_up_wrongly_is_not_called(server, tool):
    assert call(server.url, **tool).is_error
    assert server.asked == []


def test_an_address_that_is_none_is_a_fault():
    assert call("https://[", method="GET") == call("https://[", method="PURGE")


def test_too_many_arguments_are_refused(server):
    assert call(server.url, args={"order": "x" * PARAMETERS_LIMIT_BYTES}) == ToolResult.fault("too many parameters")
    assert server.asked == []
