"""`agents`: looked at and changed at a voice provider, from the command line; nothing without a word."""

import asyncio
import json

import boto3
import pytest

from cli.__main__ import main
from local.retell import Agent, FakeRetell
from local.world.addresses import AddressBook
from tests.contract.conftest import deploy_stack, empty_aws
from tests.unit.trunkline.vendors.retell.test_agent_translations import OLD

KEY = "key_local"

pytestmark = pytest.mark.enable_socket


@pytest.fixture
async def vendor():
    fake = FakeRetell({KEY}, AddressBook())
    fake.add_agent(Agent("agent_1", settings={"agent_name": "Front desk", "volume": 1.5}))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def agents(vendor, capsys):
    """`python -m cli agents …`: status, standard output and error."""

    async def ask(*words: str, secret: dict | None = None) -> tuple[int, str, str]:
        with empty_aws():
            known = {"providers": {"retell": {"api_key": KEY}}} if secret is None else secret
            boto3.client("secretsmanager").create_secret(Name="vendors", SecretString=json.dumps(known))
            deploy_stack({"VendorSecretName": "vendors"})
            code = await asyncio.to_thread(main, ["agents", *words, "--url", vendor.base_url])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ask


async def test_all_agents_are_listed(agents):
    code, out, _ = await agents("list")
    assert (code, out.split()[:5]) == (0, ["agent_1", "version", "0", "published", "11labs-Adrian"])
    assert (await agents("list", "--quiet"))[1] == "agent_1\n"


async def test_every_setting_of_one_is_shown(agents):
    _, out, _ = await agents("show", "agent_1")
    assert "volume           1.5" in out
    assert json.loads((await agents("show", "agent_1", "--json"))[1])["agent_name"] == "Front desk"


async def test_an_update_says_what_would_change_and_changes_nothing(agents, vendor):
    code, out, _ = await agents("update", "agent_1", "--set", "volume=0.5", "--set", "language=es-ES")
    assert code == 0
    assert out.splitlines() == [
        "volume: 1.5 -> 0.5",
        "language: null -> es-ES",
        "nothing is changed yet: --apply does it",
    ]
    assert vendor.workspace.agents["agent_1"].settings["volume"] == 1.5


async def test_with_apply_it_changes_and_a_second_time_there_is_nothing_to_change(agents, vendor):
    assert "changed: version 1" in (await agents("update", "agent_1", "--set", "volume=0.5", "--apply"))[1]
    assert vendor.workspace.agents["agent_1"].settings == {"agent_name": "Front desk", "volume": 0.5}
    _, out, _ = await agents("update", "agent_1", "--set", "volume=0.5", "--apply")
    assert (out, vendor.workspace.versions["agent_1"]) == ("nothing to change: it is so already\n", 1)


async def test_a_draft_stays_one_until_it_is_to_be_published(agents, vendor):
    vendor.workspace.drafts["agent_1"] = vendor.workspace.agents["agent_1"]
    assert "a draft" in (await agents("update", "agent_1", "--set", "volume=0.5", "--apply"))[1]
    await agents("update", "agent_1", "--set", "volume=0.5", "--apply", "--publish")
    assert vendor.workspace.drafts == {}


async def test_a_file_in_older_words_is_translated_and_what_was_left_out_is_said(agents, tmp_path, vendor):
    file = tmp_path / "agent.json"
    file.write_text(json.dumps(OLD))
    code, out, _ = await agents(
        "update", "agent_1", "--file", str(file), "--set", "interruption_sensitivity=0.8", "--apply"
    )
    assert (code, out.count("left out: ")) == (0, 5)
    settings = vendor.workspace.agents["agent_1"].settings
    assert (settings["ambient_sound"], settings["interruption_sensitivity"]) == ("call-center", 0.8)
    answer = json.loads((await agents("update", "agent_1", "--file", str(file), "--json"))[1])
    assert (answer["changes"], answer["applied"], len(answer["remarks"])) == ([], False, 5)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("update", "agent_1"), "no settings"),
        (("update", "agent_1", "--set", "volume"), "not NAME=VALUE"),
        (("update", "agent_1", "--set", "volume=9"), "volume"),
        (("update", "agent_1", "--set", "stability=1"), "not a setting of a Retell agent"),
        (("update", "agent_9", "--set", "volume=1"), "knows no agent agent_9"),
        (("show", "agent_9"), "knows no agent agent_9"),
        (("list", "--provider", "elevenlabs"), "agents are changed here for retell"),
    ],
)
async def test_a_mistake_is_one_sentence(agents, words, says):
    code, out, err = await agents(*words)
    assert (code, out, says in err) == (1, "", True), err


@pytest.mark.parametrize("text", ["not json", "[1]"])
async def test_a_file_that_holds_no_settings_is_said(agents, tmp_path, text):
    file = tmp_path / "agent.json"
    file.write_text(text)
    code, _, err = await agents("update", "agent_1", "--file", str(file))
    assert (code, "JSON" in err) == (1, True)


async def test_a_missing_key_and_a_refused_one_are_said_without_the_key(agents):
    assert "API key not configured" in (await agents("list", secret={}))[2]
    code, _, err = await agents("list", secret={"retell_api_key": "key_bad"})
    assert (code, "key_bad" in err) == (1, False)


async def test_the_secret_of_our_socket_is_never_shown(agents, vendor):
    engine = {"type": "custom-llm", "llm_websocket_url": "wss://relay.example.com/llm-websocket/hush-hush-hush-hush"}
    vendor.add_agent(Agent("agent_2", settings={"response_engine": engine}))
    for words in (("show", "agent_2"), ("show", "agent_2", "--json"), ("list", "--json")):
        _, out, _ = await agents(*words)
        assert "llm-websocket/…" in out
        assert "hush" not in out
