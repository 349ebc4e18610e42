"""Uses of tools, on the table and in memory: begun once, ended with a result, erased with their call."""

import pytest

from tests.contract.calls.call_tables import CALL
from tests.contract.conftest import CALLS
from tests.fakes.agent_tools import InMemoryUses
from tests.fakes.webhooks import NOW
from trunkline.brain.adapters.stored_brains import StoredBrains
from trunkline.calls.domain.client_tools import ToolResult
from trunkline.conversations.adapters.tool_uses_table import ToolUsesTable
from trunkline.conversations.ports import ToolUse
from trunkline.privacy.adapters.erasure_tables import ErasableCalls

ID, USE = CALL.call_id, "orders-1"


@pytest.fixture(params=["table", "memory"])
def uses(request, cloud):
    return ToolUsesTable(cloud.dynamodb, CALLS) if request.param == "table" else InMemoryUses()


def test_a_use_is_ours_once_and_then_has_its_result(uses):
    assert uses.begin(ID, USE, NOW) is None
    assert uses.begin(ID, USE, NOW) == ToolUse(None)
    uses.end(ID, USE, ToolResult.fault("the tool answered with status 500"))
    assert uses.begin(ID, USE, NOW) == ToolUse(ToolResult.fault("the tool answered with status 500"))


def test_an_empty_answer_is_an_answer(uses):
    uses.begin(ID, USE, NOW)
    uses.end(ID, USE, ToolResult(""))
    assert uses.begin(ID, USE, NOW) == ToolUse(ToolResult(""))


def test_another_use_and_another_call_are_their_own(uses):
    assert [uses.begin(ID, USE, NOW), uses.begin(ID, "orders-2", NOW), uses.begin("CA2", USE, NOW)] == [None] * 3


def test_a_forgotten_use_is_ours_again(uses):
    uses.begin(ID, USE, NOW)
    uses.forget(ID, USE)
    assert uses.begin(ID, USE, NOW) is None


def test_an_erasure_of_the_call_reaches_what_its_tools_answered(cloud):
    table = ToolUsesTable(cloud.dynamodb, CALLS)
    table.begin(ID, USE, NOW)
    table.end(ID, USE, ToolResult("Ana owes 12 dollars"))
    ErasableCalls(cloud.dynamodb, CALLS).erase(ID, [])
    assert cloud.dynamodb.scan(TableName=CALLS)["Items"] == []


def test_what_was_noted_under_the_conversation_before_its_call_was_known_is_erased_with_the_call(cloud):
    table = ToolUsesTable(cloud.dynamodb, CALLS)
    table.begin("call_1", USE, NOW)
    table.end("call_1", USE, ToolResult("Ana owes 12 dollars"))
    brains = StoredBrains(None, lambda _: None, lambda *_: True, cloud.dynamodb, CALLS)
    brains.begin_effect("call_1", "order")
    brains.note_result("call_1", "order", "ordered for Ana")
    ErasableCalls(cloud.dynamodb, CALLS).erase(ID, ["call_1"])
    assert cloud.dynamodb.scan(TableName=CALLS)["Items"] == []


def test_a_tool_that_answers_after_the_erasure_of_its_call_leaves_nothing(uses):
    uses.begin(ID, USE, NOW)
    uses.forget(ID, USE)
    uses.end(ID, USE, ToolResult("Ana owes 12 dollars"))
    assert uses.begin(ID, USE, NOW) is None
