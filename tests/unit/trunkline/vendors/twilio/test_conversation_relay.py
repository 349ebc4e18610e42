"""Frames of Twilio's ConversationRelay."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.vendors.twilio import conversation_relay as wire
from trunkline.vendors.twilio.conversation_relay import DigitPressed, Failed, Interrupted, Prompted, SetUp, read


def frame(**values) -> bytes:
    return json.dumps(values).encode()


@pytest.mark.parametrize(
    ("values", "event"),
    [
        (
            {
                "type": "setup",
                "sessionId": "VX1",
                "callSid": "CA1",
                "from": "+14155550123",
                "customParameters": {"token": "t"},
            },
            SetUp("CA1", "VX1", "t"),
        ),
        ({"type": "setup", "callSid": "CA1"}, SetUp("CA1", "", "")),
        ({"type": "setup", "callSid": "CA1", "customParameters": "none"}, SetUp("CA1", "", "")),
        ({"type": "prompt", "voicePrompt": " Hello ", "lang": "en-US", "last": True}, Prompted("Hello", True, "en-US")),
        ({"type": "prompt", "voicePrompt": "Hel", "last": False}, Prompted("Hel", False)),
        ({"type": "prompt", "voicePrompt": "Hello"}, Prompted("Hello", True)),
        (
            {"type": "interrupt", "utteranceUntilInterrupt": "We open", "durationUntilInterruptMs": "460"},
            Interrupted("We open", 460),
        ),
        ({"type": "interrupt", "durationUntilInterruptMs": 460}, Interrupted("", 460)),
        ({"type": "interrupt", "durationUntilInterruptMs": "soon"}, Interrupted("", 0)),
        ({"type": "dtmf", "digit": "#"}, DigitPressed("#")),
        ({"type": "error", "description": "64107"}, Failed("64107")),
        ({"type": "info", "name": "roundTripDelayMs"}, Ignored("info")),
    ],
)
def test_messages_are_read(values, event):
    assert read(frame(**values)) == event


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        frame(type="setup"),
        frame(type="prompt"),
        frame(type="dtmf", digit="12"),
        frame(type="dtmf"),
        frame(),
    ],
)
def test_what_is_no_message_is_invalid(raw):
    assert isinstance(read(raw), InvalidFrame)


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw):
    read(raw)


def test_what_is_sent_has_the_documented_fields():
    assert json.loads(wire.text("We open", is_last=False)) == {"type": "text", "token": "We open", "last": False}
    protected = json.loads(wire.text("Recorded.", is_last=True, is_interruptible=False))
    assert protected == {"type": "text", "token": "Recorded.", "last": True, "interruptible": False}
    assert json.loads(wire.send_digits("12#")) == {"type": "sendDigits", "digits": "12#"}
    assert json.loads(wire.language("de-DE")) == {
        "type": "language", "ttsLanguage": "de-DE", "transcriptionLanguage": "de-DE",
    }  # fmt: skip
    assert json.loads(json.loads(wire.end("transfer"))["handoffData"]) == {"reason": "transfer"}
