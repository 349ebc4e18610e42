"""A company's own system over real TLS, well, unwell and up to no good; and what it put down, on the table."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.contract.conftest import DIRECTORY, Cloud
from tests.fakes.callers import InMemoryCallers
from tests.fakes.certificates import certificate_for
from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.adapters.http_caller_source import HttpCallerSource
from trunkline.accounts.domain.callers import Caller, CallerQuestion, HttpSource
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.errors import SourceFailed

QUESTION = CallerQuestion("+14155550123", "+15005550006", "agent_1")
KNOWN = {"dynamic_variables": {"first_name": "Ana"}, "conversation_config_override": {}, "user_id": "u1"}
NAME = "crm.example.com"


class Crm:
    """An https server with scripted answers that records requests."""

    def __init__(self, shows) -> None:
        self.answer: tuple[int, bytes] = (200, json.dumps(KNOWN).encode())
        self.delay_s, self.drip_s, self.asked = 0.0, 0.0, list[tuple[str, dict, bytes]]()
        crm = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                crm.asked.append((self.path, dict(self.headers), body))
                time.sleep(crm.delay_s)
                status, payload = crm.answer
                self.send_response(status)
                self.send_header("content-length", str(len(payload)))
                self.send_header("location", "https://169.254.169.254/")
                self.end_headers()
                for byte in payload:
                    self.wfile.write(bytes([byte]))
                    if crm.drip_s:
                        self.wfile.flush()
                        time.sleep(crm.drip_s)

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a client that hung up is no news
        self.server.socket = shows.wrap_socket(self.server.socket, server_side=True)
        self.source = HttpSource(
            f"https://{NAME}:{self.server.server_port}/callers?v=1", {"Authorization": "crm"}, "acme"
        )
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def crm(tmp_path) -> Iterator[tuple[Crm, HttpCallerSource]]:
    shows, trusts = certificate_for(NAME, tmp_path)
    crm = Crm(shows)
    ask = HttpCallerSource(
        {"acme": {"crm": "Bearer hush"}, "other": {"others": "foreign"}}.__getitem__,
        lambda *_: ["127.0.0.1"],
        is_allowed=lambda _: True,
        tls=lambda: trusts,
    )
    yield crm, ask
    crm.server.shutdown()
    crm.server.server_close()


def test_it_is_asked_with_the_providers_words_and_its_secret(crm):
    crm, source = crm
    answer = source.ask(crm.source, QUESTION)
    assert (answer.variables, answer.user_id) == ({"first_name": "Ana"}, "u1")
    [(path, headers, body)] = crm.asked
    assert (path, headers["Authorization"]) == ("/callers?v=1", "Bearer hush")
    assert json.loads(body) == {"caller_id": QUESTION.caller, "called_number": QUESTION.called, "agent_id": "agent_1"}


@pytest.mark.parametrize("status", [204, 404])
def test_it_may_not_know_the_caller(crm, status):
    crm, source = crm
    crm.answer = (status, b"")
    assert source.ask(crm.source, QUESTION) is None


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"{}"),
        (302, b"{}"),
        (200, b"[]"),
        (200, b"{"),
        (200, b'{"dynamic_variables": 7}'),
        (200, b" " * 70_000),
        (200, b'{"dynamic_variables": {"balance": 1e999}}'),
        (200, b'{"conversation_config_override": {"agent": {"first_message": "\\ud83d"}}}'),
        (200, b'{"user_id": "\\udc00"}'),
    ],
    ids=["error", "redirect", "list", "cut", "type", "large", "infinity", "half a character", "half a name"],
)
def test_anything_else_is_a_failure_and_nothing_is_followed(crm, answer):
    crm, source = crm
    crm.answer = answer
    with pytest.raises(SourceFailed):
        source.ask(crm.source, QUESTION)
    assert len(crm.asked) == 1


@pytest.mark.parametrize(("delay_s", "drip_s"), [(5.0, 0.0), (0.0, 0.1)], ids=["late", "drips"])
def test_no_answer_takes_longer_than_the_budget(crm, delay_s, drip_s, monkeypatch):
    crm, source = crm
    monkeypatch.setattr(source, "_https", replace(source._https, budget_s=0.3))
    crm.delay_s, crm.drip_s = delay_s, drip_s
    began = time.monotonic()
    with pytest.raises(SourceFailed):
        source.ask(crm.source, QUESTION)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1"])
def test_an_address_inside_is_never_connected_to(crm, address):
    crm, _ = crm
    guarded = HttpCallerSource(lambda _: {"crm": "x"}, lambda *_: ["93.184.216.34", address])
    with pytest.raises(SourceFailed, match="not a public one"):
        guarded.ask(crm.source, QUESTION)
    assert crm.asked == []


@pytest.mark.parametrize(
    "source",
    [HttpSource("http://crm.example.com/"), HttpSource("https://u:p@crm.example.com/"), HttpSource("https:///x")],
)
def test_only_a_plain_https_address_will_do(source):
    with pytest.raises(SourceFailed):
        HttpCallerSource(lambda _: {}, lambda *_: ["93.184.216.34"]).ask(source, QUESTION)


def test_a_missing_secret_and_a_wrong_certificate_are_failures(crm):
    crm, source = crm
    with pytest.raises(SourceFailed, match="secret"):
        source.ask(replace(crm.source, headers={"Authorization": "other"}), QUESTION)
    with pytest.raises(SourceFailed, match="secret"):
        source.ask(replace(crm.source, headers={"Authorization": "others"}), QUESTION)
    wrong = replace(crm.source, url=crm.source.url.replace(NAME, "other.example.com"))
    with pytest.raises(SourceFailed):
        source.ask(wrong, QUESTION)
    assert crm.asked == []


@pytest.fixture(params=["in memory", "on dynamodb"])
def callers(request: pytest.FixtureRequest):
    if request.param == "in memory":
        found = InMemoryCallers({"+15005550006": "acme"})
        found.defaults["+15005550006"] = {"plan": "basic"}
        return found
    cloud: Cloud = request.getfixturevalue("cloud")
    route = {"company_id": "acme", "mode": "relay", "dynamic_variables": {"plan": "basic"}}
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number("+15005550006") | route))
    return CallersTable(Directory(cloud.dynamodb, DIRECTORY))


def test_a_caller_is_known_to_one_company_only(callers):
    caller = Caller("acme", "+14155550123", {"first_name": "Ana", "score": 1.5}, {"agent": {"language": "es"}}, "u1")
    callers.put(caller)
    assert callers.find("acme", caller.number) == caller
    assert callers.find("other", caller.number) is None
    assert not callers.remove("other", caller.number)
    assert callers.remove("acme", caller.number)
    assert callers.find("acme", caller.number) is None


def test_a_called_number_has_its_defaults_and_its_companys_source(callers):
    assert callers.called("+19995550000") is None
    assert callers.called("") is None
    assert (callers.called("+15005550006").defaults, callers.called("+15005550006").source) == ({"plan": "basic"}, None)
    source = HttpSource("https://crm.example.com/", {"X-Key": "crm"}, "acme")
    callers.set_source("acme", source)
    assert callers.called("+15005550006").source == source
    callers.set_source("acme", None)
    assert callers.source("acme") is None
