"""A call's record and timeline do not depend on the order and number of its updates."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.conftest import CALLS, DIRECTORY, Cloud, cloud  # noqa: F401 - a fixture
from tests.fakes import reports
from tests.fakes.tables import InMemoryCalls, InMemoryConversations, InMemorySwitchboard, InMemoryTables
from tests.fakes.webhooks import NOW, Bucket, render
from trunkline.calls.adapters.answers_table import AnswersTable
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.domain.call_instructions import RenderedDocument
from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.calls import Progress, RingingCall, TimelineEvent
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.ports.answers import NewAnswer
from trunkline.calls.use_cases.record_call_status import record_call_status
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.use_cases.file_report import file_report
from trunkline.ids import CallId
from trunkline.vendors.elevenlabs.post_call_webhook import read_report
from trunkline.vendors.twilio.signatures import read_form
from trunkline.vendors.twilio.webhooks import (
    read_machine_verdict,
    read_recording_status,
    read_status_update,
    read_stream_status,
)

ID = CallId("CA1")
CALL = RingingCall(ID, "+14155550123", "+15005550006")
ROUTE = Route("+15005550006", Mode.RELAY, "acme", "agent_1")
STARTED = NOW


class World:
    """One call, and every source of its updates."""

    def __init__(self, switchboard: Any, calls: Any, conversations: Any, look: Callable[[], Any]) -> None:
        self.switchboard, self.calls, self.conversations, self.look = switchboard, calls, conversations, look
        self.bucket = Bucket()

    def report(self, body: bytes) -> None:
        file_report(read_report(body), self.conversations, self.bucket)

    def status(self, **fields: str) -> None:
        record_call_status(read_status_update(form(**fields), NOW), self.calls)

    def outcome(self) -> tuple[Any, Any, Any]:
        return *self.look(), sorted(self.bucket.items())


def form(**fields: str) -> Any:
    return read_form(urlencode({"CallSid": ID} | fields).encode())


def at(seconds: int) -> str:
    return (STARTED + timedelta(seconds=seconds)).strftime("%a, %d %b %Y %H:%M:%S +0000")


def edited(body: bytes, timestamp: int, **data: Any) -> bytes:
    payload = json.loads(body)
    return json.dumps(
        payload | {"event_timestamp": payload["event_timestamp"] + timestamp, "data": payload["data"] | data}
    ).encode()


def second(**data: Any) -> bytes:
    """The conversation that took the call up again."""
    metadata = {"start_time_unix_secs": reports.STARTED + 100, "call_duration_secs": 7, "cost": 11}
    return reports.transcription(conversation_id="conv_2", metadata=metadata, **data)


def fetched(w: World) -> None:
    """What the reconciler does: the conversation as it can be fetched, and the end as the carrier lists it."""
    body = json.loads(reports.transcription())
    ended = body["data"]["metadata"]["start_time_unix_secs"] + 42
    w.report(json.dumps(body | {"event_timestamp": ended}).encode())
    event = TimelineEvent("status-completed", NOW + timedelta(seconds=60), "call completed", {"CallDuration": "60"})
    w.calls.restore(ID, CallUpdate(event, {"duration_s": 60, "status": "completed", "progress": 4}))


EVENTS: dict[str, Callable[[World], Any]] = {
    "answer": lambda w: w.switchboard.commit(
        NewAnswer(CALL, ROUTE, RenderedDocument("<Response/>"), NOW, reason="relay", conversation_id="conv_1")
    ),
    "link": lambda w: w.conversations.link("conv_2", ID),
    "ringing": lambda w: w.status(CallStatus="ringing", SequenceNumber="1", Timestamp=at(0), SipResponseCode="180"),
    "in progress": lambda w: w.status(CallStatus="in-progress", SequenceNumber="2", Timestamp=at(2)),
    "completed": lambda w: w.status(
        CallStatus="completed", SequenceNumber="3", Timestamp=at(61), CallDuration="61", SipResponseCode="200"
    ),
    "another end": lambda w: w.status(CallStatus="failed", SequenceNumber="4", Timestamp=at(60), SipResponseCode="500"),
    "machine verdict": lambda w: w.calls.note(*read_machine_verdict(form(AnsweredBy="human"), NOW)),
    "stream started": lambda w: w.calls.add_event(
        *read_stream_status(form(StreamEvent="stream-started", StreamSid="MZ1"), NOW)
    ),
    "carrier recording": lambda w: w.calls.note(
        *read_recording_status(form(RecordingSid="RE1", RecordingStatus="completed", RecordingUrl="https://r/1"), NOW)
    ),
    "first stream's outcome": lambda w: w.calls.end_stream(
        ID, "MZ1", TimelineEvent("stream-ended-MZ1", NOW, "stream ended"), {"stream_outcome": "agent-lost", "gaps": 3}
    ),
    "second stream's outcome": lambda w: w.calls.note(
        ID,
        TimelineEvent("stream-ended-MZ2", NOW + timedelta(seconds=9), "stream ended"),
        {"stream_outcome": "agent-ended", "gaps": 0},
    ),
    "report": lambda w: w.report(reports.transcription()),
    "the same, reported later": lambda w: w.report(edited(reports.transcription(), 90, has_audio=False)),
    "a second conversation": lambda w: w.report(second()),
    "the first recording": lambda w: w.report(reports.audio()),
    "the second recording": lambda w: w.report(reports.audio("conv_2", b"ID3\x05")),
    "never started": lambda w: w.report(reports.initiation_failure("conv_3")),
    "never started, and yet": lambda w: w.report(reports.initiation_failure("conv_1")),
    "the provider's verdict": lambda w: w.report(reports.machine_detection("conv_1")),
    "an unknown report": lambda w: w.report(reports.unknown()),
    "what the reconciler fetched": fetched,
}
HIDDEN = {"document", "route", "expires_at"}


def in_memory() -> World:
    kept = InMemoryTables()

    def look() -> Any:
        record = {name: value for name, value in kept.merged(ID).items() if name not in HIDDEN and value is not None}
        return record, sorted(kept.events[ID].items())

    return World(InMemorySwitchboard(kept), InMemoryCalls(kept), InMemoryConversations(kept), look)


def on_dynamodb(db: Any) -> World:
    views = CallIndex(db, CALLS)

    def look() -> Any:
        view = views.find(ID)
        return view and (view.started_at, view.facts), views.timeline(ID)

    return World(
        AnswersTable(db, CALLS, DIRECTORY, render),
        CallsTable(db, CALLS),
        ConversationsTable(db, CALLS, DIRECTORY),
        look,
    )


def play(world: World, order: list[str]) -> Any:
    for name in order:
        EVENTS[name](world)
    return world.outcome()


ORDERS = st.permutations(list(EVENTS)).flatmap(
    lambda order: st.lists(st.sampled_from(order), max_size=12).map(lambda again: [*order, *again])
)
CALM = list(EVENTS)


@settings(max_examples=300, deadline=None)
@given(ORDERS)
def test_any_order_with_duplicates_gives_the_same_record_in_memory(order):
    assert play(in_memory(), order) == play(in_memory(), CALM)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=ORDERS)
def test_any_order_with_duplicates_gives_the_same_record_on_dynamodb(cloud: Cloud, calm, order):  # noqa: F811
    assert play(on_dynamodb(cloud.dynamodb), order) == calm
    empty(cloud.dynamodb)


@pytest.fixture
def calm(cloud: Cloud) -> Any:  # noqa: F811
    """The record after each update once, in the order of events."""
    found = play(on_dynamodb(cloud.dynamodb), CALM)
    empty(cloud.dynamodb)
    return found


def empty(db: Any) -> None:
    for item in db.scan(TableName=CALLS)["Items"]:
        db.delete_item(TableName=CALLS, Key={"pk": item["pk"], "sk": item["sk"]})


def test_the_record_merges_all_updates():
    record, events, _ = play(in_memory(), CALM)
    assert (record["status"], record["duration_s"], record["sip_code"]) == ("completed", 61, "200")
    assert (record["stream_outcome"], record["gaps"]) == ("agent-ended", 0)
    assert (record["cost_credits"], record["conversation_duration_s"]) == (321, 49)
    assert record["transcript_keys"] == sorted(record["transcript_keys"])
    keys = {key for key, _ in events}
    assert keys >= {
        "answer",
        "status-completed",
        "conversation-conv_2",
        "provider-verdict-conv_1",
    }


def test_a_cost_that_one_conversation_does_not_know_is_unknown():
    world = in_memory()
    world.report(reports.transcription())
    world.report(reports.transcription(conversation_id="conv_2", metadata={"start_time_unix_secs": reports.STARTED}))
    assert "cost_credits" not in world.outcome()[0]


def test_a_report_before_the_answer_does_not_say_whose_call_it_is():
    world = in_memory()
    world.report(reports.transcription())
    EVENTS["answer"](world)
    assert world.outcome()[0]["started_at"] == NOW.isoformat()


def test_progress_never_goes_back():
    world = in_memory()
    EVENTS["completed"](world)
    EVENTS["ringing"](world)
    assert world.outcome()[0]["progress"] == Progress.OVER
