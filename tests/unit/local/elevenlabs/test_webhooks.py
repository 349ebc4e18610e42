"""Post-call reports: their bodies, their signatures gone wrong on purpose, and the schedule of retries."""

import base64
import json

import pytest

from local.elevenlabs.agents.agent import Agent, Webhook
from local.elevenlabs.agents.conversation import DONE, Conversation, PhoneCall, Turn
from local.elevenlabs.faults import WebhookFaults
from local.elevenlabs.signing import signature
from local.elevenlabs.speech.mp3 import FRAME_BYTES, FRAME_S, silent_mp3
from local.elevenlabs.webhooks import AUDIO, TRANSCRIPT, headers_of, next_attempt_in_s, reports_of

NOW = 1_700_000_042
WEBHOOK = Webhook("https://voice.trunkline.test/webhooks/elevenlabs", "wsec_a", {"transcript", "audio"})


def finished():
    conversation = Conversation("conv_1", Agent("agent_1"), created_unix_s=1_700_000_000.5)
    conversation.client_data = {"user_id": "cust-77", "dynamic_variables": {"call_ref": "c-9f2"}}
    conversation.transcript = [Turn("agent", "Hello.", 0.4), Turn("user", "Hi.", 2.9)]
    conversation.status, conversation.duration_s = DONE, 41.7
    conversation.tape.hear_caller(b"\xff" * 8000, 1.0)
    return conversation


def sent(conversation=None, **faults):
    return reports_of(conversation or finished(), WEBHOOK, WebhookFaults(**faults), NOW)


def test_a_finished_conversation_is_reported_as_transcript_and_audio():
    assert [report.type for report in sent()] == [TRANSCRIPT, AUDIO]


def test_the_transcript_report_is_the_conversation_object():
    data = json.loads(sent()[0].body)["data"]
    assert data["status"] == "done"
    assert [turn["time_in_call_secs"] for turn in data["transcript"]] == [0, 2]
    assert data["metadata"]["call_duration_secs"] == 41
    assert isinstance(data["metadata"]["cost"], int)
    assert data["metadata"]["phone_call"] is None
    assert data["conversation_initiation_client_data"]["dynamic_variables"]["call_ref"] == "c-9f2"
    assert data["user_id"] == "cust-77"


def test_only_a_registered_call_with_a_stream_has_a_phone_call():
    conversation = finished()
    conversation.phone_call = PhoneCall("outbound", "+15550100", "+15550199", "CA1", "MZ1")
    call = json.loads(sent(conversation)[0].body)["data"]["metadata"]["phone_call"]
    assert (call["agent_number"], call["external_number"]) == ("+15550100", "+15550199")
    assert (call["call_sid"], call["stream_sid"]) == ("CA1", "MZ1")


def test_the_audio_report_holds_nothing_but_mp3_and_is_chunked():
    report = sent()[1]
    data = json.loads(report.body)["data"]
    assert report.chunked
    assert set(data) == {"agent_id", "conversation_id", "full_audio"}
    assert base64.b64decode(data["full_audio"]) == silent_mp3(41.7)


def test_the_mp3_is_whole_frames_of_the_right_length():
    audio = silent_mp3(10.0)
    assert len(audio) % FRAME_BYTES == 0
    assert audio[::FRAME_BYTES] == b"\xff" * (len(audio) // FRAME_BYTES)
    assert len(audio) // FRAME_BYTES * FRAME_S == pytest.approx(10.0, abs=FRAME_S)


def test_reports_can_be_lost_doubled_or_swapped():
    assert sent(missing=True) == []
    assert [r.type for r in sent(duplicate=True)] == [TRANSCRIPT, TRANSCRIPT, AUDIO, AUDIO]
    assert [r.type for r in sent(audio_first=True)] == [AUDIO, TRANSCRIPT]


def test_a_report_can_have_an_unknown_type_or_null_lists():
    assert json.loads(sent(unknown_type=True)[0].body)["type"] == "post_call_something_new"
    assert json.loads(sent(null_lists=True)[0].body)["data"]["transcript"][0]["tool_calls"] is None


def test_a_report_is_signed_over_its_bytes_at_its_time():
    report = sent()[0]
    header = headers_of(report, WEBHOOK, WebhookFaults(), NOW)["ElevenLabs-Signature"]
    assert header == signature(report.body, "wsec_a", NOW)


@pytest.mark.parametrize("fault", ["wrong_secret", "reserialised", "blank_after_comma", "two_signatures"])
def test_a_faulty_signature_differs(fault):
    report = sent()[0]
    header = headers_of(report, WEBHOOK, WebhookFaults(**{fault: True}), NOW)["ElevenLabs-Signature"]
    assert header != signature(report.body, "wsec_a", NOW)
    assert header.startswith(f"t={NOW},")


def test_an_old_signature_is_valid_for_its_old_time():
    report = sent()[0]
    header = headers_of(report, WEBHOOK, WebhookFaults(age_s=1801), NOW)["ElevenLabs-Signature"]
    assert header == signature(report.body, "wsec_a", NOW - 1801)


def test_a_failed_transcript_is_tried_five_times_in_all():
    waits = [next_attempt_in_s(TRANSCRIPT, 500, attempt, jitter=0) for attempt in range(1, 6)]
    assert waits == [30, 120, 480, 1800, None]


def test_jitter_adds_at_most_a_tenth():
    assert next_attempt_in_s(TRANSCRIPT, None, 1, jitter=1.0) == pytest.approx(33)


@pytest.mark.parametrize("status", [500, 503, 429, 408, None])
def test_trouble_that_may_pass_is_tried_again(status):
    assert next_attempt_in_s(TRANSCRIPT, status, 1) is not None


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refusal_is_final(status):
    assert next_attempt_in_s(TRANSCRIPT, status, 1) is None


def test_audio_is_never_tried_again():
    assert next_attempt_in_s(AUDIO, 500, 1) is None
