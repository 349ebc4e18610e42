"""Post-call webhooks as reports, with fields missing or added by the vendor."""

import json
from decimal import Decimal

import pytest

from tests.fakes import reports
from trunkline.conversations.domain.post_call_reports import (
    ConversationReport,
    MachineReport,
    NeverStartedReport,
    RecordingReport,
    ToolUse,
    TracesReport,
    UnknownReport,
)
from trunkline.errors import BadRequest
from trunkline.vendors.elevenlabs.conversations_api import read_as_report
from trunkline.vendors.elevenlabs.post_call_webhook import READERS, read_report
from trunkline.vendors.elevenlabs.report_envelopes import KINDS, inbox_key


def test_a_transcription_keeps_turns_in_order_and_what_was_really_said():
    report = read_report(reports.transcription())
    assert isinstance(report, ConversationReport)
    said = [(turn.speaker, turn.text, turn.interrupted, turn.intended) for turn in report.turns]
    assert said == [
        ("agent", "Hello Ana.", False, None),
        ("caller", "Move it to Friday.", False, None),
        ("agent", "We have", True, "We have Monday."),
        ("agent", "", False, None),
    ]
    assert report.turns[3].tools == ("end_call",)
    assert (report.call_id, report.cost_credits, report.cost_usd) == ("CA1", 310, 0.061)


def test_secret_variables_never_get_further_than_the_inbox():
    assert read_report(reports.transcription()).variables == {"call_sid": "CA1", "first_name": "Ana"}


@pytest.mark.parametrize("data", [{"transcript": None}, {"transcript": []}, {"analysis": None, "metadata": {}}])
def test_lists_and_objects_may_be_null_or_empty(data):
    assert isinstance(read_report(reports.transcription(**data)), ConversationReport)


def test_an_unknown_price_is_unknown_and_not_zero():
    report = read_report(reports.transcription(metadata={"start_time_unix_secs": 1}))
    assert (report.cost_credits, report.cost_usd) == (None, None)


def test_the_carriers_id_is_taken_from_the_phone_call_when_no_variable_has_it():
    data = {"metadata": {"phone_call": {"call_sid": "CA7", "direction": "inbound"}}}
    assert read_report(reports.transcription(call_sid=None, **data)).call_id == "CA7"


def test_audio_is_decoded():
    report = read_report(reports.audio(mp3=b"\x00\x01"))
    assert isinstance(report, RecordingReport)
    assert report.audio == b"\x00\x01"


@pytest.mark.parametrize(("body", "call_id"), [(None, "CA1"), ({}, None)])
def test_a_failure_needs_nothing_of_the_carriers_body(body, call_id):
    report = read_report(reports.initiation_failure(body=body))
    assert isinstance(report, NeverStartedReport)
    assert (report.call_id, report.reason) == (call_id, "busy")


def test_an_unknown_kind_is_kept_as_such():
    assert read_report(reports.unknown()) == UnknownReport("post_call_surprise", "conv_1")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"type": 3}',
        b'{"type": ""}',
        b"\xff",
    ],
)
def test_what_the_webhook_does_not_take_is_a_bad_request(body):
    with pytest.raises(BadRequest):
        inbox_key("elevenlabs", body)
    with pytest.raises(BadRequest):
        read_report(body)


@pytest.mark.parametrize(
    ("kind", "data", "left_out"),
    [
        ("post_call_audio", {"conversation_id": "c", "full_audio": "%%%"}, "full_audio"),
        ("post_call_audio", {"conversation_id": "c"}, "full_audio"),
        ("post_call_transcription", {}, "data.conversation_id"),
        ("call_initiation_failure", {"conversation_id": 7}, "data.conversation_id"),
        ("answering_machine_detection", [], "data"),
    ],
)
def test_a_report_without_what_it_needs_stays_in_the_inbox_and_is_no_error(kind, data, left_out):
    report = read_report(json.dumps({"type": kind, "event_timestamp": 1, "data": data}).encode())
    assert isinstance(report, UnknownReport)
    assert any(name.endswith(left_out) for name in report.left_out)


def deps(path: str, value: object) -> bytes:
    """A transcription with one value changed."""
    body = json.loads(reports.transcription())
    place, names = body, path.split(".")
    for name in names[:-1]:
        place = place[int(name)] if name.isdigit() else place.setdefault(name, {}) or {}
    place[int(names[-1]) if names[-1].isdigit() else names[-1]] = value
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    ("path", "value", "left_out"),
    [
        ("data.transcript.0.interrupted", None, ()),
        ("data.transcript.0.interrupted", "perhaps", ("data.transcript[].interrupted",)),
        ("data.transcript.0.time_in_call_secs", None, ()),
        ("data.transcript.0.tool_calls", {"tool_name": "x"}, ("data.transcript[].tool_calls",)),
        ("data.metadata.call_duration_secs", 42.4, ()),
        ("data.metadata.call_duration_secs", None, ()),
        ("data.metadata.cost", 0.15, ()),
        ("data.metadata.cost", "free", ("data.metadata.cost",)),
        ("data.metadata.cost", float("nan"), ("data.metadata.cost",)),
        ("data.metadata", None, ()),
        ("data.metadata", [], ("data.metadata",)),
        ("data.analysis.evaluation_criteria_results", [], ("data.analysis.evaluation_criteria_results",)),
        ("data.analysis.data_collection_results", ["x"], ("data.analysis.data_collection_results",)),
        ("data.analysis", "none", ("data.analysis",)),
        ("data.agent_id", None, ()),
        ("data.status", None, ()),
        ("data.conversation_initiation_client_data", None, ()),
        ("event_timestamp", 1795850000.25, ()),
        ("event_timestamp", None, ()),
        ("event_timestamp", "soon", ("event_timestamp",)),
        ("event_timestamp", 10**30, ("event_timestamp",)),
    ],
)
def test_one_odd_detail_costs_itself_and_is_named(path, value, left_out):
    report = read_report(deps(path, value))
    assert isinstance(report, ConversationReport)
    assert [turn.text for turn in report.turns] == ["Hello Ana.", "Move it to Friday.", "We have", ""]
    assert report.left_out == left_out


