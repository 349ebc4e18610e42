"""The command line against tables, bucket and queues (moto): its commands, and what they leave alone without --yes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import boto3
import pytest

from cli.__main__ import main
from tests.contract.conftest import BUCKET, CALLS, DIRECTORY, create_tables, deploy_stack, empty_aws
from tests.fakes.exporting import record
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import Company
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.s3_events import keys_in
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.calls.domain.routes import Mode, Route

KEYS = [f"inbox/elevenlabs/post_call_transcription/conv_{n:02}/a+b.json" for n in range(23)]


class Stage:
    def __init__(self) -> None:
        self.dynamodb, self.s3, self.sqs = boto3.client("dynamodb"), boto3.client("s3"), boto3.client("sqs")
        self.s3.create_bucket(Bucket=BUCKET)
        create_tables(self.dynamodb)
        self.urls = {
            name: self.sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("InboxQueue", "InboxDeadLetters")
        }

    def messages(self, name: str) -> list[str]:
        found: list[str] = []
        while got := self.sqs.receive_message(QueueUrl=self.urls[name], MaxNumberOfMessages=10).get("Messages"):
            found += [message["Body"] for message in got]
        return found


@pytest.fixture
def stage() -> Iterator[Stage]:
    with empty_aws():
        made = Stage()
        secret = {"twilio_auth_tokens": [], "elevenlabs_api_key": "", "elevenlabs_webhook_secrets": []}
        secret |= {"relay_command_key": "key"}
        boto3.client("secretsmanager").create_secret(Name="vendors", SecretString=json.dumps(secret))
        deploy_stack({"VendorSecretName": "vendors"} | {f"{name}Url": url for name, url in made.urls.items()})
        yield made


def named(body: str) -> str:
    return json.loads(body)["Records"][0]["s3"]["object"]["key"]


def test_dead_letters_are_listed_and_then_sent_back(stage, capsys):
    notices = [{"Records": [{"s3": {"object": {"key": key}}}]} for key in KEYS]
    for notice in [*notices, "not json"]:
        body = notice if isinstance(notice, str) else json.dumps(notice)
        stage.sqs.send_message(QueueUrl=stage.urls["InboxDeadLetters"], MessageBody=body)
    assert main(["replay", "dead-letters", "--dry-run"]) == 0
    listed = capsys.readouterr().out
    assert "24 dead letters listed" in listed
    assert "unreadable" in listed
    assert stage.messages("InboxQueue") == []
    assert main(["replay", "dead-letters"]) == 0
    assert "24 dead letters sent back" in capsys.readouterr().out
    assert sorted(stage.messages("InboxQueue")) == sorted([*map(json.dumps, notices), "not json"])
    assert stage.messages("InboxDeadLetters") == []


def test_inbox_objects_are_listed_sent_and_gone_on_with(stage, capsys):
    for key in KEYS:
        stage.s3.put_object(Bucket=BUCKET, Key=key, Body=b"{}")
    prefix = ["--prefix", "inbox/elevenlabs/post_call_transcription/"]
    assert main(["replay", "inbox", *prefix, "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [*KEYS, "23 reports listed"]
    assert stage.messages("InboxQueue") == []
    assert main(["replay", "inbox", *prefix, "--after", KEYS[9]]) == 0
    sent = [key for body in stage.messages("InboxQueue") for key in keys_in(body)]
    assert sorted(sent) == KEYS[10:], "the function reads the notice as it reads S3's own"
    tomorrow = "2099-01-01"
    assert main(["replay", "inbox", "--since", tomorrow]) == 0
    assert main(["replay", "inbox", "--until", "2000-01-01"]) == 0
    assert stage.messages("InboxQueue") == []


def test_a_run_that_breaks_says_where_to_go_on(stage, capsys, monkeypatch):
    for key in KEYS:
        stage.s3.put_object(Bucket=BUCKET, Key=key, Body=b"{}")
    from cli.data import replay

    sent: list[list[str]] = []

    def interrupted(_stage: Any, keys: list[str]) -> None:
        if sent:
            raise KeyboardInterrupt
        sent.append(keys)

    monkeypatch.setattr(replay, "_send", interrupted)
    assert main(["replay", "inbox"]) == 130
    assert f"10 done; to go on: --after {KEYS[9]}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["replay", "inbox", "--prefix", "recordings/"], ["replay", "dead-letters", "--queue", "exports"]]
)
def test_an_impossible_request_is_a_sentence(stage, capsys, wrong):
    assert main(wrong) == 1
    assert capsys.readouterr().err.startswith("python -m cli: ")


def test_erasing_is_a_dry_run_without_yes(stage, capsys):
    today = datetime.now(UTC).date()
    payload = record(1, today, from_number="+14155550123", conversation_id=None, transcript_key=None)
    stage.dynamodb.put_item(TableName=CALLS, Item=to_item(payload))
    CompaniesTable(Directory(stage.dynamodb, DIRECTORY)).add(Company("acme", "Acme", datetime.now(UTC)))
    command = ["erase", "acme", "--number", "+1 (415) 555-0123"]
    assert main(command) == 0
    shown = capsys.readouterr().out
    assert "calls: 1" in shown
    assert "Nothing was deleted" in shown
    assert main([*command, "--yes"]) == 0
    shown = capsys.readouterr()
    assert "repeat the same command" in shown.err, "no vendor's keys are in, so what they keep is left"
    assert "+14155550123" not in shown.out
    assert stage.dynamodb.scan(TableName=CALLS)["Items"]
    assert main(["erase", "acme", "--number", "4155550123"]) == 1
    assert main(["erase", "acme", "--number", "+14155550199", "--yes"]) == 0
    assert "Nothing of this number is on file" in capsys.readouterr().err
    assert main(["erase", "acmee", "--number", "+14155550123", "--yes"]) == 1
    assert "no such company on dev: acmee" in capsys.readouterr().err


def test_a_budget_is_set_for_a_company_that_is_there(stage, capsys):
    companies = CompaniesTable(Directory(stage.dynamodb, DIRECTORY))
    companies.add(Company("acme", "Acme", datetime.now(UTC)))
    assert main(["companies", "budget", "acme", "12.50"]) == 0
    assert companies.all()[0].monthly_budget_usd == Decimal("12.5")
    assert main(["companies", "budget", "acme", "0"]) == 0
    assert companies.all()[0].monthly_budget_usd is None
    assert main(["companies", "budget", "missing", "1"]) == 1
    for wrong in ("-1", "NaN", "much"):
        with pytest.raises(SystemExit):
            main(["companies", "budget", "acme", wrong])


def claimed(stage: Stage) -> dict[tuple[str, str], str]:
    items = stage.dynamodb.scan(TableName=DIRECTORY)["Items"]
    claims = [item for item in items if item["pk"]["S"].startswith("CLAIM#")]
    return {(item["kind"]["S"], item["name"]["S"]): item["company_id"]["S"] for item in claims}


def test_agents_and_numbers_are_claimed_for_one_company_and_released_by_it(stage, capsys):
    for company in ("acme", "globex"):
        assert main(["companies", "add", company, company]) == 0
    assert "two companies now" in capsys.readouterr().out
    assert main(["companies", "claim-agent", "acme", "agent_1", "agent_2"]) == 0
    assert main(["companies", "claim-number", "acme", "+14155550100"]) == 0
    assert main(["companies", "claim-agent", "acme", "agent_1"]) == 0
    assert claimed(stage) == {
        ("agent", "agent_1"): "acme",
        ("agent", "agent_2"): "acme",
        ("number", "+14155550100"): "acme",
    }
    capsys.readouterr()
    assert main(["companies", "claim-agent", "globex", "agent_1"]) == 1
    assert "belongs to company acme" in capsys.readouterr().err
    assert main(["companies", "claim-agent", "globex", "agent_1", "--release"]) == 1
    assert main(["companies", "claim-agent", "acme", "agent_1", "--release"]) == 0
    assert main(["companies", "claim-agent", "globex", "agent_1"]) == 0
    assert claimed(stage)["agent", "agent_1"] == "globex"


@pytest.mark.parametrize("arguments", [["claim-agent", "missing", "agent_1"], ["claim-number", "acme", "4155550100"]])
def test_nothing_is_claimed_for_a_company_that_is_not_there_or_in_another_writing(stage, arguments):
    assert main(["companies", "add", "acme", "Acme"]) == 0
    assert main(["companies", *arguments]) == 1
    assert claimed(stage) == {}


def test_a_companys_countries_are_set_and_its_routes_take_them_over(stage, capsys):
    assert main(["companies", "add", "acme", "Acme"]) == 0
    routes = RoutesTable(Directory(stage.dynamodb, DIRECTORY))
    routes.add(Route("+14155550100", Mode.FORWARD, "acme", forward_to="+442071838750"))
    routes.add(Route("+14155550101", Mode.FORWARD, "acme", forward_to="+14155550199"))
    capsys.readouterr()
    assert main(["companies", "destinations", "acme", "US", "CA"]) == 0
    output = capsys.readouterr().out
    assert "+14155550100 leads elsewhere" in output
    assert "+14155550101" not in output
    assert {route.destinations for route in routes.of_company("acme")} == {"CA,US"}
    assert main(["companies", "destinations", "acme"]) == 0
    assert {route.destinations for route in routes.of_company("acme")} == {""}
    assert main(["companies", "destinations", "acme", "UK"]) == 1
    assert main(["companies", "destinations", "missing", "US"]) == 1
