"""`agents test`, `diff` and `apply`: files that are played, compared with agents, and applied to them."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import boto3
import pytest
import yaml

from cli.__main__ import main
from cli.agents import targets
from cli.agents.agent_files import AgentFile
from local.retell import Agent, FakeRetell
from local.world.addresses import AddressBook
from tests.contract.conftest import deploy_stack, empty_aws
from trunkline.brain.domain.agents import REMINDERS, BrainAgent

ROOT = Path(__file__).parents[2]
KEY = "key_local"
FILE = {
    "name": "desk",
    "prompt": "You sell {{thing}}.",
    "greeting": "Flowers, hello?",
    "models": {"brain": "small"},
    "tools": [{"name": "stock", "description": "What is there."}],
    "transfer_targets": {"sales": "+14155550190"},
    "script": [
        {"hears": "roses", "says": "We have {result} roses.", "tool": "stock", "arguments": {"of": "roses"}},
        {"hears": "bye", "says": "Goodbye!", "tool": "end_call"},
        {"hears": "person", "says": "One moment.", "tool": "transfer_to_human", "arguments": {"target": "sales"}},
    ],
}
ROSES = {"caller": "Do you have roses?", "expect": {"says": "ten", "tool": "stock", "arguments": {"of": "roses"}}}
GOOD = [ROSES, {"caller": "A person, please.", "expect": {"transfers_to": "sales"}}]

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def play(tmp_path, capsys) -> Callable[..., tuple[int, str, str]]:
    def run(*steps: dict, options: tuple[str, ...] = (), **changes: object) -> tuple[int, str, str]:
        check = {"name": "sells", "results": {"stock": "ten"}, "steps": list(steps) or GOOD}
        file = tmp_path / "desk.yaml"
        file.write_text(yaml.safe_dump(FILE | {"checks": [check]} | changes))
        code = main(["agents", "test", str(file), *options])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_the_agents_of_this_repository_pass_their_checks(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert main(["agents", "test"]) == 0
    assert "checks of 2 agents passed" in capsys.readouterr().out


def test_a_conversation_that_goes_as_expected_passes(play):
    code, out, _ = play()
    assert (code, out.splitlines()[-1]) == (0, "1 checks of 1 agents passed")


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ({"caller": "roses", "expect": {"says": "twenty"}}, "does not say 'twenty', but 'We have ten roses.'"),
        ({"caller": "roses", "expect": {"never": "TEN"}}, "says 'TEN': 'We have ten roses.'"),
        ({"caller": "roses", "expect": {"tool": "order"}}, "does not use the tool order; used: stock"),
        ({"caller": "roses", "expect": {"tool": "stock", "arguments": {"of": "x"}}}, "and not with {'of': 'x'}"),
        ({"caller": "roses", "expect": {"ends": True}}, "does not end the call"),
        ({"caller": "bye"}, "ends the call"),
        ({"caller": "person"}, "transfers to sales, and not to none"),
        ({"caller": "roses", "expect": {"presses": "1"}}, "presses nothing, and not 1"),
    ],
)
def test_each_difference_is_a_sentence_with_the_step_and_fails_the_command(play, step, fault):
    code, out, err = play(step)
    assert code == 1
    assert "step 1" in out
    assert fault in out
    assert "1 of 1 checks failed" in err


def test_results_are_written_for_a_build_server(play, tmp_path):
    report = tmp_path / "out" / "agents.xml"
    assert play({"caller": "bye"}, options=("--junit", str(report)))[0] == 1
    suite = ElementTree.parse(report).getroot().find("testsuite")
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("desk", "1", "1")
    assert "caller: bye" in suite.find("testcase/failure").text


def test_results_are_one_document_for_a_program(play):
    [result] = json.loads(play(options=("--json",))[1])
    assert (result["agent"], result["check"], result["ok"]) == ("desk", "sells", True)
    assert "agent: We have ten roses." in result["said"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"prompt": None}, "prompt: "),
        ({"colour": "red"}, "colour: unknown field"),
        ({"checks": [{"name": "x", "steps": []}]}, "checks.0.steps: "),
        ({"script": []}, "desk has no script: give --model-url"),
    ],
)
def test_a_file_that_cannot_be_says_where(play, changes, says):
    code, _, err = play(**changes)
    assert code == 1
    assert says in err


def test_a_file_that_is_not_there_or_no_yaml_is_named(tmp_path, capsys):
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: [")
    for path, says in ((tmp_path / "none.yaml", "No such file"), (broken, "is no YAML")):
        assert main(["agents", "test", str(path)]) == 1
        assert says in capsys.readouterr().err


# --- diff and apply ---------------------------------------------------------------------------------------------------


@pytest.fixture
async def vendor():
    fake = FakeRetell({KEY}, AddressBook())
    fake.add_agent(Agent("agent_1", settings={"volume": 1.5}))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def agents(vendor, capsys, tmp_path):
    async def run(*words: str, **changes: object) -> tuple[int, str, str]:
        file = tmp_path / "desk.yaml"
        file.write_text(yaml.safe_dump(FILE | {"at": {"retell": "agent_1"}} | changes))
        with empty_aws():
            known = {"providers": {"retell": {"api_key": KEY}}}
            boto3.client("secretsmanager").create_secret(Name="vendors", SecretString=json.dumps(known))
            deploy_stack({"VendorSecretName": "vendors"}, {"RetellBaseUrl": vendor.base_url})
            code = await asyncio.to_thread(main, ["agents", *words, str(file)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


async def test_a_difference_is_shown_fails_and_changes_nothing(agents, vendor):
    code, out, err = await agents("diff")
    assert (code, vendor.workspace.llms) == (1, {"llm_local": {"model": "gpt-4.1"}})
    assert 'prompt: "" -> "You sell {{thing}}."' in out
    assert "2 settings differ" in err


async def test_what_is_applied_is_there_and_does_not_differ_any_more(agents, vendor):
    assert (await agents("apply"))[0] == 0
    assert vendor.workspace.llms["llm_local"]["begin_message"] == "Flowers, hello?"
    assert vendor.workspace.agents["agent_1"].settings["volume"] == 1.5
    assert (await agents("diff"))[0] == 0
    assert "changed" not in (await agents("apply"))[1]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"at": {}}, "desk lives nowhere"),
        ({"at": {"retell": "agent_9"}}, "retell knows no agent agent_9"),
        ({"at": {"parrot": "x"}}, "at.parrot: the providers are brain, "),
        ({"at": {"brain": "brain_x"}}, "set TRUNKLINE_URL"),
    ],
)
async def test_an_agent_that_lives_nowhere_we_know_is_refused(agents, monkeypatch, changes, says):
    monkeypatch.delenv("TRUNKLINE_URL", raising=False)
    code, _, err = await agents("apply", **changes)
    assert code == 1
    assert says in err


async def test_one_provider_may_be_named(agents):
    assert "desk lives one of retell" in (await agents("diff", "--to", "brain"))[2]


class Api:
    """Our API, as far as an agent of the brain is concerned."""

    def __init__(self, agent: dict) -> None:
        self.agent = agent

    def ask(self, _client: object, method: str, _path: str, json: dict | None = None) -> dict:
        if method == "PUT":
            self.agent = json or {}
        return {"agent": self.agent}


async def test_the_brains_agent_is_the_whole_file(agents, monkeypatch):
    api = Api({"prompt": "Old.", "greeting": "", "reminders": ["Hello?"], "tools": []})
    monkeypatch.setattr(targets, "ask", api.ask)
    monkeypatch.setattr(targets, "client", object)
    home = {"at": {"brain": "brain_1"}}
    assert 'prompt: "Old." -> "You sell {{thing}}."' in (await agents("diff", **home))[1]
    assert (await agents("apply", **home))[0] == 0
    assert (api.agent["model"], api.agent["tools"][0]["name"]) == ("small", "stock")
    assert (await agents("diff", **home))[0] == 0


def test_a_file_has_every_field_of_an_agent_of_the_brain():
    """But those of its place: its id and version, and whom it answers for."""
    file = AgentFile(name="desk", prompt="p", language="en-US", fillers=["Hm."], protected={"terms": "Recorded."})
    agent = file.agent("small")
    assert (agent.fillers, agent.protected, agent.language) == (("Hm.",), {"terms": "Recorded."}, "en-US")
    known = {field.name for field in fields(BrainAgent)} - {"agent_id", "version", "answers_for"}
    assert set(file.words()) | {"tools", "model"} == known


async def test_what_a_file_leaves_out_is_the_default_at_the_brain(agents, monkeypatch):
    api = Api({"prompt": "Old.", "reminders": ["Hello?"], "goodbye": "Bye.", "answers_for": "agent_1"})
    monkeypatch.setattr(targets, "ask", api.ask)
    monkeypatch.setattr(targets, "client", object)
    await agents("apply", at={"brain": "brain_1"}, goodbye="So long.", variables={"thing": "roses"})
    changed = (api.agent["reminders"], api.agent["goodbye"], api.agent["answers_for"], api.agent["variables"])
    assert changed == (list(REMINDERS), "So long.", "agent_1", {"thing": "roses"})
