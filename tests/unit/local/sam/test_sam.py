"""The files of `sam local` for a local world, and the proof of every function."""

import asyncio
import io
import json
import os
from pathlib import Path

import pytest

from local.cloud.template import read_yaml
from local.commands.command_line import stay_up
from local.commands.terminal import Terminal
from local.sam import __main__ as command
from local.sam import docker_network, files
from local.sam.proof import CASES, EVENTS
from local.world.world import World
from tests.programs import python_program

ROOT = Path(__file__).parents[4]
FUNCTIONS = {
    name
    for name, about in read_yaml(ROOT / "template.yaml")["Resources"].items()
    if about["Type"] == "AWS::Serverless::Function"
}
BUILT = """Globals:
  Function:
    Runtime: python3.13
    Environment:
      Variables:
        STAGE:
          Ref: Stage
Resources: {}
"""


def test_the_built_template_gets_one_variable_more():
    payload = files.with_endpoint(BUILT)
    assert payload.replace('        AWS_ENDPOINT_URL: ""\n', "") == BUILT
    assert payload.index("AWS_ENDPOINT_URL") > payload.index("Variables:")


def test_our_template_has_no_endpoint_and_the_section_that_the_built_one_keeps():
    variables = read_yaml(ROOT / "template.yaml")["Globals"]["Function"]["Environment"]["Variables"]
    assert "AWS_ENDPOINT_URL" not in variables
    assert "STAGE" in variables


def test_loopback_of_this_machine_is_named_for_containers_and_public_addresses_stay():
    payload = files.for_containers({"A": "http://127.0.0.1:4566/queue", "B": "https://voice.trunkline.test"})
    assert payload == {"A": "http://host.docker.internal:4566/queue", "B": "https://voice.trunkline.test"}


@pytest.mark.parametrize("section", ["local_invoke", "local_start_api"])
def test_samconfig_names_the_files_that_the_world_writes_and_its_host(section):
    import tomllib

    payload = tomllib.loads((ROOT / "samconfig.toml").read_text())["local"][section]["parameters"]
    assert (ROOT / payload["template_file"], ROOT / payload["env_vars"]) == (files.TEMPLATE, files.VARIABLES)
    assert payload["add_host"] == [f"{docker_network.HOST}:host-gateway"]


def test_every_function_has_a_case_and_every_case_an_event():
    assert {case.function for case in CASES} == FUNCTIONS
    assert [case.name for case in CASES if not (EVENTS / f"{case.event}.json").exists()] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_case_is_content_with_a_failure(case):
    failures = (
        {},
        {"errorMessage": "Task timed out", "errorType": "Sandbox.Timedout"},
        {"statusCode": 500, "body": ""},
        {"batchItemFailures": [{"itemIdentifier": "1"}]},
    )
    assert not [answer for answer in failures if case.is_right(answer)]


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ({"Subnet": "172.17.0.0/16", "Gateway": "172.17.0.1"}, "172.17.0.1"),
        ({"Subnet": "10.9.0.0/24"}, "10.9.0.1"),
    ],
)
def test_the_address_of_this_machine_is_the_engines_or_the_first_of_its_network(about, address):
    assert docker_network.bridge_address(about) == address


async def test_the_door_leads_to_loopback_and_back(monkeypatch):
    async def other_loopback() -> str:
        return "127.0.0.2"

    async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readline()).upper())
        writer.close()

    monkeypatch.setattr(docker_network, "gateway", other_loopback)
    monkeypatch.setattr(docker_network.sys, "platform", "linux")
    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    item = docker_network.DockerNetwork()
    await item.open([port])
    reader, writer = await asyncio.open_connection("127.0.0.2", port)
    writer.write(b"hello\n")
    assert await reader.read() == b"HELLO\n"
    writer.close()
    await item.close()
    server.close()
    await asyncio.sleep(0.05)


def said() -> tuple[int, str]:
    words = io.StringIO()
    return command.main(Terminal(words)), words.getvalue()


def test_without_docker_it_says_loudly_that_nothing_ran(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert said() == (0, "SKIPPED: no function ran in Lambda's container: there is no docker command here\n")


def test_an_engine_that_does_not_answer_is_no_docker(tmp_path, monkeypatch):
    (tmp_path / "docker").write_text("#!/bin/sh\necho Cannot connect >&2\nexit 1\n")
    (tmp_path / "docker").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert said() == (0, "SKIPPED: no function ran in Lambda's container: Cannot connect\n")


def test_a_missing_build_is_reported_before_the_world_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "BUILT", tmp_path / "template.yaml")
    with pytest.raises(files.NotBuilt, match="make build"):
        files.built()


def test_events_of_a_campaigns_attempt_are_recorded():
    paths = [json.loads(path.read_text())["rawPath"] for path in EVENTS.glob("call_progress__attempt_*.json")]
    endpoints = {path.rsplit("/", 2)[1] for path in paths}
    assert endpoints == {"call-status", "amd"}


async def test_a_world_for_sam_is_not_started_where_there_is_no_docker(monkeypatch, tmp_path):
    async def start(_world):
        raise AssertionError("the world was started")

    monkeypatch.setattr(World, "start", start)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="not ready for sam local: there is no docker command here"):
        await stay_up(Terminal(), for_sam=True)


async def test_a_world_for_sam_is_not_started_where_nothing_is_built(monkeypatch, tmp_path):
    python_program(tmp_path / "docker", 'print(\'{"Gateway": "172.17.0.1"}\')')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(files, "BUILT", tmp_path / "template.yaml")
    with pytest.raises(SystemExit, match="nothing is built: make build"):
        await stay_up(Terminal(), for_sam=True)
