"""The calls' tables, in memory and in moto, with a call, a route and a ticket."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.contract.conftest import CALLS, DIRECTORY
from tests.fakes import reports
from tests.fakes.tables import (
    InMemoryCalls,
    InMemoryConversations,
    InMemoryLeases,
    InMemoryStories,
    InMemorySwitchboard,
    InMemoryTables,
    InMemoryTickets,
)
from tests.fakes.webhooks import NOW, render
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import from_item, to_item
from trunkline.calls.adapters.answers_table import AnswersTable
from trunkline.calls.adapters.call_update_items import merged
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.leases_table import LeasesTable
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.adapters.stream_tickets_table import StreamTicketsTable
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.call_instructions import RenderedDocument
from trunkline.calls.domain.calls import RingingCall, TimelineEvent
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.dtmf import Keypad
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.transfers import NoAnswerAction, TransferAcceptance, TransferMode
from trunkline.calls.ports.answers import AnswerStore, NewAnswer, NewStream
from trunkline.calls.ports.records import CallRecords, Turns
from trunkline.calls.ports.streams import Leases, StreamTickets
from trunkline.conversations.adapters.claims_table import ClaimsTable
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.domain.report_updates import conversation_update
from trunkline.conversations.ports import (
    ConversationRecords,
)
from trunkline.ids import CallId
from trunkline.vendors.elevenlabs.post_call_webhook import read_report

CALL = RingingCall(CallId("CA1"), "+14155550123", "+15005550006")

ROUTE = Route(
    "+15005550006", Mode.RELAY, "acme", "agent_1", fallback=Mode.VOICEMAIL, record=True, dynamic_variables={"a": "ü"},
    transfer=TransferMode.WARM, transfer_accept=TransferAcceptance.ANSWER, transfer_untaken=NoAnswerAction.AGENT,
    keypad=Keypad.CONTEXT, provider="parrot",
    tools={"hours": HttpTool("https://tools.example.com/", "GET", 3, {"Authorization": "key"})},
    opening="Hello Ana.", opt_out_key="9", campaign_id="c1", contact_id="p1", attempt_id="c1-p1-1",
)  # fmt: skip

TICKET = StreamTicket(
    CALL.call_id,
    "acme",
    "agent_1",
    NOW + timedelta(minutes=2),
    600,
    provider="parrot",
    record=True,
    resume_message="Where were we?",
    resume_note="No colleague took the call.",
    keypad=Keypad.IGNORE,
    keypad_on_file=True,
    tools=ROUTE.tools,
    dynamic_variables={"first_name": "Ana"},
    opening="Hello Ana.",
    person="+14155550123",
    opt_out_key="9",
    attempt_id="c1-p1-1",
)

EVENT_KEYS = ("e1", "resumed-1", "answer", "conversation-conv_1", "provider-recording-conv_1")

EVENT = TimelineEvent("e1", NOW, "something happened", {"a": "b"})


@dataclass
class Tables:
    switchboard: AnswerStore
    calls: CallRecords
    conversations: ConversationRecords
    tickets: StreamTickets
    stories: Turns
    leases: Leases
    add_route: Callable[[Route], None]
    record: Callable[[str], dict[str, Any]]
    own_phone: Callable[[str], None]
    claim: Callable[[str, str, str], object]
    events: Callable[[str], list[str]]


def in_memory() -> Tables:
    kept = InMemoryTables()
    return Tables(
        InMemorySwitchboard(kept),
        InMemoryCalls(kept),
        InMemoryConversations(kept),
        InMemoryTickets(kept),
        InMemoryStories(kept),
        InMemoryLeases(kept),
        add_route=lambda route: kept.routes.update({route.number: route}),
        record=lambda call_id: kept.records.get(call_id, {}),
        own_phone=lambda phone: kept.phones.update({phone: "acme"}),
        claim=lambda kind, name, company: kept.claims.update({(kind, name): company}),
        events=lambda call_id: sorted(kept.events.get(call_id, {})),
    )


def on_dynamodb(db: Any) -> Tables:
    def add_route(route: Route) -> None:
        db.put_item(TableName=DIRECTORY, Item=to_item(table_keys.number(route.number) | route_values(route)))

    def record(call_id: str) -> dict[str, Any]:
        return merged(
            from_item(db.get_item(TableName=CALLS, Key=to_item(table_keys.call(CallId(call_id)))).get("Item", {}))
        )

    def own_phone(phone: str) -> None:
        db.put_item(TableName=DIRECTORY, Item=to_item(table_keys.phone(phone) | {"company_id": "acme"}))

    def events(call_id: str) -> list[str]:
        pk = table_keys.call(CallId(call_id))["pk"]
        wanted = [to_item(table_keys.event(CallId(call_id), key)) for key in EVENT_KEYS]
        found = db.batch_get_item(RequestItems={CALLS: {"Keys": wanted, "ConsistentRead": True}})["Responses"][CALLS]
        assert all(item["pk"]["S"] == pk for item in found)
        return sorted(from_item(item)["sk"].removeprefix("EVENT#") for item in found)

    return Tables(
        AnswersTable(db, CALLS, DIRECTORY, render),
        CallsTable(db, CALLS),
        ConversationsTable(db, CALLS, DIRECTORY),
        StreamTicketsTable(db, DIRECTORY),
        TurnsTable(db, CALLS),
        LeasesTable(db, CALLS),
        add_route,
        record,
        own_phone,
        ClaimsTable(Directory(db, DIRECTORY)).claim,
        events,
    )


@pytest.fixture(params=["in memory", "boto3", "lean"])
def tables(request: pytest.FixtureRequest) -> Tables:
    match request.param:
        case "in memory":
            return in_memory()
        case "boto3":
            return on_dynamodb(request.getfixturevalue("cloud").dynamodb)
    return on_dynamodb(request.getfixturevalue("lean_dynamodb"))


def answer(document: str = "<Response/>", **more: Any) -> NewAnswer:
    return NewAnswer(CALL, ROUTE, RenderedDocument(document), NOW, reason="relay", **more)


REPORT = read_report(reports.transcription())


def file_with(tables: Tables, report: Any = REPORT, key: str = "t.json", **more: Any) -> Any:
    telling = conversation_update(report, key)
    filing = tables.conversations.add_update(CALL.call_id, telling)
    tables.conversations.finish(CALL.call_id, [telling], more.get("owner"), more.get("words"))
    return filing


def another_stream(attempt: int = 1, document: str = "again", token: str = "t9", cuts: int = 1) -> NewStream:
    return NewStream(CALL.call_id, RenderedDocument(document), "w1", attempt, token, TICKET, NOW, cuts)


def lease(stream: str = "MZ1", relay: str = "10.0.0.7:8081", call: str = "CA1") -> Lease:
    return Lease(CallId(call), stream, relay, NOW + timedelta(seconds=30), NOW + timedelta(seconds=600))
