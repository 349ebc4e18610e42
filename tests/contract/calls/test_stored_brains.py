"""What outlives a brain's socket: its agent by call, and effects that happen once."""

from dataclasses import replace

import pytest

from tests.contract.calls.call_tables import CALL
from tests.contract.conftest import CALLS, DIRECTORY, create_tables, empty_aws
from tests.fakes.webhooks import NOW
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import aws_client
from trunkline.brain.adapters.brain_agents_table import BrainAgentsTable
from trunkline.brain.adapters.stored_brains import StoredBrains
from trunkline.brain.domain.agents import AgentVersion, BrainAgent
from trunkline.brain.domain.context import CallOnFile, Effect, ProviderCall
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.domain.brain_conversations import conversation_id_of_call
from trunkline.ids import CallId, ConversationId

CALL_ID, OTHER = CALL.call_id, CallId("CA" + "9" * 32)
DESK = AgentVersion("acme", BrainAgent("brain_desk", "You help.", answers_for="agent_retell"), NOW)


@pytest.fixture
def dynamodb():
    with empty_aws():
        client = aws_client("dynamodb")
        create_tables(client)
        yield client


def _brains(dynamodb, owner: str = "acme", **calls: CallOnFile) -> StoredBrains:
    agents = BrainAgentsTable(Directory(dynamodb, DIRECTORY))
    return StoredBrains(
        agents, lambda call: calls.get(call.conversation_id), lambda _, company: company == owner, dynamodb, CALLS
    )


def _call(conversation: str = "call_1", agent_id: str = "agent_retell", **more: str) -> ProviderCall:
    return ProviderCall(ConversationId(conversation), agent_id, **more)


@pytest.fixture
def brains(dynamodb) -> StoredBrains:
    found = _brains(dynamodb, call_1=CallOnFile(CALL_ID, "acme", "+14155550123", "a1", is_carriers=True))
    assert found.agents.put(DESK)
    found.agents.answer_for(DESK)
    return found


def test_a_call_at_a_provider_has_the_agent_that_answers_for_the_providers_and_is_our_call(brains):
    context = brains.of_provider_call(_call())
    assert (context.agent, context.call_id) == (DESK.agent, CALL_ID)
    assert (context.person, context.attempt_id, context.is_carriers) == ("+14155550123", "a1", True)


def test_a_call_that_is_not_on_file_yet_is_what_the_provider_says_it_is(brains):
    alone = brains.of_provider_call(_call("call_2", person="+14155550144"))
    assert (alone.call_id, alone.person) == ("call_2", "+14155550144")
    assert brains.of_provider_call(_call("call_2", call_id=OTHER)).call_id == OTHER


def test_an_agent_that_answers_for_another_or_none_gets_no_call(brains):
    assert brains.of_provider_call(_call(agent_id="agent_other")) is None
    changed = replace(DESK, agent=replace(DESK.agent, version=2, answers_for="agent_new"))
    assert brains.agents.put(changed)
    assert brains.of_provider_call(_call()) is None


def test_another_companys_call_is_none_of_the_agents(dynamodb, brains):
    foreign = _brains(dynamodb, call_1=CallOnFile(CALL_ID, "globex"))
    assert foreign.of_provider_call(_call()) is None


def test_an_agent_that_was_given_to_another_company_is_answered_for_by_that_one(dynamodb, brains):
    theirs = _brains(dynamodb, owner="globex")
    assert theirs.of_provider_call(_call("call_2")) is None
    desk = replace(DESK, company_id="globex", agent=replace(DESK.agent, agent_id="brain_theirs"))
    assert theirs.agents.put(desk)
    theirs.agents.answer_for(desk)
    assert theirs.of_provider_call(_call("call_2")).agent.agent_id == "brain_theirs"
    brains.agents.answer_no_more(DESK)  # the entry is not its own any more
    assert theirs.of_provider_call(_call("call_2")) is not None


def test_an_effect_whose_answer_was_lost_and_that_was_asked_for_again_is_still_new(brains, monkeypatch):
    """boto3 repeats a request below us: the second meets the first one's item."""
    put = brains.dynamodb.put_item

    def twice(**request):
        put(**request)
        return put(**request)

    monkeypatch.setattr(brains.dynamodb, "put_item", twice)
    assert brains.begin_effect(CALL_ID, "order 1").is_new


def test_an_effect_begins_once_whichever_relay_asks_and_its_result_is_there_for_the_next(dynamodb, brains):
    another = _brains(dynamodb)
    assert [brains.begin_effect(CALL_ID, "order 1"), another.begin_effect(CALL_ID, "order 1")] == [
        Effect(is_new=True),
        Effect(is_new=False),
    ]
    brains.note_result(CALL_ID, "order 1", "ordered")
    assert another.begin_effect(CALL_ID, "order 1") == Effect(is_new=False, result="ordered")
    assert brains.begin_effect(CALL_ID, "order 2").is_new
    assert brains.begin_effect(OTHER, "order 1").is_new


def test_effects_lie_in_the_calls_partition_expire_and_show_no_argument(dynamodb, brains):
    brains.begin_effect(CALL_ID, "+14155550199")
    items = dynamodb.scan(TableName=CALLS)["Items"]
    assert {item["pk"]["S"] for item in items} == {f"CALL#{CALL_ID}"}
    assert all("expires_at" in item for item in items)
    assert "+14155550199" not in str(items)


def test_what_was_collected_is_in_the_report_of_its_conversation(dynamodb, brains):
    conversation = conversation_id_of_call(CALL_ID)
    brains.collect(conversation, {"feeling": None, "edema words": None})
    brains.collect(conversation, {"feeling": "worse"})
    _brains(dynamodb).collect(conversation, {"feeling": None, "weight": 82.5})
    known = ConversationsTable(dynamodb, CALLS).look(conversation)
    assert known.collected == {"feeling": "worse", "edema words": None, "weight": 82.5}
