"""Calls and campaigns that a program orders on the brain."""

from datetime import timedelta

import pytest
import pytest_asyncio

from tests.contract.api.call_requests import dialled
from tests.contract.api.conftest import CALLEE, NOW, OURS, ApiWorld
from tests.contract.api.two_companies import API
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.use_cases.answer_call import answer_call
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.use_cases.dial_by_carrier import MODES
from trunkline.ids import CallId

NOON_IN_CALIFORNIA = timedelta(hours=8)


@pytest_asyncio.fixture
async def desk(api: ApiWorld) -> str:
    api.clock.now = NOW + NOON_IN_CALIFORNIA
    made = await api.ask("POST", f"{API}/brain-agents", json={"prompt": "You answer."})
    return str(made.json()["agent_id"])


async def ordered(api: ApiWorld, agent_id: str, **more):
    body = {"to_number": CALLEE, "from_number": OURS, "agent_id": agent_id, "channel": "converse"} | more
    return await api.ask("POST", f"{API}/calls", json=body)


async def test_a_single_call_is_held_by_an_agent_of_the_brain_with_its_own_words(api, desk):
    answer = await ordered(api, desk, overrides={"first_message": "Good evening."})
    assert answer.status_code == 201, answer.text
    [ringing] = dialled(api)
    facts = api.services.call_search.find(CallId(answer.json()["call_sid"])).facts
    assert (facts["mode"], facts["provider"], facts["agent_id"]) == ("converse", "brain", desk)
    call = RingingCall(CallId(ringing.sid), OURS, CALLEE, direction="outbound-api", plan_id=facts["plan_id"])
    document = answer_call(call, api.services.answering, api.clock()).instruction
    assert "<ConversationRelay" in str(document)


@pytest.mark.parametrize("overrides", [{"language": "es"}, {"voice_id": "nova"}])
async def test_voice_and_language_are_the_routes(api, desk, overrides):
    answer = await ordered(api, desk, overrides=overrides)
    assert answer.status_code == 400
    assert dialled(api) == []


@pytest.mark.parametrize("agent_id", ["agent_good", "brain_unknown"])
async def test_an_agent_that_is_no_brains_is_refused(api, desk, agent_id):
    answer = await ordered(api, agent_id)
    assert answer.status_code == 400
    assert f"knows no agent {agent_id}" in answer.json()["detail"]


async def test_a_campaign_may_be_held_by_the_brain(api, desk):
    body = {"name": "Autumn", "channel": "converse", "from_number": OURS, "agent_id": desk}
    assert (await api.ask("POST", f"{API}/campaigns", json=body)).status_code == 201
    assert MODES[Channel.CONVERSE] == "converse"
