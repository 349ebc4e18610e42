"""Codecs of the media sockets: the fast road and the slow road agree, and no bytes make either of them raise."""

import base64
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_relay.sockets.fragments import Fragments
from trunkline.json_frames import InvalidFrame
from trunkline.realtime.agent_events import AgentAudio
from trunkline.realtime.carrier_events import CallerAudio
from trunkline.vendors.elevenlabs import agent_socket
from trunkline.vendors.twilio import media_stream
from trunkline.vendors.twilio.media_stream import CarrierFrames

SID = "MZ" + "0" * 32
AUDIO = st.binary(max_size=400)
SOUND = AUDIO.filter(bool)  # audio without any is no audio of an agent
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def b64(audio: bytes) -> str:
    return base64.b64encode(audio).decode()


def twilio_frame(audio: bytes, timestamp: int, sid_first: bool) -> bytes:
    media = {"track": "inbound", "chunk": "1", "timestamp": str(timestamp), "payload": b64(audio)}
    head = {"event": "media", "sequenceNumber": "2"}
    frame = head | {"streamSid": SID, "media": media} if sid_first else head | {"media": media, "streamSid": SID}
    return json.dumps(frame, separators=(",", ":")).encode()


@given(AUDIO, st.integers(0, 10**9), st.booleans())
def test_a_caller_frame_is_the_same_on_both_roads(audio, timestamp, sid_first):
    frame = twilio_frame(audio, timestamp, sid_first)
    assert media_stream.caller_payload(frame) == (b64(audio).encode(), audio, timestamp)
    assert media_stream.read(frame) == CallerAudio(b64(audio).encode(), timestamp)


@given(st.integers(-(10**13), 10**13) | st.just(10**30))
def test_a_timestamp_is_a_number_of_twelve_digits_at_most(timestamp):
    """Code that counts with it counts in C."""
    frame = twilio_frame(b"\xff", timestamp, sid_first=True)
    assert isinstance(media_stream.read(frame), CallerAudio) == (abs(timestamp) < 10**12)
    assert (media_stream.caller_payload(frame) is not None) == (0 <= timestamp < 10**12)


@given(SOUND, st.integers(0, 10**9), st.booleans())
def test_an_agent_frame_is_the_same_on_both_roads(audio, event_id, with_blanks):
    separators = (", ", ": ") if with_blanks else (",", ":")
    message = {"type": "audio", "audio_event": {"audio_base_64": b64(audio), "event_id": event_id}}
    frame = json.dumps(message, separators=separators).encode()
    assert agent_socket.agent_payload(frame) == (b64(audio).encode(), audio, event_id)
    assert agent_socket.read(frame) == AgentAudio(b64(audio).encode(), event_id)


@given(SOUND, st.integers(0, 10**9), st.permutations(["type", "audio_event"]), st.booleans())
def test_an_agent_frame_is_spliced_in_any_order_of_fields_and_with_more_fields(audio, n, order, more):
    event = {"event_id": n, "audio_base_64": b64(audio)}
    if more:
        event |= {"alignment": {"chars": ["H", '"', "\\"], "char_start_times_ms": [0, 1, 2]}, "is_final": False}
    message = {"type": "audio", "audio_event": event}
    frame = json.dumps({name: message[name] for name in order}).encode()
    assert agent_socket.agent_payload(frame) == (b64(audio).encode(), audio, n)


@given(AUDIO, st.integers(0, 10**6), st.data())
def test_a_damaged_frame_never_takes_the_fast_road_to_something_else(audio, number, data):
    """One byte changed: the fast road either refuses, or says exactly what the validating road says."""
    for frame, fast, slow in (
        (twilio_frame(audio, number, False), media_stream.caller_payload, media_stream.read),
        (
            json.dumps({"type": "audio", "audio_event": {"audio_base_64": b64(audio), "event_id": number}}).encode(),
            agent_socket.agent_payload,
            agent_socket.read,
        ),
    ):
        at = data.draw(st.integers(0, len(frame) - 1))
        damaged = frame[:at] + bytes([data.draw(st.integers(0, 255))]) + frame[at + 1 :]
        spliced, message = fast(damaged), slow(damaged)
        if spliced is not None and not isinstance(message, InvalidFrame):
            assert spliced[0] == message.payload
        if spliced is not None:
            # leading zeros are the one thing JSON minds and the splice does not
            assert not isinstance(message, InvalidFrame) or b":0" in damaged


@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_input_makes_a_codec_raise(frame):
    for read in (media_stream.read, agent_socket.read, media_stream.caller_payload, agent_socket.agent_payload):
        read(frame)


@given(st.sampled_from(sorted(media_stream.READERS)), st.sampled_from(sorted(agent_socket.READERS)), JSON)
def test_no_known_message_with_foreign_parts_makes_a_codec_raise(event, kind, part):
    keys = ("start", "media", "mark", "dtmf", "stop")
    media_stream.read(json.dumps({"event": event} | dict.fromkeys(keys, part)).encode())
    keys = ("audio_event", "ping_event", "error_event", "client_tool_call", "interruption_event", "agent_tool_response")
    agent_socket.read(json.dumps({"type": kind} | dict.fromkeys(keys, part)).encode())


@given(AUDIO, st.text(alphabet="abcm0123", min_size=1, max_size=10))
def test_what_we_send_the_carrier_has_exactly_the_fields_it_takes(audio, name):
    frames = CarrierFrames(SID)
    assert json.loads(frames.media(b64(audio).encode())) == {
        "event": "media",
        "streamSid": SID,
        "media": {"payload": b64(audio)},
    }
    assert json.loads(frames.mark(name)) == {"event": "mark", "streamSid": SID, "mark": {"name": name}}
    assert json.loads(frames.clear) == {"event": "clear", "streamSid": SID}


@given(st.binary(min_size=1, max_size=300), st.lists(st.integers(0, 300), max_size=10))
def test_any_fragmentation_of_a_message_is_the_same_message(message, cuts):
    places = sorted({0, len(message), *(cut for cut in cuts if cut < len(message))})
    parts = [message[a:b] for a, b in pairwise(places)]
    fragments = Fragments(1000)
    got = [fragments.add(part, is_last=n == len(parts) - 1) for n, part in enumerate(parts)]
    assert got == [None] * (len(parts) - 1) + [message]


def test_a_message_that_outgrows_its_limit_is_forgotten():
    fragments = Fragments(100)
    assert fragments.add(b"x" * 101, is_last=False) is None
    assert fragments.add(b"whole", is_last=True) == b"whole"


@pytest.mark.parametrize(
    "without", [("track",), ("timestamp",), ("track", "timestamp"), ("track", "timestamp", "chunk")]
)
def test_media_with_fewer_fields_than_twilios_is_audio(without):
    media = {"track": "inbound", "chunk": "2", "timestamp": "40", "payload": "//8="}
    kept = {name: value for name, value in media.items() if name not in without}
    frame = json.dumps({"event": "media", "streamSid": SID, "media": kept}).encode()
    assert media_stream.read(frame) == CallerAudio(b"//8=", -1 if "timestamp" in without else 40)
