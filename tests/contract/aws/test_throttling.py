"""A throttled table gives the answers of an idle one, or none at all. It never says that something is not there."""

from typing import Any

import pytest

import answer_call
from tests.contract.conftest import CALLS, CAMPAIGNS, DIRECTORY
from tests.fakes.throttling import ShortOfRoom
from tests.fakes.webhooks import ADDRESSES, NOW, ScriptedLine, render, secrets, twilio_event
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.table_reads import READS
from trunkline.bootstrap.answer_call import AnswerCallHandlerDeps
from trunkline.calls.adapters.answers_table import AnswersTable
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.use_cases.answer_call import AnswerCallDeps
from trunkline.campaigns.adapters.campaigns_table import SuppressionsTable
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.ports import ReportedIds
from trunkline.ids import CallId, ConversationId

FORM = {"CallSid": "CA1", "From": "+14155550123", "To": "+15005550006", "Direction": "inbound"}
ROUTE = Route("+15005550006", Mode.RELAY, "acme", "agent_1")
NOT_IN_SERVICE = "not in service"


@pytest.fixture(params=["boto3", "lean"])
def db(request: pytest.FixtureRequest) -> ShortOfRoom:
    if request.param == "lean":
        return ShortOfRoom(request.getfixturevalue("lean_dynamodb"))
    return ShortOfRoom(request.getfixturevalue("cloud").dynamodb)


def answer(db: ShortOfRoom) -> dict[str, Any]:
    switchboard = AnswersTable(db, CALLS, DIRECTORY, render)
    answering = AnswerCallDeps(switchboard, {"elevenlabs": ScriptedLine()}, new_token=lambda: "token")
    calls, stories = CallsTable(db, CALLS), TurnsTable(db, CALLS)
    services = AnswerCallHandlerDeps(answering, calls, stories, ADDRESSES, secrets(), now=lambda: NOW)
    return answer_call.respond(twilio_event("/twilio/voice", FORM), services)


def test_a_call_to_a_living_number_is_answered_while_its_table_is_throttled(db):
    db.client.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number(ROUTE.number) | route_values(ROUTE)))
    db.partial, db.cancelled = 2, 2
    assert "<Stream" in answer(db)["body"]


@pytest.mark.parametrize("trouble", [{"partial": READS}, {"cancelled": 9}])
def test_a_call_whose_route_or_answer_stays_throttled_hears_the_apology_and_nothing_false(db, trouble):
    db.client.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number(ROUTE.number) | route_values(ROUTE)))
    for name, count in trouble.items():
        setattr(db, name, count)
    said = answer(db)["body"]
    assert "sorry" in said.lower()
    assert NOT_IN_SERVICE not in said


def test_a_report_finds_its_company_while_the_tables_are_throttled(db):
    event = TimelineEvent("e1", NOW, "placed", {})
    CallsTable(db, CALLS).open(CallId("CA1"), event, {"company_id": "acme", "agent_id": "agent_1"})
    db.partial = 2
    found = ConversationsTable(db, CALLS, DIRECTORY).context(ReportedIds(ConversationId("conv_1"), CallId("CA1")))
    assert (found.call_company, found.call_agent) == ("acme", "agent_1")


def test_what_was_reported_and_what_is_unfinished_is_read_whole(db):
    conversations, calls = ConversationsTable(db, CALLS, DIRECTORY), CallsTable(db, CALLS)
    names = [ConversationId(f"conv_{n}") for n in range(3)]
    for number, name in enumerate(names):
        conversations.upsert(name, CallId(f"CA{number}"), NOW)
        calls.advance(CallId(f"CA{number}"), Progress.RINGING, "ringing", {})
    db.partial = 2
    assert conversations.reported(names) == set(names)
    db.partial = 2
    assert calls.unfinished([CallId(f"CA{n}") for n in range(3)]) == {f"CA{n}" for n in range(3)}


def test_a_suppression_is_found_while_the_table_is_throttled(db):
    table = SuppressionsTable(db, CAMPAIGNS)
    table.add(Suppression("+14155550123", SuppressionScope.CAMPAIGN, "c1", "caller", NOW))
    db.partial = 2
    assert [found.reach for found in table.of("+14155550123", "acme", "c1")] == [SuppressionScope.CAMPAIGN]
