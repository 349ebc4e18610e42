"""The AWS of a command: the stage and the region that were named, not those of a local world."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from cli import api, stage
from cli.__main__ import main, make_parser
from tests.contract.conftest import CALLS, DIRECTORY, create_tables, deploy_stack, empty_aws, new_session
from tests.fakes.commands import COMMANDS_OF_A_STAGE
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import Company
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import aws_client

HERE, ELSEWHERE = "eu-central-1", "ap-south-1"
OF_A_LOCAL_WORLD = {
    "CALLS_TABLE": CALLS,
    "DIRECTORY_TABLE": DIRECTORY,
    "BUCKET": "trunkline-test",
    "VendorSecretName": "vendors",
    "CampaignsTableName": "campaigns",
    "TRUNKLINE_URL": "http://127.0.0.1:4500",
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with empty_aws():
        yield


def a_stage_in(region: str, monkeypatch: pytest.MonkeyPatch, company: str = "acme") -> None:
    with monkeypatch.context() as there:
        there.setenv("AWS_REGION", region)
        there.setattr(boto3, "client", lambda service, client=boto3.client: client(service, region_name=region))
        dynamodb = boto3.client("dynamodb")
        create_tables(dynamodb)
        CompaniesTable(Directory(dynamodb, DIRECTORY)).add(Company(company, company, datetime.now(UTC)))
        deploy_stack()


WAYS = {
    "--region": ({}, ["--region", HERE]),
    "AWS_REGION": ({"AWS_REGION": HERE}, []),
    "AWS_DEFAULT_REGION": ({"AWS_DEFAULT_REGION": HERE}, []),
    "AWS_REGION before AWS_DEFAULT_REGION": ({"AWS_REGION": HERE, "AWS_DEFAULT_REGION": ELSEWHERE}, []),
    "--region before both": ({"AWS_REGION": ELSEWHERE, "AWS_DEFAULT_REGION": ELSEWHERE}, ["--region", HERE]),
    "an empty AWS_REGION says nothing": ({"AWS_REGION": "", "AWS_DEFAULT_REGION": HERE}, []),
    "a profile": ({"AWS_PROFILE": "trunkline"}, []),
    "a variable before the profile": ({"AWS_PROFILE": "other", "AWS_REGION": HERE}, []),
}
CONFIG = f"[profile trunkline]\nregion = {HERE}\n[profile other]\nregion = {ELSEWHERE}\n"


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("way", WAYS)
def test_every_usual_way_to_a_region_works(monkeypatch: Any, tmp_path: Path, capsys: Any, way: str) -> None:
    (tmp_path / "config").write_text(CONFIG)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", new_session())
    a_stage_in(HERE, monkeypatch)
    variables, options = WAYS[way]
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", new_session())
    assert main(["companies", "list", *options]) == 0
    assert capsys.readouterr().out.startswith("acme ")


@pytest.mark.parametrize("region", ["US", "eu-central", "nowhere", "https://eu-central-1"])
def test_an_invalid_region_is_refused(region: str, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["companies", "list", "--region", region])
    assert "not a region" in capsys.readouterr().err


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("command", COMMANDS_OF_A_STAGE, ids=" ".join)
def test_variables_of_a_local_world_do_not_stand_for_a_stage(monkeypatch: Any, capsys: Any, command: list[str]) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", HERE)
    dynamodb = boto3.client("dynamodb", region_name=HERE)
    create_tables(dynamodb)
    CompaniesTable(Directory(dynamodb, DIRECTORY)).add(Company("acme", "Acme", datetime.now(UTC)))
    for name, value in OF_A_LOCAL_WORLD.items():
        monkeypatch.setenv(name, value)
    assert main([*command, "--stage", "prod"]) == 1
    assert "no stack trunkline-prod" in capsys.readouterr().err


@pytest.mark.usefixtures("aws")
def test_a_stage_that_is_elsewhere_is_said_to_be_there(monkeypatch: Any, tmp_path: Path, capsys: Any) -> None:
    monkeypatch.setattr(stage, "SAMCONFIG", tmp_path / "samconfig.toml")
    stage.SAMCONFIG.write_text(f'[dev.deploy.parameters]\nregion = "{HERE}"\n')
    a_stage_in(ELSEWHERE, monkeypatch)
    assert main(["companies", "list", "--region", ELSEWHERE]) == 0
    assert f"this stage in {HERE}, and this is {ELSEWHERE}" in capsys.readouterr().err
    assert main(["companies", "list", "--region", "us-west-2"]) == 1
    assert f"no stack trunkline-dev in this account in us-west-2: samconfig.toml has this stage in {HERE}" in (
        capsys.readouterr().err
    )


@pytest.mark.usefixtures("aws")
def test_a_copied_block_has_the_name_of_its_stack(monkeypatch: Any, tmp_path: Path, capsys: Any) -> None:
    monkeypatch.setattr(stage, "SAMCONFIG", tmp_path / "samconfig.toml")
    stage.SAMCONFIG.write_text(f'[elsewhere.deploy.parameters]\nstack_name = "trunkline-dev"\nregion = "{HERE}"\n')
    a_stage_in(HERE, monkeypatch)
    assert main(["companies", "list", "--stage", "elsewhere", "--region", HERE]) == 0
    assert capsys.readouterr().out.startswith("acme ")


@pytest.mark.usefixtures("aws")
def test_a_samconfig_that_is_no_toml_is_a_sentence(monkeypatch: Any, tmp_path: Path, capsys: Any) -> None:
    monkeypatch.setattr(stage, "SAMCONFIG", tmp_path / "samconfig.toml")
    stage.SAMCONFIG.write_text("[dev")
    assert main(["companies", "list", "--region", HERE]) == 1
    assert "samconfig.toml cannot be read" in capsys.readouterr().err


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("secret", ["", "wsec", "[]", '"text"', "{"])
@pytest.mark.parametrize("command", [["doctor"], ["decisions", "c"]], ids=" ".join)
def test_a_secret_that_is_no_object_is_a_sentence(monkeypatch: Any, capsys: Any, secret: str, command: Any) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", HERE)
    create_tables(aws_client("dynamodb"))
    deploy_stack({"VendorSecretName": "vendors", "SealSecretName": "vendors"})
    aws_client("secretsmanager").create_secret(Name="vendors", SecretString=secret or " ")
    assert main(command) == 1
    said = capsys.readouterr().err
    assert "the secret vendors is no JSON object" in said
    assert "wsec" not in said


@pytest.mark.usefixtures("aws")
def test_a_campaign_of_a_stage_is_asked_for_at_the_stages_own_address(monkeypatch: Any, capsys: Any) -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, json=[])

    made = httpx.Client
    through = httpx.MockTransport(answer)
    monkeypatch.setattr(api.httpx, "Client", lambda **options: made(transport=through, **options))
    for name, value in {"AWS_REGION": "us-east-1", "TRUNKLINE_API_KEY": "tk", **OF_A_LOCAL_WORLD}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    deploy_stack(parameters={"PublicBaseUrl": "https://voice.acme.test"}, stage="prod")
    deploy_stack(parameters={"PublicBaseUrl": "https://not-set.invalid"}, stage="staging")
    assert main(["campaigns", "list", "--stage", "prod"]) == 0
    assert main(["campaigns", "list"]) == 0
    assert [url.host for url in asked] == ["voice.acme.test", "127.0.0.1"]
    assert main(["campaigns", "list", "--stage", "staging"]) == 1
    assert "does not know its own address" in capsys.readouterr().err
    assert len(asked) == 2


def test_each_command_that_asks_aws_takes_a_stage_and_a_region() -> None:
    for parser in make_parser().leaves():
        names = {option for action in parser._actions for option in action.option_strings}
        asks_no_aws = parser.prog.endswith((" live", " cost-of", " events types", " agents test"))
        assert {"--stage", "--region"} <= names or asks_no_aws, parser.prog


def test_without_a_running_world_stage_local_says_how_to_start_one(monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("LOCAL_PORT", "1024")  # where nothing listens
    for command in (*COMMANDS_OF_A_STAGE, ["preflight"]):
        assert main([*command, "--stage", "local"]) == 1
        assert "make run" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["many", "80", "0"])
def test_a_local_port_that_is_none_is_a_sentence(monkeypatch: Any, capsys: Any, port: str) -> None:
    monkeypatch.setenv("LOCAL_PORT", port)
    assert main(["companies", "list", "--stage", "local"]) == 1
    assert "LOCAL_PORT" in capsys.readouterr().err


def test_a_command_leaves_the_environment_as_it_was(monkeypatch: Any) -> None:
    former = dict(os.environ)
    main(["companies", "list", "--region", "us-west-2"])
    main(["companies", "list", "--stage", "local"])
    assert dict(os.environ) == former
