"""Settings of Retell's agents against the fake: looked at, planned, changed, published; nothing else is touched."""

import asyncio

import pytest

from cli.doctor.checks import Wanted
from cli.doctor.vendors.retell import Setup
from local.retell import Agent, FakeRetell
from local.world.addresses import AddressBook
from tests.unit.trunkline.vendors.retell.test_agent_settings import ENGINES
from tests.unit.trunkline.vendors.retell.test_agent_translations import OLD
from trunkline.aws.secrets import ProviderSecrets
from trunkline.errors import BadRequest, ProviderError
from trunkline.vendors.retell.provider import RetellProvider

KEY, REPORTS = "key_local", "https://voice.example.com/webhooks/retell"
NEWER = {"a_setting_of_next_year": {"depth": 3}, "volume": 1.5}

pytestmark = pytest.mark.enable_socket


@pytest.fixture
async def vendor():
    fake = FakeRetell({KEY}, AddressBook())
    fake.add_agent(Agent("agent_1", settings={"agent_name": "Front desk", **NEWER}))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def workshop(vendor):
    return RetellProvider(vendor.base_url, lambda: ProviderSecrets(KEY)).agent_workshop()


async def run(method, *values, **named):
    return await asyncio.to_thread(method, *values, **named)


async def changed(workshop, wanted, **how):
    agent = await run(workshop.find, "agent_1")
    return await run(workshop.apply, await run(workshop.plan, agent, wanted), **how)


async def test_agents_are_listed_over_all_pages_with_what_they_are(vendor, workshop, monkeypatch):
    monkeypatch.setattr("trunkline.vendors.retell.agent_workshop.PAGE_SIZE", 2)
    for number in range(2, 6):
        vendor.add_agent(Agent(f"agent_{number}"))
    found = await run(workshop.all)
    assert [agent.agent_id for agent in found] == [f"agent_{number}" for number in range(1, 6)]
    assert (found[0].name, found[0].voice_id, found[0].is_draft) == ("Front desk", "11labs-Adrian", False)


async def test_an_unknown_agent_is_none_and_a_bad_key_an_error(vendor, workshop):
    assert await run(workshop.find, "agent_9") is None
    refused = RetellProvider(vendor.base_url, lambda: ProviderSecrets("key_bad")).agent_workshop()
    with pytest.raises(ProviderError) as error:
        await run(refused.all)
    assert error.value.status == 401


async def test_a_plan_changes_nothing_and_names_both_values(vendor, workshop):
    agent = await run(workshop.find, "agent_1")
    plan = await run(workshop.plan, agent, {"volume": 1.5, "interruption_sensitivity": 0.6, "ambient_sound": None})
    assert [(item.name, item.before, item.after) for item in plan.changes] == [("interruption_sensitivity", None, 0.6)]
    assert "interruption_sensitivity" not in vendor.workspace.agents["agent_1"].settings


async def test_a_published_agent_is_changed_in_a_new_version_that_is_published(vendor, workshop):
    agent = await changed(workshop, {"interruption_sensitivity": 0.6})
    assert (agent.version, agent.is_draft) == (1, False)
    kept = vendor.workspace.agents["agent_1"].settings
    assert kept == {"agent_name": "Front desk", **NEWER, "interruption_sensitivity": 0.6}


async def test_a_persons_draft_is_changed_and_stays_one_until_that_is_said(vendor, workshop):
    draft = Agent("agent_1", settings={"agent_name": "Unfinished"})
    vendor.workspace.drafts["agent_1"] = draft
    agent = await changed(workshop, {"language": "es-ES"})
    assert (agent.is_draft, vendor.workspace.agents["agent_1"].settings["agent_name"]) == (True, "Front desk")
    agent = await changed(workshop, {"language": "es-ES"}, publish=True)
    assert (agent.is_draft, agent.settings["agent_name"]) == (False, "Unfinished")


async def test_what_is_so_already_is_no_new_version(vendor, workshop):
    agent = await changed(workshop, {"volume": 1.5, "agent_name": "Front desk"})
    assert (agent.version, vendor.workspace.drafts) == (0, {})


@pytest.mark.parametrize("engine", ENGINES)
async def test_every_kind_of_engine_can_be_set(workshop, engine):
    assert (await changed(workshop, {"response_engine": engine})).settings["response_engine"] == engine


