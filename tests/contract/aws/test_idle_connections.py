"""Connections that AWS closes while a function rests: the first question after the pause is answered like any other."""

import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

import caller_context
from tests.fakes.webhooks import CONTEXT_SECRET, NOW, http_event, secrets
from trunkline.aws.dynamodb_values import to_item
from trunkline.bootstrap.caller_context import caller_context_deps
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.domain.routes import Mode, Route
from trunkline.settings import Settings

ROUTE = Route("+15005550006", Mode.RELAY, "acme", "agent_1", dynamic_variables={"first_name": "there"})
CALLER = {"company_id": "acme", "number": "+14155550123", "variables": '{"first_name": "Ana"}', "overrides": "{}"}
QUESTION = {"caller_id": "+14155550123", "agent_id": "agent_1", "called_number": "+15005550006", "call_sid": "CA1"}


class ClosingTable(socketserver.StreamRequestHandler):
    """Answers the three reads of a question and closes the connection without announcing it."""

    def handle(self) -> None:
        for values in (route_values(ROUTE), {"company_id": "acme"}, CALLER):
            if not self._read():
                return
            body = json.dumps({"Item": to_item(values)}).encode()
            self.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    def _read(self) -> bool:
        length = 0
        while (line := self.rfile.readline()).strip():
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        self.rfile.read(length)
        return bool(line)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True  # the last connection stays open


@pytest.fixture
def closing_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for setting in fields(Settings):
        monkeypatch.setenv(setting.name.upper(), "here")
    with Server(("127.0.0.1", 0), ClosingTable) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_address[1]}")
        yield
        server.shutdown()


@pytest.mark.usefixtures("closing_table")
def test_each_caller_is_known_although_the_connection_dies_after_each():
    services = replace(caller_context_deps(), secrets=secrets(), now=lambda: NOW)
    path, headers = "/webhooks/elevenlabs/personalization", {"X-Trunkline-Secret": CONTEXT_SECRET}
    for _ in range(3):
        answer = caller_context.respond(http_event(path, json.dumps(QUESTION).encode(), headers), services)
        assert json.loads(answer["body"])["dynamic_variables"] == {"first_name": "Ana"}
