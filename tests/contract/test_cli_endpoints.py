"""`python -m cli endpoints` against the API in this process."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from cli import endpoints
from cli.__main__ import main
from tests.contract.api.conftest import ApiWorld, build_world, fresh_aws
from tests.contract.conftest import empty_aws

NOWHERE: Any = SimpleNamespace(base_url="http://127.0.0.1:1")
URL = "https://crm.example.com/hook"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[ApiWorld]:
    with empty_aws():
        made = build_world(fresh_aws(), NOWHERE, NOWHERE)
        headers = {"X-API-Key": made.keys["admin"]}
        monkeypatch.setattr(endpoints, "client", lambda: TestClient(made.app, headers=headers))
        yield made


def run(capsys, *words: str) -> str:
    assert main(["endpoints", *words]) == 0
    return capsys.readouterr().out


def added(capsys, *more: str) -> str:
    return run(capsys, "add", URL, "--quiet", *more).split()[0]


def test_an_endpoint_is_added_tested_sent_again_rotated_and_removed(world, capsys):
    assert "no event endpoints yet" in run(capsys, "list")
    made = json.loads(run(capsys, "add", URL, "--type", "call.ended", "--type", "call.reported", "--json"))
    endpoint_id = made["endpoint_id"]
    assert (made["types"], made["secret"][:6]) == (["call.ended", "call.reported"], "whsec_")
    assert f"{endpoint_id}  {URL}  on" in run(capsys, "list")
    delivery_id = run(capsys, "test", endpoint_id, "--quiet").strip()
    assert "pending    not tried yet" in run(capsys, "deliveries", endpoint_id)
    assert "sent again" in run(capsys, "resend", endpoint_id, delivery_id)
    assert len(world.jobs) == 2
    assert run(capsys, "rotate", endpoint_id, "--quiet").strip() != made["secret"]
    assert "is removed" in run(capsys, "remove", endpoint_id)
    assert "no event endpoints yet" in run(capsys, "list")


def test_the_secret_of_all_calls_webhooks_is_rotated_by_its_name(world, capsys):
    assert "whsec_" in run(capsys, "rotate", "call-webhooks")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "http://10.0.0.7/"], "url: "),
        (["add", URL, "--type", "call.unknown"], "types"),
        (["test", "none"], "404"),
        (["remove", "none"], "404"),
        (["resend", "none", "x/y"], "40"),
    ],
)
def test_a_refusal_is_one_sentence(world, capsys, words, said):
    assert main(["endpoints", *words]) == 1
    shown = capsys.readouterr()
    assert said in shown.err
    assert (shown.out, shown.err.count("\n")) == ("", 1)
