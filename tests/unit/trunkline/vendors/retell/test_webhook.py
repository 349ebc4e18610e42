"""Retell's webhooks as reports: ends, analyses, calls that were not connected, live turns, transfers."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.retell_webhooks import BEGAN_MS, CALL_ID, SECONDS, analysis, call, webhook
from trunkline.conversations.domain.post_call_reports import (
    ConversationReport,
    LiveTurnsReport,
    NeverStartedReport,
    ProviderEventReport,
    ToolUse,
    UnknownReport,
)
from trunkline.conversations.domain.report_updates import conversation_update
from trunkline.errors import BadRequest
from trunkline.vendors.retell.webhook import read_report
from trunkline.vendors.retell.webhook_envelopes import inbox_key

BEGAN = datetime.fromtimestamp(BEGAN_MS / 1000, UTC)


def ended(**values) -> ConversationReport:
    report = read_report(webhook("call_ended", **values))
    assert isinstance(report, ConversationReport)
    return report


def test_an_ended_call_is_a_conversation_with_its_words_times_and_cost():
    report = ended()
    assert (report.conversation_id, report.call_id, report.agent_id) == (CALL_ID, "CA1", "agent_1")
    assert (report.started_at, report.duration_s, report.reported_at.timestamp()) == (
        BEGAN, SECONDS, BEGAN.timestamp() + SECONDS,
    )  # fmt: skip
    assert [(turn.speaker, turn.text, turn.at_s) for turn in report.turns] == [
        ("agent", "Hello, Acme.", 0.4), ("caller", "When do you open?", 2.0), ("agent", "We open at nine.", 4.5),
    ]  # fmt: skip
    assert (report.cost_usd, report.latency_s, report.end_reason) == (0.0725, Decimal("0.64"), "user_hangup")
    assert (report.our_number, report.other_number, report.direction) == ("+15005550006", "+14155550187", "inbound")
    assert (report.variables, report.has_audio, report.left_out) == ({"first_name": "Ana"}, True, ())


def test_an_outbound_calls_numbers_change_places():
    report = ended(direction="outbound", from_number="+15005550006", to_number="+14155550187")
    assert (report.our_number, report.other_number) == ("+15005550006", "+14155550187")


def test_an_unknown_cost_stays_unknown():
    assert ended(call_cost=None).cost_usd is None


def test_the_analysis_adds_summary_outcome_and_what_was_collected():
    report = read_report(webhook("call_analyzed", call_analysis=analysis()))
    assert (report.summary, report.outcome) == ("Asked for the hours.", "success")
    assert report.data_collection == {"booked": False, "topics": 2, "user_sentiment": "Positive"}


@pytest.mark.parametrize("order", [("call_ended", "call_analyzed"), ("call_analyzed", "call_ended")])
def test_the_analysis_stands_whichever_comes_last(order):
    reports = [
        read_report(webhook(event, call_analysis=analysis() if event == "call_analyzed" else None)) for event in order
    ]
    ranks = {name: conversation_update(report, "t").rank for name, report in zip(order, reports, strict=True)}
    assert ranks["call_analyzed"] > ranks["call_ended"]


@pytest.mark.parametrize(
    ("reason", "status", "result"),
    [
        ("dial_busy", "not_connected", "busy"),
        ("dial_no_answer", "not_connected", "no-answer"),
        ("dial_failed", "not_connected", "failed"),
        ("user_declined", "not_connected", "no-answer"),
        ("something_new", "not_connected", "something_new"),
        ("registered_call_timeout", "error", "failed"),
        ("concurrency_limit_reached", "error", "failed"),
        ("error_llm_websocket_open", "error", "error_llm_websocket_open"),
    ],
)
def test_a_call_that_never_connected_is_reported_as_such(reason, status, result):
    nothing = {"transcript_object": [], "transcript_with_tool_calls": None, "transcript": None}
    report = read_report(webhook("call_ended", disconnection_reason=reason, call_status=status, **nothing))
    assert isinstance(report, NeverStartedReport)
    assert (report.reason, report.call_id) == (result, "CA1")


@pytest.mark.parametrize(
    ("reason", "status", "result"),
    [
        ("user_hangup", "ended", "answered"),
        ("agent_hangup", "ended", "answered"),
        ("call_transfer", "ended", "answered"),
        ("voicemail_reached", "ended", "voicemail"),
        ("ivr_reached", "ended", "ivr"),
        ("user_requested_callback", "ended", "callback"),
        ("error_llm_websocket_runtime", "error", "answered"),
        ("a_new_word", "ended", "answered"),
    ],
)
def test_a_connected_call_is_answered_by_a_person_or_by_what_the_reason_says(reason, status, result):
    report = ended(disconnection_reason=reason, call_status=status)
    assert report.call_result == result
    assert report.status == ("failed" if status == "error" else "done")


def test_a_call_stored_without_personal_data_has_its_scrubbed_words_and_recording():
    gone = dict.fromkeys(("transcript", "transcript_object", "transcript_with_tool_calls", "recording_url"))
    scrubbed = {"role": "user", "content": "I am [name].", "words": []}
    kept = {"scrubbed_transcript_with_tool_calls": [scrubbed], "scrubbed_recording_url": "https://files.example.net/s"}
    report = ended(**gone, **kept)
    assert ([turn.text for turn in report.turns], report.has_audio) == (["I am [name]."], True)
    assert ended(**kept).turns[0].text == "Hello, Acme."


def test_a_voicemail_that_the_analysis_found_counts_as_one():
    report = read_report(webhook("call_analyzed", call_analysis=analysis(in_voicemail=True)))
    assert report.call_result == "voicemail"


def test_a_person_who_wants_no_calls_is_said_so():
    assert ended(disconnection_reason="user_requested_dnc").wants_no_calls
    assert not ended().wants_no_calls


def test_tools_are_named_on_the_agents_next_turn_with_their_result():
    items = [
        {"role": "user", "content": "Book it"},
        {"role": "tool_call_invocation", "tool_call_id": "t1", "name": "book", "arguments": "{}"},
        {"role": "tool_call_result", "tool_call_id": "t1", "content": "no", "successful": False},
        {"role": "dtmf", "digit": "7"},
        {"role": "agent", "content": "That failed."},
        {"role": "tool_call_invocation", "tool_call_id": "t2", "name": "hang_up", "arguments": "{}"},
    ]
    report = ended(transcript_with_tool_calls=items)
    assert [(turn.text, turn.tools) for turn in report.turns] == [
        ("Book it", ()), ("That failed.", ("book",)), ("", ("hang_up",)),
    ]  # fmt: skip
    assert report.tools == (ToolUse("book", is_error=True), ToolUse("hang_up"))


def test_a_webhook_of_the_older_form_has_its_call_in_data():
    body = json.dumps({"event": "call_ended", "data": call()}).encode()
    assert read_report(body).conversation_id == CALL_ID


def test_a_start_says_what_call_it_is():
    report = read_report(webhook("call_started", call_status="ongoing", end_timestamp=None))
    assert isinstance(report, ProviderEventReport)
    assert (report.kind, report.from_number, report.to_number) == ("call started", "+14155550187", "+15005550006")
    assert (report.key, report.started_at, report.our_number) == (f"call_started-{CALL_ID}", BEGAN, "+15005550006")


@pytest.mark.parametrize("kind", ["transfer_started", "transfer_bridged", "transfer_cancelled", "transfer_ended"])
def test_steps_of_a_transfer_are_events_of_their_own(kind):
    first = read_report(webhook(kind))
    second = read_report(webhook(kind, transfer_destination="+14155550999"))
    assert first.kind == kind.replace("_", " ")
    assert first.key != second.key


def test_a_live_transcript_has_the_turns_so_far_inside_the_call_or_beside_it():
    inside = read_report(webhook("transcript_updated", call_status="ongoing"))
    items = call()["transcript_with_tool_calls"]
    bare = call(transcript_with_tool_calls=None, transcript_object=None)
    body = {"event": "transcript_updated", "call": bare, "transcript_with_tool_calls": items}
    beside = read_report(json.dumps(body).encode())
    assert isinstance(inside, LiveTurnsReport)
    assert inside.turns == beside.turns
    assert len(inside.turns) == 3


@pytest.mark.parametrize("body", [b'{"event": "call_merged", "call": {"call_id": "c1"}}', b'{"event": "call_ended"}'])
def test_a_new_event_and_one_without_a_call_are_kept_as_unknown(body):
    assert isinstance(read_report(body), UnknownReport)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"event": 7}', b"\xff", b'{"event": ""}'])
def test_what_is_no_webhook_is_refused_by_key_and_reader_alike(body):
    for read in (read_report, lambda raw: inbox_key("retell", raw)):
        with pytest.raises(BadRequest):
            read(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["call_started", "call_ended", "call_analyzed", "transcript_updated", "transfer_ended", "new"])


@given(KINDS, st.dictionaries(st.sampled_from(sorted(call())), JSON, max_size=6))
def test_no_value_of_a_field_makes_a_webhook_unreadable(kind, values):
    body = json.dumps({"event": kind, "call": call() | values}).encode()
    inbox_key("retell", body)
    read_report(body)
