"""Agents of the brain over the API: versions, limits, owners."""

import pytest
import pytest_asyncio

from tests.contract.api.two_companies import API
from trunkline.brain.adapters.brain_agents_table import KEPT_VERSIONS
from trunkline.brain.domain.agents import RESERVED

ALL = f"{API}/brain-agents"
TOOL = {
    "name": "find_order",
    "description": "Finds an order by its number.",
    "parameters": {"type": "object", "properties": {"share": {"type": "number", "maximum": 0.1}}},
    "filler": "I look that up.",
    "url": "https://tools.example.com/orders",
    "headers": {"Authorization": "orders"},
}
NOTES = {
    "name": "answers",
    "description": "Takes answers down.",
    "parameters": {"type": "object", "properties": {"feeling": {"enum": ["better", "worse"]}}},
}
WHOLE = {
    "prompt": "You sell {{thing}}.",
    "greeting": "Hello!",
    "is_greeting_protected": True,
    "tools": [TOOL, NOTES],
    "transfer_targets": {"sales": "+14155550190"},
    "may_press_digits": True,
    "fillers": [],
    "reminders": ["Hello?"],
    "apology": "Sorry.",
    "failures_at_most": 3,
    "giving_up": "I get a colleague.",
    "no_transfer": "They are all out.",
    "goodbye": "Bye.",
    "model": "small",
    "temperature": 0.7,
    "patience": {"filler_after_s": 1.0, "give_up_after_s": 5.0},
    "answers_for": None,
    "variables": {"thing": "flowers"},
    "language": "en-GB",
    "protected": {"terms": "Calls are recorded.", "count": "Please count to twenty."},
    "tasks": {"count": {"seconds": 20.0, "until": ["twenty"]}},
}


@pytest_asyncio.fixture
async def path(api) -> str:
    made = await api.ask("POST", ALL, json=WHOLE)
    assert made.status_code == 201, made.text
    return f"{ALL}/{made.json()['agent_id']}"


async def _put(api, path, **change):
    return await api.ask("PUT", path, json=WHOLE | change)


async def test_every_field_comes_back_as_it_was_given(api, path):
    found = (await api.ask("GET", path)).json()
    defaults = {"url": "", "method": "POST", "timeout_s": 10, "headers": {}, "filler": ""}
    assert found["agent"] == WHOLE | {"tools": [defaults | tool for tool in (TOOL, NOTES)]}
    assert (await api.ask("PUT", path, json=found["agent"])).json() == found
    assert found["version"] == 1


async def test_a_change_is_a_new_version_and_the_same_body_is_none(api, path):
    numbers = [(await _put(api, path, prompt=prompt)).json()["version"] for prompt in ("a", "a", "b", "a")]
    assert numbers == [2, 2, 3, 4]
    listed = (await api.ask("GET", f"{path}/versions")).json()
    assert [item["version"] for item in listed] == [4, 3, 2, 1]
    assert (await api.ask("GET", f"{path}/versions/3")).json()["agent"]["prompt"] == "b"
    assert [item["version"] for item in (await api.ask("GET", ALL)).json()] == [4]


async def test_versions_before_the_newest_fifty_are_gone(api, path):
    for number in range(2, KEPT_VERSIONS + 3):
        assert (await _put(api, path, prompt=f"prompt {number}")).json()["version"] == number
    listed = [item["version"] for item in (await api.ask("GET", f"{path}/versions")).json()]
    assert listed == list(range(KEPT_VERSIONS + 2, 2, -1))
    assert (await api.ask("GET", f"{path}/versions/2")).status_code == 404


async def test_a_deleted_agent_leaves_nothing(api, path):
    await _put(api, path, prompt="other")
    assert (await api.ask("DELETE", path)).status_code == 204
    for gone in (path, f"{path}/versions", f"{path}/versions/1"):
        assert (await api.ask("GET", gone)).status_code == 404
    assert (await api.ask("DELETE", path)).status_code == 404
    assert (await _put(api, path)).status_code == 404
    kept = api.dynamodb.scan(TableName="directory")["Items"]
    assert not [item for item in kept if path.rsplit("/", 1)[-1] in item["pk"]["S"]]


async def test_the_agent_is_claimed_for_its_company(api, path):
    assert api.services.owners.claims.owner("agent", path.rsplit("/", 1)[-1]) == "acme"


async def test_another_companys_agent_is_not_there_and_stays_as_it_was(api, path):
    assert (await api.ask("PUT", path, key="other", json={"prompt": "x"})).status_code == 404
    assert (await api.ask("DELETE", path, key="other")).status_code == 404
    assert (await api.ask("GET", path)).json()["version"] == 1