async def test_a_configuration_in_older_words_is_translated_and_applied(workshop):
    agent = await run(workshop.find, "agent_1")
    plan = await run(workshop.plan, agent, OLD)
    assert len(plan.remarks) == 5
    made = (await run(workshop.apply, plan)).settings
    assert (made["voice_model"], made["ambient_sound"]) == ("eleven_flash_v2_5", "call-center")
    assert made["response_engine"]["type"] == "custom-llm"
    assert {name: made[name] for name in NEWER} == NEWER


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"voice_id": "21m00Tcm4TlvDq8ikWAM"}, "a voice of ElevenLabs is added there first"),
        ({"voice_id": "cartesia-Cimo", "voice_model": "eleven_flash_v2_5"}, "is a model of elevenlabs"),
        ({"voice_model": "sonic-3"}, "is a model of cartesia"),
    ],
)
async def test_a_voice_that_is_not_there_or_a_model_of_another_provider_is_refused(workshop, wanted, says):
    agent = await run(workshop.find, "agent_1")
    with pytest.raises(BadRequest) as refusal:
        await run(workshop.plan, agent, wanted)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    "wanted",
    [
        {"voice_id": "cartesia-Cimo", "voice_model": "sonic-3"},
        {"voice_id": "openai-Alloy", "voice_model": None},
        {"voice_id": "retell-Cimo", "voice_model": "eleven_v4"},
        {"voice_model": "a-model-of-next-year"},
    ],
)
async def test_a_voice_with_a_model_of_its_own_provider_is_taken(workshop, wanted):
    made = await changed(workshop, wanted)
    assert made.settings.get("voice_model") == wanted["voice_model"]


async def test_a_publication_that_failed_leaves_a_draft_that_is_published_on_a_word(vendor, workshop):
    vendor.faults.answers["publish_agent_version"] = [500]
    with pytest.raises(ProviderError):
        await changed(workshop, {"volume": 0.5})
    assert vendor.workspace.agents["agent_1"].settings["volume"] == 1.5
    agent = await changed(workshop, {"volume": 0.5}, publish=True)
    assert (agent.is_draft, agent.settings["volume"]) == (False, 0.5)


# --- the doctor ---------------------------------------------------------------------------------------------------


@pytest.fixture
def setup(vendor):
    return Setup(vendor.base_url, {"retell_api_key": KEY}, REPORTS)


WANTED = Wanted("", "", ({"number": "+15005550006", "provider": "retell", "agent_id": "agent_1"},))


async def test_the_doctor_points_an_agents_webhook_here_and_keeps_its_other_events(vendor, setup):
    vendor.add_agent(
        Agent("agent_1", settings={"webhook_url": "https://old.test", "webhook_events": ["transfer_started"]})
    )
    [_, fault] = await run(setup.look, WANTED)
    assert (fault.ok, fault.fix.about) == (False, "agent_1")
    await run(setup.apply, fault.fix, "dev", None)
    [_, good] = await run(setup.look, WANTED)
    assert good.ok
    known = vendor.workspace.agents["agent_1"].settings
    assert known["webhook_url"] == REPORTS
    assert known["webhook_events"] == ["call_analyzed", "call_ended", "call_started", "transfer_started"]


async def test_fixing_twice_makes_one_version(vendor, setup):
    [_, fault] = await run(setup.look, WANTED)
    for _ in range(2):
        await run(setup.apply, fault.fix, "dev", None)
    assert vendor.workspace.versions["agent_1"] == 1


async def test_a_live_run_puts_an_agents_webhook_back_unless_it_was_changed_again(vendor, setup):
    vendor.add_agent(Agent("agent_1", settings={"webhook_url": "https://old.test"}))
    [_, fault] = await run(setup.look, WANTED)
    saved = await run(setup.save, [fault.fix])
    await run(setup.apply, fault.fix, "live", None)
    assert await run(setup.put_back, saved, (REPORTS,)) == ["agent agent_1 reports to https://old.test again"]
    known = vendor.workspace.agents["agent_1"].settings
    assert (known["webhook_url"], known["webhook_events"]) == ("https://old.test", None)
    assert await run(setup.put_back, saved, (REPORTS,)) == []


async def test_an_agent_that_is_gone_meanwhile_is_left_alone(vendor, setup):
    [_, fault] = await run(setup.look, WANTED)
    del vendor.workspace.agents["agent_1"]
    await run(setup.apply, fault.fix, "dev", None)
    assert await run(setup.save, [fault.fix]) == {"agents": {}}
