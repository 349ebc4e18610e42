"""Ids of the carrier become keys, paths and words of a log: what is none of them is refused, and files nothing."""

import pytest

import answer_call
import call_progress
from tests.fakes.answering import services
from tests.fakes.progress import Desk
from tests.fakes.tables import InMemoryTables
from tests.fakes.webhooks import twilio_event

ODD = [
    "CA" + "1" * 3000,
    "../../exports/acme",
    "CA1/../CA2",
    "CA1\x00",
    '{"a": 1}',
    "ca" + "1" * 32,
    "CA1 ",
    "CA\u0661",
    "CA²",
    "12345-7",
]
LONG = "+1" + "5" * 3000
FORMS = [
    ("/twilio/voice", {}),
    ("/twilio/voice/after-stream", {}),
    ("/twilio/voice/after-dial", {"DialCallStatus": "busy"}),
    ("/api/v1/twilio/call-status", {"CallStatus": "ringing"}),
    ("/twilio/amd", {"AnsweredBy": "human"}),
    ("/twilio/stream-status", {"StreamEvent": "stream-started", "StreamSid": "MZ1"}),
    ("/twilio/recording", {"RecordingSid": "RE1", "RecordingStatus": "completed"}),
    ("/twilio/transcription", {"RecordingSid": "RE1", "TranscriptionStatus": "completed", "TranscriptionText": "Hi"}),
]


def knock(path: str, form: dict) -> tuple[int, InMemoryTables]:
    event = twilio_event(path, {"CallSid": "CA1", "From": "+14155550123", "To": "+15005550006"} | form)
    if path.startswith("/twilio/voice"):
        deps = services()
        return answer_call.respond(event, deps)["statusCode"], deps.answering.answers._tables
    desk = Desk()
    return call_progress.respond(event, desk.services)["statusCode"], desk.tables


@pytest.mark.parametrize("path_and_form", FORMS, ids=lambda case: case[0])
def test_the_carriers_own_ids_pass(path_and_form):
    path, form = path_and_form
    assert knock(path, form | {"CallSid": "CA" + "0f" * 16})[0] in {200, 204}


@pytest.mark.parametrize("path_and_form", FORMS, ids=lambda case: case[0])
@pytest.mark.parametrize("odd", ODD)
def test_a_call_id_that_is_none_is_refused_at_every_door(path_and_form, odd, capsys):
    path, form = path_and_form
    status, tables = knock(path, form | {"CallSid": odd})
    assert status == 400
    assert not tables.records
    assert not tables.events
    assert odd not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/twilio/voice", {"To": LONG}),
        ("/twilio/voice", {"From": LONG, "Direction": "outbound-api"}),
        ("/twilio/voice/plan/" + "p" * 3000, {"Direction": "outbound-api"}),
        ("/twilio/voice/whisper", {"ParentCallSid": "../CA1"}),
        ("/twilio/voice/whisper-answer", {"ParentCallSid": "CA" + "1" * 3000, "Digits": "1"}),
        ("/twilio/voice/after-dial", {"DialCallStatus": "x" * 3000}),
        ("/twilio/amd", {"AnsweredBy": "human/../x"}),
        ("/twilio/stream-status", {"StreamEvent": "stream-started", "StreamSid": "MZ" + "1" * 3000}),
        ("/twilio/stream-status", {"StreamEvent": "e" * 3000, "StreamSid": "MZ1"}),
        ("/twilio/recording", {"RecordingSid": "../RE1", "RecordingStatus": "completed"}),
        ("/twilio/recording", {"RecordingSid": "RE1", "RecordingStatus": "a b"}),
        ("/twilio/transcription", {"TranscriptionStatus": "completed", "TranscriptionText": "Hi"}),
        ("/twilio/transcription", {"RecordingSid": "../RE1", "TranscriptionStatus": "completed"}),
        ("/twilio/transcription", {"RecordingSid": "RE1", "TranscriptionStatus": "a b"}),
        ("/api/v1/twilio/call-status/" + "c" * 3000 + "-p1-1", {"CallStatus": "ringing"}),
        ("/api/v1/twilio/call-status/c1-p1-" + "1" * 3000, {"CallStatus": "ringing"}),
        ("/api/v1/twilio/call-status/c1-p1-²", {"CallStatus": "ringing"}),
    ],
)
def test_other_ids_and_words_are_bounded_as_well(path, form):
    assert knock(path, form)[0] == 400
