"""Post-call webhooks become reports of ours, whatever the vendor leaves out or adds."""

import json

import pytest

from tests.fakes import reports
from trunkline.domain.errors import BadRequest
from trunkline.domain.reports import ConversationReport, NeverStartedReport, RecordingReport, UnknownReport
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
