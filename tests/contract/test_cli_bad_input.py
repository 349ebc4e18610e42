"""Shells without region, credentials or network, for every command that asks AWS: one sentence, and status 1."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest

from cli.__main__ import main
from tests.contract.conftest import new_session
from tests.fakes.commands import COMMANDS_OF_A_STAGE

pytestmark = pytest.mark.enable_socket
COMMANDS = [command for command in COMMANDS_OF_A_STAGE if command[:2] != ["campaigns", "list"]]
VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE")
NO_SERVER = "http://127.0.0.1:9"
OF_AN_ERROR = (
    '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>'
    "<Code>{code}</Code><Message>said by AWS</Message></Error></ErrorResponse>"
)


@pytest.fixture(autouse=True)
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A shell in which nothing is set up."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", new_session())


@pytest.fixture
def refusing() -> Iterator[Any]:
    """An AWS that answers everything with one error: set its `code`."""

    class Refusal(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = OF_AN_ERROR.format(code=self.server.code).encode()  # type: ignore[attr-defined]
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusal)
    threading.Thread(target=server.serve_forever, args=(0.01,)).start()  # how soon it sees that it shall end
    yield server
    server.shutdown()
    server.server_close()


def said(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*command, "--stage", "prod"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    return line


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_region(command: list[str], capsys: Any) -> None:
    assert "no region: say --region, set AWS_REGION" in said(command, capsys)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_credentials(monkeypatch: pytest.MonkeyPatch, command: list[str], capsys: Any) -> None:
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    assert "sign in (aws sso login)" in said(command, capsys)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_profile_that_is_not_there(monkeypatch: pytest.MonkeyPatch, command: list[str], capsys: Any) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nowhere")
    assert "nowhere" in (line := said(command, capsys))
    assert "AWS_PROFILE" in line


REFUSALS = {
    "ExpiredToken": "have expired: sign in",
    "InvalidClientTokenId": "are not known: sign in",
    "AccessDenied": "may not do DescribeStacks: set AWS_PROFILE",
}


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_credentials_that_are_refused(
    monkeypatch: pytest.MonkeyPatch, refusing: Any, command: list[str], capsys: Any, code: str
) -> None:
    refusing.code = code
    given = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}
    for name, value in (given | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{refusing.server_port}"}).items():
        monkeypatch.setenv(name, value)
    assert REFUSALS[code] in said(command, capsys)


@pytest.mark.parametrize("command", [["companies", "list"], ["doctor"], ["replay", "inbox"]], ids=" ".join)
def test_no_network(monkeypatch: pytest.MonkeyPatch, command: list[str], capsys: Any) -> None:
    given = {
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": NO_SERVER,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert "look at the network" in said(command, capsys)


@pytest.mark.parametrize("relay", [[], ["--relay"]], ids=["first", "relay"])
def test_preflight_says_it_too(monkeypatch: pytest.MonkeyPatch, capsys: Any, relay: list[str]) -> None:
    assert main(["preflight", *relay]) == 1
    assert "FAILED AWS: AWS: no region" not in (found := capsys.readouterr().out)
    assert "no region" in found
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    assert main(["preflight", *relay]) == 1
    assert "sign in (aws sso login)" in capsys.readouterr().out
