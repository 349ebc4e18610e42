"""The vendor reads strictly and sends only what an agent is configured to send."""

import base64
import json

import pytest

from local.elevenlabs.agents import frames
from local.elevenlabs.agents.agent import DEFAULT_CLIENT_EVENTS, Agent
from local.elevenlabs.agents.effects import Audio, CallerSaid, Ended, ToolCalled

AGENT = Agent("agent_1")


def read(**message):
    return frames.read(json.dumps(message))


def test_audio_is_a_frame_without_a_type():
    payload = base64.b64encode(b"\xff" * 160).decode()
    assert read(user_audio_chunk=payload) == frames.CallerAudio(b"\xff" * 160)


@pytest.mark.parametrize(
    "message",
    [
        {"user_audio_chunk": "//8=", "type": "user_audio_chunk"},
        {"user_audio_chunk": "not base64!"},
        {"user_audio_chunk": None},
        {"type": "pong"},
        {"type": "pong", "event_id": "3"},
        {"type": "client_tool_result", "tool_call_id": "t", "result": {"ok": True}},
        {"type": "client_tool_result", "result": "ok"},
        {"type": "user_message"},
        {"type": "contextual_update", "text": None},
        {"type": "something_new"},
        {"no": "type"},
        {"type": "conversation_initiation_client_data", "dynamic_variables": ["a"]},
        {"type": "conversation_initiation_client_data", "dynamic_variables": {"a": {"b": 1}}},
    ],
)
def test_a_frame_that_breaks_the_protocol_is_refused(message):
    with pytest.raises(frames.InvalidMessage):
        read(**message)


@pytest.mark.parametrize("text", ["", "no json", "[]", "3"])
def test_a_text_that_is_no_object_is_refused(text):
    with pytest.raises(frames.InvalidMessage):
        frames.read(text)


def test_a_pong_may_answer_event_zero():
    assert read(type="pong", event_id=0) == frames.Pong(0)


def test_initiation_fields_nested_one_level_too_deep_are_lost():
    kind = "conversation_initiation_client_data"
    nested = {"type": kind, kind: {"dynamic_variables": {"first_name": "Ana"}}}
    assert read(**nested) == frames.Initiation({})


def test_only_configured_events_are_sent():
    call = ToolCalled("book", "tc_1", {}, 3)
    assert frames.write(call, AGENT) is None
    willing = Agent("agent_1", client_events=(*DEFAULT_CLIENT_EVENTS, "client_tool_call"))
    assert frames.write(call, willing)["client_tool_call"]["tool_name"] == "book"
    assert frames.write(CallerSaid("Hi", 2), Agent("agent_1", client_events=("audio",))) is None


def test_audio_leaves_in_the_declared_format():
    quiet = Audio(b"\xff" * 800, 1)
    wide = frames.write(quiet, Agent("agent_1", output_format="pcm_16000"))
    assert base64.b64decode(wide["audio_event"]["audio_base_64"]) == bytes(800 * 2 * 2)
    plain = frames.write(quiet, AGENT)
    assert base64.b64decode(plain["audio_event"]["audio_base_64"]) == b"\xff" * 800


def test_an_error_frame_comes_in_both_observed_forms():
    ended = Ended(1008, "Override for field 'prompt' is not allowed by config.", "override_error")
    assert frames.error(ended)["error_event"]["code"] == 1008
    assert "error_event" not in frames.error(ended, flat=True)
