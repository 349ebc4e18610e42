"""The tables and their in-memory fakes answer the same questions the same way."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.contract.conftest import CALLS, DIRECTORY
from tests.fakes import reports
from tests.fakes.doors import NOW, render
from tests.fakes.tables import (
    InMemoryCalls,
    InMemoryConversations,
    InMemoryLeases,
    InMemoryStories,
    InMemorySwitchboard,
    InMemoryTables,
    InMemoryTickets,
)
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
from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.calls import Progress, RingingCall, StreamOutcome, TimelineEvent
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.dtmf import Keypad
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.transfers import NoAnswerAction, TransferAcceptance, TransferMode
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.calls.ports.answers import AnswerStore, NewAnswer, NewStream
from trunkline.calls.ports.records import CallRecords, Turns
from trunkline.calls.ports.streams import Leases, StreamTickets
from trunkline.conversations.adapters.claims_table import ClaimsTable
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.domain.report_updates import conversation_update, recording_update
from trunkline.conversations.ports import (
    ConversationOwner,
    ConversationRecords,
    ConversationState,
    ReportContext,
    ReportedIds,
)
from trunkline.errors import StreamRefused
from trunkline.ids import CallId, ConversationId
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
    resume_note="Nobody took the call.",
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


class TestSwitchboard:
    def test_a_number_nobody_owns_has_no_route(self, tables):
        assert tables.switchboard.look_up(CALL).route is None

    def test_a_route_comes_back_as_it_was_put(self, tables):
        tables.add_route(ROUTE)
        assert tables.switchboard.look_up(CALL).route == ROUTE

    def test_the_first_answer_stands(self, tables):
        assert tables.switchboard.commit(answer("first")) == "first"
        assert tables.switchboard.commit(answer("second")) == "first"
        assert tables.switchboard.look_up(CALL).earlier_document == "first"

    def test_an_answer_after_a_callback_that_came_first_stands_too(self, tables):
        tables.calls.advance(CALL.call_id, Progress.RINGING, "ringing", {})
        assert tables.switchboard.commit(answer("first")) == "first"

    def test_a_losing_answer_leaves_no_token_behind(self, tables):
        tables.switchboard.commit(answer("first", token_fingerprint="t1", ticket=TICKET))
        tables.switchboard.commit(answer("second", token_fingerprint="t2", ticket=TICKET))
        with pytest.raises(StreamRefused):
            tables.tickets.spend("t2", CALL.call_id, NOW)

    def test_the_conversation_of_a_registered_call_is_known_at_once(self, tables):
        tables.switchboard.commit(answer(conversation_id="conv_1"))
        assert tables.conversations.look("conv_1").call_id == CALL.call_id


class TestStreamTickets:
    def test_a_token_opens_its_call_exactly_once(self, tables):
        tables.switchboard.commit(answer(token_fingerprint="t1", ticket=TICKET))
        assert tables.tickets.spend("t1", CALL.call_id, NOW) == TICKET
        with pytest.raises(StreamRefused):
            tables.tickets.spend("t1", CALL.call_id, NOW)

    @pytest.mark.parametrize(
        ("token", "call", "now"),
        [("t9", "CA1", NOW), ("t1", "CA2", NOW), ("t1", "CA1", NOW + timedelta(minutes=2))],
        ids=["unknown", "foreign", "expired"],
    )
    def test_any_other_token_is_refused_and_spends_nothing(self, tables, token, call, now):
        tables.switchboard.commit(answer(token_fingerprint="t1", ticket=TICKET))
        with pytest.raises(StreamRefused):
            tables.tickets.spend(token, CallId(call), now)
        assert tables.tickets.spend("t1", CALL.call_id, NOW) == TICKET


class TestCallRecords:
    def test_a_call_nobody_answered_is_unknown(self, tables):
        assert tables.calls.find(CallId("CA9")) is None

    def test_a_call_that_comes_back_finds_its_route_and_how_its_stream_ended(self, tables):
        tables.switchboard.commit(answer())
        tables.calls.note(CALL.call_id, EVENT, {"stream_outcome": "agent-lost"})
        known = tables.calls.find(CALL.call_id)
        assert (known.route, known.stream_outcome) == (ROUTE, StreamOutcome.AGENT_LOST)

    @pytest.mark.parametrize("order", list(permutations([Progress.RINGING, Progress.ANSWERED, Progress.OVER])))
    def test_a_call_only_moves_forward(self, tables, order):
        for progress in (*order, *order):
            tables.calls.advance(CALL.call_id, progress, progress.name, {})
        assert tables.record("CA1")["status"] == "OVER"

    def test_an_end_is_not_replaced_by_another_end(self, tables):
        assert tables.calls.advance(CALL.call_id, Progress.OVER, "busy", {"sip_code": "486"})
        assert not tables.calls.advance(CALL.call_id, Progress.OVER, "completed", {})
        assert tables.record("CA1")["status"] == "busy"

    def test_an_event_told_twice_is_on_file_once(self, tables):
        for _ in range(2):
            tables.calls.add_event(CALL.call_id, EVENT)
            tables.calls.note(CALL.call_id, EVENT, {"answered_by": "human"})
        assert tables.events("CA1") == ["e1"]
        assert tables.record("CA1")["answered_by"] == "human"


REPORT = read_report(reports.transcription())


def file_with(tables: Tables, report: Any = REPORT, key: str = "t.json", **more: Any) -> Any:
    telling = conversation_update(report, key)
    filing = tables.conversations.add_update(CALL.call_id, telling)
    tables.conversations.finish(CALL.call_id, [telling], more.get("owner"), more.get("words"))
    return filing


class TestConversations:
    def test_whoever_comes_second_is_given_what_came_first(self, tables):
        known = tables.conversations.upsert_recording("conv_1", "recordings/1.mp3")
        assert (known.call_id, known.recording_key) == (None, "recordings/1.mp3")
        known = tables.conversations.upsert("conv_1", CALL.call_id, NOW)
        assert (known.call_id, known.ended_at, known.recording_key) == (CALL.call_id, NOW, "recordings/1.mp3")
        known = tables.conversations.upsert_verdict("conv_1", "machine")
        assert (known.ended_at, known.answered_by) == (NOW, "machine")
        assert tables.conversations.look("conv_1") == known

    def test_a_conversation_is_a_call_by_itself_until_somebody_knows_better(self, tables):
        assert tables.conversations.upsert("conv_1", None, NOW).call_id == "conv_1"
        assert tables.conversations.upsert("conv_1", CALL.call_id, NOW).call_id == CALL.call_id
        assert tables.conversations.upsert("conv_1", None, NOW).call_id == CALL.call_id

    def test_a_link_forgets_nothing_that_is_known(self, tables):
        tables.conversations.upsert_recording("conv_1", "recordings/1.mp3")
        tables.conversations.link("conv_1", CALL.call_id)
        assert tables.conversations.look("conv_1").call_id == CALL.call_id
        assert tables.conversations.look("conv_1").recording_key == "recordings/1.mp3"

    def test_a_call_the_provider_placed_says_whose_it_is_and_which_attempt_it_was_for(self, tables):
        facts = {"company_id": "acme", "campaign_id": "c1", "attempt_id": "c1-p1-1", "to_number": "+14155550123"}
        tables.conversations.upsert_verdict("conv_1", "machine_start")
        for _ in range(2):
            tables.conversations.open_dialled("conv_1", CALL.call_id, EVENT, facts)
        known = tables.conversations.upsert("conv_1", None, NOW)
        assert (known.call_id, known.attempt_id, known.answered_by) == (CALL.call_id, "c1-p1-1", "machine_start")
        assert tables.record(CALL.call_id).items() >= facts.items()

    def test_what_is_on_file_of_such_a_call_already_stands(self, tables):
        tables.calls.open(CALL.call_id, EVENT, {"company_id": "acme", "started_at": "before"})
        later = {"company_id": "other", "started_at": "after", "attempt_id": "c1-p1-1"}
        tables.conversations.open_dialled("conv_1", CALL.call_id, EVENT, later)
        record = tables.record(CALL.call_id)
        assert (record["company_id"], record["started_at"], record["attempt_id"]) == ("acme", "before", "c1-p1-1")

    def test_only_what_was_reported_counts_as_reported(self, tables):
        tables.conversations.link("conv_1", CALL.call_id)
        tables.conversations.upsert("conv_2", CALL.call_id, NOW)
        assert tables.conversations.reported(["conv_1", "conv_2", "conv_3"]) == {"conv_2"}
        tables.conversations.upsert("conv_2", CALL.call_id, NOW + timedelta(seconds=9), is_last_word=False)
        assert tables.conversations.look("conv_2").ended_at == NOW

    def test_a_report_fills_the_record_but_not_over_what_answering_said(self, tables):
        tables.calls.note(CALL.call_id, EVENT, {"agent_id": "asked for"})
        file_with(tables)
        record = tables.record("CA1")
        assert (record["agent_id"], record["transcript_key"]) == ("asked for", "t.json")

    def test_what_ranks_lower_changes_nothing(self, tables):
        late = read_report(reports.transcription().replace(b"Moved", b"Has moved").replace(b"7225600", b"7225660"))
        assert not file_with(tables, late).is_overtaken
        assert tables.conversations.add_update(CALL.call_id, conversation_update(REPORT, "t.json")).is_overtaken
        assert tables.record("CA1")["summary"] == "Has moved an appointment."
        assert not file_with(tables, late).is_overtaken

    def test_every_transcript_of_a_call_is_known_however_often_it_is_filed(self, tables):
        for conversation, key in (("conv_2", "b.json"), ("conv_1", "a.json"), ("conv_2", "b.json")):
            filing = file_with(tables, read_report(reports.transcription(conversation_id=conversation)), key)
        assert filing.record["transcript_keys"] == ["a.json", "b.json"]
        assert (filing.record["cost_credits"], filing.record["turn_count"]) == (620, 8)
        tables.conversations.note_story(CALL.call_id, "story.json")
        assert tables.record("CA1")["story_key"] == "story.json"

    def test_what_waited_for_a_report_is_settled_with_it(self, tables):
        telling = conversation_update(REPORT, "t.json")
        recording = recording_update("conv_1", "recordings/1.mp3", NOW)
        tables.conversations.add_update(CALL.call_id, telling)
        tables.conversations.finish(
            CALL.call_id, [telling, recording], ConversationOwner("acme", NOW.isoformat(), True), "hello"
        )
        record = tables.record("CA1")
        assert (record["provider_recording"], record["company_id"]) == ("recordings/1.mp3", "acme")
        assert record["started_at"] == NOW.isoformat()
        assert tables.events("CA1") == ["conversation-conv_1", "provider-recording-conv_1"]

    def test_a_report_belongs_to_the_company_of_its_agent_and_of_its_number(self, tables):
        ids = ReportedIds(ConversationId("conv_1"), None, "agent_1", ROUTE.number, "phnum_1")
        assert tables.conversations.context(ids).owners == set()
        tables.add_route(replace(ROUTE, company_id="other"))
        assert tables.conversations.context(ids).company_id == "other"
        tables.claim("number", ROUTE.number, "acme")  # a claim goes before a route, which may be older
        assert tables.conversations.context(ids).company_id == "acme"
        tables.own_phone("phnum_1")
        tables.claim("agent", "agent_1", "acme")
        assert tables.conversations.context(ids).owners == {"acme"}
        tables.claim("agent", "agent_2", "other")
        assert tables.conversations.context(replace(ids, agent_id="agent_2")).company_id is None

    def test_a_report_is_seen_beside_its_conversation_and_the_call_it_names(self, tables):
        ids = ReportedIds(ConversationId("conv_1"), CallId("CA1"))
        assert tables.conversations.context(ids) == ReportContext(ConversationState(None))
        tables.conversations.link(ids.conversation_id, CallId("CA5"))
        tables.calls.open(CallId("CA1"), EVENT, {"company_id": "acme", "agent_id": "agent_1"})
        seen = tables.conversations.context(ids)
        assert (seen.conversation.call_id, seen.call_company, seen.call_agent) == ("CA5", "acme", "agent_1")


class TestWhatIsFetchedLater:
    def test_it_fills_what_is_missing_and_leaves_what_was_told_at_first_hand(self, tables):
        first, later = (
            CallUpdate(EVENT, {"duration_s": 42}),
            CallUpdate(replace(EVENT, kind="fetched"), {"duration_s": 41}),
        )
        assert tables.calls.restore(CALL.call_id, later)
        assert tables.record("CA1")["duration_s"] == 41
        assert not tables.calls.restore(CALL.call_id, later)
        tables.calls.note(CALL.call_id, first.event, first.facts)
        assert not tables.calls.restore(CALL.call_id, later)
        assert tables.record("CA1")["duration_s"] == 42

    def test_calls_on_file_that_nobody_ended_are_unfinished(self, tables):
        tables.calls.note(CallId("CA1"), EVENT, {})
        tables.calls.note(CallId("CA2"), EVENT, {"status": "completed", "progress": 4})
        tables.calls.advance(CallId("CA3"), Progress.OVER, "busy", {})
        tables.calls.advance(CallId("CA4"), Progress.RINGING, "ringing", {})
        assert tables.calls.unfinished([CallId(f"CA{n}") for n in range(1, 150)]) == {"CA1", "CA4"}


def another_stream(attempt: int = 1, document: str = "again", token: str = "t9") -> NewStream:
    return NewStream(CALL.call_id, RenderedDocument(document), "w1", attempt, token, TICKET, NOW)


class TestResuming:
    def test_a_lost_call_gets_another_stream_and_forgets_how_the_last_one_ended(self, tables):
        tables.switchboard.commit(answer())
        tables.calls.note(CALL.call_id, EVENT, {"stream_outcome": "relay-stopped"})
        assert tables.switchboard.resume(another_stream()) == "again"
        known = tables.calls.find(CALL.call_id)
        assert (known.resumes, known.resume_webhook, known.resume_document) == (1, "w1", "again")
        assert known.stream_outcome is None
        assert tables.tickets.spend("t9", CALL.call_id, NOW) == TICKET
        assert "resumed-1" in tables.events("CA1")

    def test_the_same_attempt_is_given_once(self, tables):
        tables.switchboard.commit(answer())
        tables.switchboard.resume(another_stream())
        assert tables.switchboard.resume(another_stream(document="other", token="t10")) == "again"
        with pytest.raises(StreamRefused):
            tables.tickets.spend("t10", CALL.call_id, NOW)


class TestStories:
    def test_turns_come_back_in_the_order_they_were_spoken_across_streams(self, tables):
        for seconds, turn in (
            (0, SpokenTurn(0, "agent", "Hello.")),
            (9, SpokenTurn(0, "caller", "Me again.")),
            (3, SpokenTurn(1, "caller", "Hi.")),
        ):
            tables.stories.note_turn(CALL.call_id, NOW + timedelta(seconds=seconds), turn)
        assert [turn.text for turn in tables.stories.story(CALL.call_id)] == ["Hello.", "Hi.", "Me again."]

    def test_a_correction_lands_on_its_turn(self, tables):
        for text in ("We have Monday and Friday.", "We have"):
            tables.stories.note_turn(CALL.call_id, NOW, SpokenTurn(0, "agent", text))
        assert [turn.text for turn in tables.stories.story(CALL.call_id)] == ["We have"]

    def test_only_the_newest_turns_are_told(self, tables):
        for n in range(60):
            tables.stories.note_turn(CALL.call_id, NOW + timedelta(seconds=n), SpokenTurn(n, "caller", str(n)))
        story = tables.stories.story(CALL.call_id)
        assert (len(story), story[0].text, story[-1].text) == (40, "20", "59")

    def test_a_call_without_a_word_has_no_story(self, tables):
        assert tables.stories.story(CALL.call_id) == []


def lease(stream: str = "MZ1", relay: str = "10.0.0.7:8081", call: str = "CA1") -> Lease:
    return Lease(CallId(call), stream, relay, NOW + timedelta(seconds=30), NOW + timedelta(seconds=600))


def test_a_call_has_an_owner_while_its_lease_is_current(tables):
    assert tables.leases.owner(CALL.call_id, NOW) == ""
    tables.leases.take(lease())
    assert tables.leases.owner(CALL.call_id, NOW) == "10.0.0.7:8081"
    assert tables.leases.owner(CALL.call_id, NOW + timedelta(seconds=30)) == ""
    assert tables.leases.renew(CALL.call_id, "MZ1", NOW + timedelta(seconds=60))
    assert tables.leases.owner(CALL.call_id, NOW + timedelta(seconds=30)) == "10.0.0.7:8081"


def test_the_newest_stream_owns_the_call_and_the_old_one_cannot_renew_or_drop_it(tables):
    tables.leases.take(lease("MZ1"))
    tables.leases.take(lease("MZ2", "10.0.0.8:8082"))
    assert not tables.leases.renew(CALL.call_id, "MZ1", NOW + timedelta(seconds=60))
    assert not tables.leases.drop(CALL.call_id, "MZ1")
    assert tables.leases.owner(CALL.call_id, NOW) == "10.0.0.8:8082"


def test_every_live_call_is_listed_until_its_stream_ends(tables):
    for number in range(9):
        tables.leases.take(lease(call=f"CA{number}"))
    assert {item.call_id for item in tables.leases.live()} == {f"CA{number}" for number in range(9)}
    assert tables.calls.end_stream(CallId("CA0"), "MZ1", EVENT, {"stream_outcome": "agent-ended"})
    assert tables.leases.drop(CallId("CA1"), "MZ1")
    assert {item.call_id for item in tables.leases.live()} == {f"CA{number}" for number in range(2, 9)}
    assert next(iter(tables.leases.live())).ends_by == lease().ends_by
    assert tables.record("CA0")["stream_outcome"] == "agent-ended"
    assert not {"relay", "lease_stream", "lease_until", "live"} & set(tables.record("CA0"))


def test_a_stream_that_was_replaced_no_longer_says_how_the_call_ended(tables):
    tables.leases.take(lease("MZ2"))
    assert not tables.calls.end_stream(CALL.call_id, "MZ1", EVENT, {"stream_outcome": "caller-hung-up"})
    assert "stream_outcome" not in tables.record("CA1")
    assert tables.events("CA1") == ["e1"]
    assert tables.leases.owner(CALL.call_id, NOW) == "10.0.0.7:8081"


def test_one_of_two_reapers_gets_the_call_and_a_living_relay_keeps_it(tables):
    tables.leases.take(lease())
    [seen] = tables.leases.live()
    assert tables.leases.claim(seen, NOW + timedelta(seconds=120))
    assert not tables.leases.claim(seen, NOW + timedelta(seconds=120))
    assert tables.leases.owner(CALL.call_id, NOW) == ""  # nobody sends orders to a relay that was given up
    tables.leases.take(lease())
    assert tables.leases.renew(CALL.call_id, "MZ1", NOW + timedelta(seconds=60))
    assert not tables.leases.claim(seen, NOW + timedelta(seconds=120))


def test_a_stream_that_ends_without_a_lease_is_filed_all_the_same(tables):
    assert tables.calls.end_stream(CALL.call_id, "MZ1", EVENT, {"stream_outcome": "agent-ended"})
    assert tables.record("CA1")["stream_outcome"] == "agent-ended"
