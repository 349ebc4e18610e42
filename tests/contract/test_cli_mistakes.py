"""A person's mistakes at the command line: each is a sentence that says what to do, none a traceback."""

import argparse
import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore import exceptions as aws
from botocore.exceptions import ClientError

from cli import campaigns, companies
from cli.__main__ import main, make_parser
from cli.failures import sentence
from tests.contract.conftest import DIRECTORY, create_tables, deploy_stack, empty_aws
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import Scope
from trunkline.aws.directory_table import Directory

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stage() -> Iterator[Any]:
    with empty_aws():
        client = boto3.client("dynamodb")
        create_tables(client)
        deploy_stack()
        yield client


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action.choices.values():
                yield from parsers(choice)


def test_every_command_has_a_sentence_of_its_own() -> None:
    found = list(parsers(make_parser()))
    assert len(found) > 30
    for parser in found:
        assert (parser.description or "").strip().endswith((".", ")")), parser.prog


@pytest.mark.parametrize("group", [[], ["companies"], ["campaigns"], ["replay"]], ids=str)
def test_without_a_command_there_is_the_list_of_commands_and_a_failure(group: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as caught:
        main(group)
    assert caught.value.code == 2
    shown = capsys.readouterr().err
    [parser] = [item for item in parsers(make_parser()) if item.prog == " ".join(["python -m cli", *group])]
    assert shown == parser.format_help()


def test_the_version_is_the_projects(capsys: Any) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("Trunkline 0.")


BROKEN_BACKUPS = {
    "cut": gzip.compress(b'{"pk": {"S": "COMPANY#a"}}\n' * 1000)[:-30],
    "no gzip": b"pk\n",
    "no UTF-8": gzip.compress(b"\xff\xfe\n"),
    "broken inside": gzip.compress(os.urandom(999))[:400] + b"\0" * 100,
    "nested deep": gzip.compress(b"[" * 100_000),
}


@pytest.mark.parametrize("content", BROKEN_BACKUPS)
def test_a_broken_backup_is_a_sentence(stage: Any, tmp_path: Path, capsys: Any, content: str) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(BROKEN_BACKUPS[content])
    assert main(["restore", str(file), "--yes"]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("python -m cli: ")


@pytest.mark.parametrize("content", [b"", b"no json", b"\xff\xfe", b"[" * 100_000])
def test_a_campaign_is_made_of_json(tmp_path: Path, capsys: Any, content: bytes) -> None:
    file = tmp_path / "campaign.json"
    file.write_bytes(content)
    assert main(["campaigns", "create", str(file)]) == 1
    assert "no JSON that can be read" in capsys.readouterr().err


def test_a_backup_has_the_ending_that_restore_reads(stage: Any, tmp_path: Path, capsys: Any) -> None:
    assert main(["backup", str(tmp_path / "directory.json")]) == 1
    assert ".jsonl.gz" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_stopping_without_a_match_is_no_success(capsys: Any) -> None:
    assert main(["campaigns", "suppress"]) == 1
    assert "no numbers" in capsys.readouterr().err


def test_files_that_are_not_there_or_no_text(tmp_path: Path, capsys: Any) -> None:
    utf16 = tmp_path / "numbers.txt"
    utf16.write_bytes("+14155550123".encode("utf-16"))
    assert main(["campaigns", "suppress", "--file", str(utf16)]) == 1
    assert main(["campaigns", "create", str(tmp_path / "nothing.json")]) == 1
    assert main(["restore", str(tmp_path)]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("answer", [httpx.Response(200, text="<html>"), httpx.Response(502, text="")], ids=str)
def test_an_address_that_is_not_the_apis_is_said_so(monkeypatch: Any, capsys: Any, answer: httpx.Response) -> None:
    transport = httpx.MockTransport(lambda _request: answer)
    monkeypatch.setattr(campaigns, "client", lambda: httpx.Client(transport=transport, base_url="https://a.test"))
    assert main(["campaigns", "list"]) == 1
    assert "TRUNKLINE_URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "key"), [("", ""), ("no-scheme", "k"), ("https://a.test:port", "k"), ("https://a.test", "kéy")]
)
def test_variables_that_cannot_be_used_are_named(monkeypatch: Any, capsys: Any, url: str, key: str) -> None:
    monkeypatch.setenv("TRUNKLINE_URL", url)
    monkeypatch.setenv("TRUNKLINE_API_KEY", key)
    assert main(["campaigns", "list"]) == 1
    assert "variable" in (said := capsys.readouterr().err) or "TRUNKLINE_URL" in said


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_args: object) -> Any:
        raise error

    return fail


@pytest.mark.parametrize("command", ["list", "watch"])
def test_an_interrupt_ends_quietly(monkeypatch: Any, capsys: Any, command: str) -> None:
    monkeypatch.setattr(campaigns, "client", raising(KeyboardInterrupt()))
    assert main(["campaigns", command, *(["c"] if command == "watch" else [])]) == 130
    assert capsys.readouterr().err == ""


REFUSALS = {
    "AWS_PROFILE": [
        aws.NoCredentialsError(),
        aws.ProfileNotFound(profile="x"),
        aws.UnauthorizedSSOTokenError(),
        ClientError({"Error": {"Code": "ExpiredTokenException"}}, "Scan"),
        ClientError({"Error": {"Code": "InvalidClientTokenId"}}, "Scan"),
        ClientError({"Error": {"Code": "AccessDeniedException"}}, "Scan"),
    ],
    "AWS_REGION": [aws.NoRegionError(), aws.EndpointConnectionError(endpoint_url="https://a.test")],
}


@pytest.mark.parametrize(("variable", "error"), [(name, error) for name, all_ in REFUSALS.items() for error in all_])
def test_a_refusal_of_aws_names_the_variable_to_set(
    monkeypatch: Any, capsys: Any, variable: str, error: Exception
) -> None:
    monkeypatch.setattr(companies, "_directory", raising(error))
    assert main(["companies", "list"]) == 1
    assert variable in capsys.readouterr().err
    assert variable in sentence(error)


CLOSED_PIPE = """
import os, sys
from cli import audit_log
from cli.__main__ import main
reading, writing = os.pipe()
os.dup2(writing, 1)
os.close(reading)
audit_log._verify = lambda _args: print("x" * 100_000)
sys.exit(main(["decisions", "campaign"]))
"""


def test_a_pipe_that_closes_is_no_traceback() -> None:
    run = subprocess.run([sys.executable, "-c", CLOSED_PIPE], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (141, b"")


def test_without_the_environment_it_says_how_to_activate_it() -> None:
    run = subprocess.run(
        [sys.executable, "-S", "-m", "cli", "companies", "list"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert ". .venv/bin/activate" in run.stderr
    assert "Traceback" not in run.stderr


def test_companies_and_their_keys_are_listed_and_a_key_is_revoked(stage: Any, capsys: Any) -> None:
    for company in ("globex", "acme"):
        assert main(["companies", "add", company, company.title()]) == 0
    assert main(["companies", "key", "acme", "read", "the dashboard"]) == 0
    made = capsys.readouterr().out
    assert main(["companies", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["acme", "globex"]
    assert main(["companies", "keys", "acme"]) == 0
    listed = capsys.readouterr().out
    assert "the dashboard" in listed
    assert not [word for word in made.split() if word.startswith("tk_") and word in listed]
    table = CompaniesTable(Directory(stage, DIRECTORY))
    [key] = [key for key in table.keys_of("acme") if key.scope is Scope.READ]
    assert main(["companies", "revoke", "globex", key.key_id]) == 1, "another company's key"
    assert main(["companies", "revoke", "acme", key.key_id]) == 0
    assert not table.key_of(key.fingerprint).is_valid(datetime.now(UTC))
    assert main(["companies", "revoke", "acme", key.key_id]) == 1
    assert main(["companies", "keys", "missing"]) == 1
