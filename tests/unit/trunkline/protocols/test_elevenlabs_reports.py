"""Post-call webhooks become reports of ours, whatever the vendor leaves out or adds."""

import json
from decimal import Decimal

import pytest

from tests.fakes import reports
from trunkline.domain.errors import BadRequest
from trunkline.domain.reports import (
    ConversationReport,
    MachineReport,
    NeverStartedReport,
    RecordingReport,
    ToolUse,
    TracesReport,
    UnknownReport,
)
from trunkline.protocols.elevenlabs_reports import read_report


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
        b'{"type": "post_call_audio", "data": {"conversation_id": "c", "full_audio": "%%%"}}',
        b'{"type": "post_call_transcription", "data": {}}',
        json.dumps({"type": "post_call_transcription", "data": {"conversation_id": "c", "transcript": "no"}}).encode(),
    ],
)
def test_a_broken_report_is_a_bad_request(body):
    with pytest.raises(BadRequest):
        read_report(body)


def test_a_report_of_before_the_audio_flags_has_no_recording_to_fetch():
    told = json.loads(reports.transcription())
    del told["data"]["has_audio"]
    assert read_report(json.dumps(told).encode()).has_audio is False


def test_the_form_made_for_tracing_is_recognised_and_not_read():
    assert read_report(reports.traces()) == TracesReport("conv_1")


@pytest.mark.parametrize(
    ("data", "verdict"),
    [({"answered_by": "human"}, "human"), ({"result": "machine"}, "machine"), ({}, "unknown")],
)
def test_a_verdict_on_who_answered_is_taken_in_whatever_shape_it_comes(data, verdict):
    told = json.loads(reports.machine_detection())
    told["data"] = {"conversation_id": "conv_1", **data}
    report = read_report(json.dumps(told).encode())
    assert isinstance(report, MachineReport)
    assert report.answered_by == verdict


def test_what_was_asked_of_the_conversation_is_told_exactly():
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


def test_tools_are_told_with_how_they_went():
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
def test_parties_are_told_by_direction(direction, from_to):
    phone = {"direction": direction, "agent_number": "ours", "external_number": "other", "phone_number_id": "phnum_1"}
    report = read_report(reports.transcription(metadata={"phone_call": phone}))
    assert (report.from_number, report.to_number) == from_to
    assert report.phone_number_id == "phnum_1"