@pytest.mark.parametrize("agent_id", ["agent_good", "brain_", "brain_a.b", "brain_" + "a" * 33])
async def test_an_id_that_cannot_be_a_brains_is_refused(api, agent_id):
    assert (await api.ask("PUT", f"{ALL}/{agent_id}", json={"prompt": "x"})).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": ""},
        {"prompt": "x" * 32_001},
        {"greeting": "bell \u0007"},
        {"tools": [TOOL, TOOL]},
        {"tools": [TOOL | {"name": "two words"}]},
        *({"tools": [TOOL | {"name": name}]} for name in sorted(RESERVED)),
        {"tools": [TOOL | {"url": "http://tools.example.com"}]},
        {"tools": [TOOL | {"parameters": {"type": "string"}}]},
        {"tools": [TOOL | {"parameters": {"type": "object", "title": "x" * 16_384}}]},
        {"tools": [TOOL | {"headers": {"Authorization": "unknown"}}]},
        {"tools": [NOTES | {"parameters": {}}]},
        {"tasks": {"other": {"seconds": 20}}},
        {"tasks": {"count": {"seconds": 61}}},
        {"transfer_targets": {"sales": "12"}},
        {"temperature": 2.1},
        {"patience": {"give_up_after_s": 31}},
        {"unknown": 1},
    ],
)
async def test_a_body_outside_its_limits_is_refused(api, path, change):
    answers = [await _put(api, path, **change), await api.ask("POST", ALL, json=WHOLE | change)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert [item["version"] for item in (await api.ask("GET", ALL)).json()] == [1]


@pytest.mark.parametrize("schema", ['{"type": "object", "x": NaN}', '{"type": "object", "x": "\\ud800"}'])
async def test_a_schema_that_is_no_json_is_refused(api, schema):
    tool = '{"name": "t", "description": "d", "url": "https://t.example.com", "parameters": ' + schema + "}"
    body = '{"prompt": "x", "tools": [' + tool + "]}"
    answer = await api.ask("POST", ALL, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text


async def test_a_change_at_the_same_time_is_a_conflict(api, path, monkeypatch):
    agents, agent_id = api.services.brain_agents.agents, path.rsplit("/", 1)[-1]
    before = agents.find(agent_id)
    await _put(api, path, prompt="first")
    monkeypatch.setattr(type(agents), "find", lambda _self, _agent_id: before)
    answer = await _put(api, path, prompt="second")
    assert (answer.status_code, answer.json()["detail"]) == (409, f"{agent_id} was changed at the same time")


async def test_it_answers_for_an_agent_at_a_voice_provider_which_no_other_companys_does(api, path):
    assert (await _put(api, path, answers_for="agent_good")).json()["agent"]["answers_for"] == "agent_good"
    agents = api.services.brain_agents.agents
    assert agents.answering_for("agent_good").agent.agent_id == path.rsplit("/", 1)[-1]
    assert (await _put(api, path, answers_for=None)).status_code == 200
    assert agents.answering_for("agent_good") is None


async def test_a_later_agent_of_the_company_takes_the_providers_over_and_a_removed_one_lets_it_go(api, path):
    await _put(api, path, answers_for="agent_good")
    later = (await api.ask("POST", ALL, json=WHOLE | {"answers_for": "agent_good"})).json()["agent_id"]
    agents = api.services.brain_agents.agents
    assert agents.answering_for("agent_good").agent.agent_id == later
    assert (await api.ask("DELETE", f"{ALL}/{later}")).status_code == 204
    assert agents.answering_for("agent_good") is None


async def test_a_number_answers_with_an_agent_of_the_brain(api, path):
    agent_id = path.rsplit("/", 1)[-1]
    speech = {"tts_provider": "Google", "voice": "en-US-Journey-O", "language": "en-US", "interruptible": "speech"}
    route = {"mode": "converse", "agent_id": agent_id, "carrier_speech": speech}
    made = await api.ask("POST", f"{API}/routes", json=route | {"number": "+15005550006"})
    assert made.status_code == 201, made.text
    shown = (await api.ask("GET", f"{API}/routes/%2B15005550006")).json()["details"]
    assert shown["carrier_speech"] == speech | {"transcription_provider": "", "hints": ""}
    unknown = await api.ask("PUT", f"{API}/routes/%2B15005550006", json=route | {"agent_id": "agent_good"})
    assert (unknown.status_code, unknown.json()["detail"]) == (400, "the brain knows no agent agent_good")


@pytest.mark.parametrize(
    "speech",
    [{"tts_provider": "Acme"}, {"voice": "a b"}, {"language": "english"}, {"interruptible": "never"}, {"x": 1}],
)
async def test_carrier_speech_that_cannot_be_is_refused(api, path, speech):
    body = {"mode": "converse", "agent_id": path.rsplit("/", 1)[-1], "carrier_speech": speech}
    assert (await api.ask("POST", f"{API}/routes", json=body | {"number": "+15005550006"})).status_code == 400
