"""`python -m cli campaigns` against the API in this process and the function behind its queue."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from starlette.testclient import TestClient

import import_contacts
from cli import campaigns
from cli.__main__ import main
from tests.contract.api.campaign_requests import LIST, list_office
from tests.contract.api.conftest import OURS, ApiWorld, build_world, fresh_aws
from tests.contract.conftest import BUCKET, deploy_stack, empty_aws
from trunkline.campaigns.domain.campaigns import CampaignState

NOWHERE: Any = SimpleNamespace(base_url="http://127.0.0.1:1")
ORDER = {"name": "Spring", "channel": "relay", "from_number": OURS, "agent_id": "agent_good"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[ApiWorld]:
    """While the command waits, the queue is worked off."""
    with empty_aws():
        made = build_world(fresh_aws(), NOWHERE, NOWHERE)
        headers = {"X-API-Key": made.keys["admin"]}
        monkeypatch.setattr(campaigns, "client", lambda: TestClient(made.app, headers=headers))
        monkeypatch.setattr(campaigns, "upload", lambda url, file: put(made, url, file))
        monkeypatch.setattr(campaigns, "fetch", lambda url: get(made, url))
        monkeypatch.setattr(campaigns.time, "sleep", lambda _seconds: work(made))
        yield made


def key_in(url: str) -> str:
    return unquote(urlsplit(url).path).removeprefix(f"/{BUCKET}").lstrip("/")


def put(world: ApiWorld, url: str, file: Path) -> None:
    world.s3.put_object(Bucket=BUCKET, Key=key_in(url), Body=file.read_bytes())


def get(world: ApiWorld, url: str) -> bytes:
    return world.s3.get_object(Bucket=BUCKET, Key=key_in(url))["Body"].read()


def work(world: ApiWorld) -> None:
    assert world.jobs, "it waits for a job that is not in the queue"
    event = {"Records": [{"messageId": "m", "body": json.dumps(world.jobs.pop(0))}]}
    assert import_contacts.respond(event, list_office(world), lambda: 900_000) == {"batchItemFailures": []}


def created(tmp_path: Path, capsys) -> str:
    (tmp_path / "order.json").write_text(json.dumps(ORDER))
    assert main(["campaigns", "create", str(tmp_path / "order.json")]) == 0
    return capsys.readouterr().out.split()[1].rstrip(":")


def test_a_campaign_from_its_order_to_its_results(world, tmp_path, capsys):
    campaign_id = created(tmp_path, capsys)
    (tmp_path / "list.csv").write_text(LIST)
    values = [
        "campaigns",
        "import",
        campaign_id,
        str(tmp_path / "list.csv"),
        "--report",
        str(tmp_path / "rejected.csv"),
    ]
    assert main(values) == 0
    said = capsys.readouterr()
    assert "4 added, 1 merged, 1 rejected" in said.out
    assert "[##############################] 100.0%  6 rows" in said.err
    assert "not a phone number" in (tmp_path / "rejected.csv").read_text()
    assert main(["campaigns", "preview", campaign_id]) == 0
    said = capsys.readouterr().out
    assert "will dial 2 of 4" in said
    assert "skips 1: no-consent" in said
    assert main(["campaigns", "start", campaign_id]) == 0
    assert capsys.readouterr().out == "running\n"
    world.services.campaigns.move(campaign_id, CampaignState.FINISHED, {CampaignState.RUNNING})
    assert main(["campaigns", "watch", campaign_id]) == 0
    assert "finished" in capsys.readouterr().out
    assert main(["campaigns", "list"]) == 0
    assert f"{campaign_id}  finished   Spring" in capsys.readouterr().out
    assert main(["campaigns", "results", campaign_id, "--into", str(tmp_path / "results.csv")]) == 0
    assert (tmp_path / "results.csv").read_text().count("\n") == 5


def test_a_list_that_cannot_be_read_says_why(world, tmp_path, capsys):
    campaign_id = created(tmp_path, capsys)
    (tmp_path / "list.csv").write_text("name\nAna\n")
    assert main(["campaigns", "import", campaign_id, str(tmp_path / "list.csv")]) == 1
    assert "no column `phone`" in capsys.readouterr().err


def test_suppressed_numbers_are_on_the_list(world, capsys):
    assert main(["campaigns", "suppress", "+12125550101", "+12125550102", "--source", "letter"]) == 0
    assert "2 numbers" in capsys.readouterr().out
    assert {item.phone for item in world.services.suppressions.of_company("acme")} == {"+12125550101", "+12125550102"}


def test_a_file_of_numbers_is_suppressed_in_portions(world, tmp_path, capsys):
    (tmp_path / "numbers.txt").write_text("\n".join(f"+1212555{n:04}" for n in range(700)))
    assert main(["campaigns", "suppress", "--file", str(tmp_path / "numbers.txt")]) == 0
    assert "700 numbers" in capsys.readouterr().out
    assert len(list(world.services.suppressions.of_company("acme"))) == 700
    assert main(["campaigns", "suppress", "+12125550101", "2125550102"]) == 1
    assert "1 of 2 numbers" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_numbers_may_come_in_any_writing_and_encoding(world, tmp_path, encoding):
    (tmp_path / "stop.txt").write_text("+44 (0)7400 123456\r\n\r\n+1\u00a0(212) 555-0101\r\n", encoding=encoding)
    assert main(["campaigns", "suppress", "--file", str(tmp_path / "stop.txt")]) == 0
    assert {item.phone for item in world.services.suppressions.of_company("acme")} == {"+447400123456", "+12125550101"}


def test_a_file_that_is_no_text_is_refused_in_a_sentence(world, tmp_path, capsys):
    (tmp_path / "stop.txt").write_bytes(b"\x8f\x81\x8d")
    assert main(["campaigns", "suppress", "--file", str(tmp_path / "stop.txt")]) == 1
    assert "neither UTF-8" in capsys.readouterr().err


def test_a_number_may_be_suppressed_for_every_company(world, monkeypatch):
    deploy_stack()
    assert main(["campaigns", "suppress", "--everybody", "+12125550101"]) == 0
    [found] = world.services.suppressions.of("+12125550101", "other", "any")
    assert (found.reach, found.source) == ("global", "cli")


def test_a_refusal_of_the_api_is_printed_in_its_words(world, capsys):
    assert main(["campaigns", "start", "missing"]) == 1
    assert "404: Campaign not found" in capsys.readouterr().err


def test_without_address_and_key_it_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.delenv("TRUNKLINE_URL", raising=False)
    assert main(["campaigns", "list"]) == 1
    assert "TRUNKLINE_URL" in capsys.readouterr().err
