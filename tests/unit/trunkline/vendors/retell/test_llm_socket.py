"""Frames of Retell's custom-LLM socket: its documentation's samples, and every shape that must not raise."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.brain.domain.conversation import (
    EndCall,
    Interject,
    Line,
    NoteToolResult,
    PressDigits,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TransferCall,
)
from trunkline.calls.domain.dtmf import agent_message
from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.vendors.retell import llm_socket
from trunkline.vendors.retell.llm_socket import CallDetails, Pinged, read

TRANSCRIPT = [
    {"role": "agent", "content": "Hello, Acme.", "words": [{"word": "Hello,", "start": 0.4, "end": 0.7}]},
    {"role": "user", "content": "When do you open?", "words": []},
]
LINES = (Line("agent", "Hello, Acme."), Line("caller", "When do you open?"))


def frame(**values) -> bytes:
    return json.dumps(values).encode()


def sent(raw: bytes) -> dict:
    return json.loads(raw)


def test_a_request_has_its_id_and_every_line_so_far():
    asked = frame(interaction_type="response_required", response_id=1, transcript=TRANSCRIPT)
    assert read(asked) == ResponseRequested(1, LINES)
    asked = frame(interaction_type="reminder_required", response_id=2, transcript=TRANSCRIPT)
    assert read(asked) == ReminderRequested(2, LINES)


@pytest.mark.parametrize(
    "transcript", [[], None, "no list", [7], [{"role": "system", "content": "x"}], [{"role": "user"}]]
)
def test_a_transcript_may_be_empty_or_odd(transcript):
    asked = frame(interaction_type="response_required", response_id=1, transcript=transcript)
    assert read(asked) == ResponseRequested(1, ())


def test_keys_that_a_caller_pressed_are_lines_and_stand_beside_the_tools_only():
    items = [
        *TRANSCRIPT,
        {"role": "tool_call_invocation", "tool_call_id": "t1", "name": "hours", "arguments": "{}"},
        *({"role": "dtmf", "digit": digit} for digit in "4711#"),
        {"role": "agent", "content": "Thank you."},
        {"role": "dtmf", "digit": "1"},
    ]
    keys = (Line("caller", agent_message("4711#", is_private=True)), Line("agent", "Thank you."))
    last = Line("caller", agent_message("1", is_private=True))
    asked = frame(
        interaction_type="response_required", response_id=1, transcript=TRANSCRIPT, transcript_with_tool_calls=items
    )
    assert read(asked) == ResponseRequested(1, (*LINES, *keys, last))


@pytest.mark.parametrize("items", [[], None, 7, [{"role": "dtmf"}], [{"role": "dtmf", "digit": 7.5}, 3]])
def test_items_may_be_empty_or_odd(items):
    asked = frame(interaction_type="response_required", response_id=1, transcript=[], transcript_with_tool_calls=items)
    found = read(asked)
    assert isinstance(found, ResponseRequested)
    assert len(found.lines) <= 1


def test_words_without_a_request_interrupt():
    assert sent(llm_socket.interject(Interject("I cannot.", EndCall()), 3, {})) == {
        "response_type": "agent_interrupt",
        "interrupt_id": 3,
        "content": "I cannot.",
        "content_complete": True,
        "no_interruption_allowed": True,
        "end_call": True,
    }


def test_a_ping_and_the_call_are_read():
    assert read(frame(interaction_type="ping_pong", timestamp=1760000001000)) == Pinged(1760000001000)
    details = read(
        frame(
            interaction_type="call_details",
            call={"call_id": "c1", "retell_llm_dynamic_variables": {"first_name": "Ana"}},
        )
    )
    assert isinstance(details, CallDetails)
    assert details.variables == {"first_name": "Ana"}


@pytest.mark.parametrize("kind", ["update_only", "something_new"])
def test_updates_and_new_kinds_are_ignored(kind):
    assert read(frame(interaction_type=kind, transcript=TRANSCRIPT)) == Ignored(kind)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff",
        b"7",
        frame(interaction_type="response_required", transcript=[]),
        frame(interaction_type="response_required", response_id="1", transcript=[]),
        frame(interaction_type="response_required", response_id=True, transcript=[]),
        frame(interaction_type="ping_pong"),
        frame(interaction_type="call_details", call=7),
        frame(transcript=[]),
    ],
)
def test_what_is_no_message_is_invalid(raw):
    assert isinstance(read(raw), InvalidFrame)


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw):
    read(raw)


def test_answers_have_the_strict_types_of_the_protocol():
    assert sent(llm_socket.speak(Speak(1, "We open at nine"), {})) == {
        "response_type": "response", "response_id": 1, "content": "We open at nine", "content_complete": False,
    }  # fmt: skip
    assert sent(llm_socket.speak(Speak(0, "Recorded.", is_last=True, is_protected=True), {})) == {
        "response_type": "response", "response_id": 0, "content": "Recorded.", "content_complete": True,
        "no_interruption_allowed": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("action", "field"),
    [
        (EndCall(), {"end_call": True}),
        (TransferCall("billing"), {"transfer_number": "+14155550199"}),
        (TransferCall("unknown"), {}),
        (PressDigits("2#"), {"digit_to_press": "2#"}),
    ],
)
def test_an_action_is_a_field_of_the_last_piece(action, field):
    answer = sent(llm_socket.speak(Speak(4, "", is_last=True, action=action), {"billing": "+14155550199"}))
    known = {"response_type": "response", "response_id": 4, "content": "", "content_complete": True}
    assert answer == known | field


def test_tools_are_in_the_transcript_with_stringified_arguments():
    called = sent(llm_socket.tool_called(RunTool("k", "tc_77", "find_slot", {"day": "2026-11-03"})))
    assert called == {
        "response_type": "tool_call_invocation", "tool_call_id": "tc_77", "name": "find_slot",
        "arguments": '{"day": "2026-11-03"}',
    }  # fmt: skip
    result = sent(llm_socket.tool_returned(NoteToolResult("tc_77", '{"slot":"10:30"}', is_error=False)))
    assert result == {
        "response_type": "tool_call_result", "tool_call_id": "tc_77", "content": '{"slot":"10:30"}', "successful": True,
    }  # fmt: skip


def test_the_config_asks_for_keepalive_details_and_tools():
    assert sent(llm_socket.config())["config"] == {
        "auto_reconnect": True, "call_details": True, "transcript_with_tool_calls": True,
    }  # fmt: skip
    assert sent(llm_socket.pong(7)) == {"response_type": "ping_pong", "timestamp": 7}


def test_halves_of_characters_do_not_break_a_frame():
    assert sent(llm_socket.speak(Speak(1, "caf\ud83d"), {}))["content"].startswith("caf")