def test_an_item_that_is_none_costs_itself():
    report = read_report(deps("data.transcript", [None, {"role": "user", "message": "Hi"}, 3]))
    assert [turn.text for turn in report.turns] == ["Hi"]
    assert report.left_out == ("data.transcript[]",)


def test_what_the_person_thought_and_who_they_are_is_read():
    body = json.loads(reports.transcription(user_id="u-77"))
    body["data"]["metadata"]["feedback"] = {"overall_score": 4, "likes": 1, "dislikes": 0, "comment": "Fine."}
    body["data"]["transcript"][0]["feedback"] = {"score": "like", "time_in_call_secs": 3}
    report = read_report(json.dumps(body).encode())
    assert (report.user_id, report.turns[0].feedback) == ("u-77", "like")
    assert report.feedback == {"overall_score": 4, "likes": 1, "dislikes": 0, "comment": "Fine."}


@pytest.mark.parametrize("value", [10**40, -(10**39), 1e200, 12345678901234567890123456789012345678901])
def test_a_number_that_no_table_can_hold_is_kept_as_text(value):
    body = json.loads(reports.transcription())
    body["data"]["analysis"]["data_collection_results"] = {"n": {"value": value}, "deep": {"value": [{"n": value}]}}
    collected = read_report(json.dumps(body).encode()).data_collection
    assert collected == {"n": str(value), "deep": [{"n": str(value)}]}


def test_a_report_of_before_the_audio_flags_has_no_recording_to_fetch():
    body = json.loads(reports.transcription())
    del body["data"]["has_audio"]
    assert read_report(json.dumps(body).encode()).has_audio is False


def test_the_form_made_for_tracing_is_recognised_and_not_read():
    assert read_report(reports.traces()) == TracesReport("conv_1")


@pytest.mark.parametrize(
    ("data", "verdict"),
    [({"answered_by": "human"}, "human"), ({"result": "machine"}, "machine"), ({}, "unknown")],
)
def test_a_verdict_is_read_in_every_shape(data, verdict):
    body = json.loads(reports.machine_detection())
    body["data"] = {"conversation_id": "conv_1", **data}
    report = read_report(json.dumps(body).encode())
    assert isinstance(report, MachineReport)
    assert report.answered_by == verdict


def test_evaluation_and_collected_data_are_exact():
    analysis = {
        "evaluation_criteria_results": {"polite": {"result": "success", "rationale": "…"}, "odd": "no object"},
        "data_collection_results": {
            "amount": {"value": 12.5},
            "items": {"value": [{"price": 0.1}, None, True]},
            "name": {"value": "Ana"},
        },
    }
    report = read_report(reports.transcription(analysis=analysis))
    assert report.evaluation == {"polite": "success"}
    items = [{"price": Decimal("0.1")}, None, True]
    assert report.data_collection == {"amount": Decimal("12.5"), "items": items, "name": "Ana"}


def test_tools_are_listed_with_their_results():
    items = [
        {
            "role": "agent",
            "message": None,
            "tool_calls": [{"tool_name": "book", "request_id": "r1"}, {"tool_name": "end_call", "request_id": "r2"}],
            "tool_results": [{"request_id": "r1", "is_error": True, "tool_latency_secs": 0.25}],
        },
    ]
    report = read_report(reports.transcription(transcript=items))
    assert report.tools == (ToolUse("book", True, Decimal("0.25")), ToolUse("end_call"))


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_providers_own_latency_is_the_mean_over_its_turns(wrapped):
    def turn(elapsed: object) -> dict:
        figures = {"convai_llm_service_ttfb": {"elapsed_time": elapsed}}
        return {
            "role": "agent",
            "message": "x",
            "conversation_turn_metrics": {"metrics": figures} if wrapped else figures,
        }

    items = [turn(0.5), turn(1.0), turn("soon"), turn(None)]
    assert read_report(reports.transcription(transcript=items)).latency_s == Decimal("0.75")
    assert read_report(reports.transcription()).latency_s is None


@pytest.mark.parametrize(("direction", "from_to"), [("inbound", ("other", "ours")), ("outbound", ("ours", "other"))])
def test_parties_are_read_by_direction(direction, from_to):
    phone = {"direction": direction, "agent_number": "ours", "external_number": "other", "phone_number_id": "phnum_1"}
    report = read_report(reports.transcription(metadata={"phone_call": phone}))
    assert (report.from_number, report.to_number) == from_to
    assert report.phone_number_id == "phnum_1"


@pytest.mark.parametrize("metadata", [{}, None, {"start_time_unix_secs": 1767225540, "call_duration_secs": None}, []])
def test_what_is_fetched_afterwards_is_read_no_more_strictly(metadata):
    payload = json.loads(reports.transcription())["data"] | {"metadata": metadata}
    status, body = read_as_report(200, json.dumps(payload).encode())
    report = read_report(body)
    assert (status, report.conversation_id, len(report.turns)) == ("done", "conv_1", 4)
    assert read_as_report(200, json.dumps(payload).encode())[1] == body


def test_every_kind_that_is_read_is_filed_under_its_name():
    assert set(READERS) == set(KINDS)
