"""The benchmark's frames are the vendors' own, and what is stamped into them comes out again."""

import binascii
import json

import pytest

from bench.load import frames
from trunkline.realtime import agent_events, carrier_events
from trunkline.vendors.elevenlabs import agent_socket
from trunkline.vendors.twilio import media_stream

SID = frames.stream_sid(7).encode()


@pytest.mark.parametrize("audio_bytes", [160, 8000, 12_800, 19_200])
def test_a_stamped_payload_has_the_length_of_its_audio_and_gives_its_stamp_back(audio_bytes):
    payload = frames.stamped(1_234_567_890_123, 42, frames.body(audio_bytes, is_voiced=True))
    assert len(binascii.a2b_base64(payload, strict_mode=True)) == audio_bytes
    assert frames.read_stamp(payload) == (1_234_567_890_123, 42)


def test_a_caller_frame_has_216_characters_as_twilio_sends_them():
    assert len(frames.stamped(1, 0, frames.body(160, is_voiced=False))) == 216


def test_the_carriers_media_frame_is_json_of_the_documented_fields():
    payload = frames.stamped(1, 0, frames.body(160, is_voiced=True))
    body = json.loads(frames.media(SID, 2, 1, payload))
    assert body == {
        "event": "media",
        "sequenceNumber": "2",
        "streamSid": SID.decode(),
        "media": {"track": "inbound", "chunk": "1", "timestamp": "155", "payload": payload.decode()},
    }


def test_the_relay_splices_the_frames_and_does_not_parse_them():
    """Otherwise the benchmark would measure the slow road."""
    payload = frames.stamped(1, 0, frames.body(160, is_voiced=True))
    spliced = media_stream.caller_payload(frames.media(SID, 2, 1, payload))
    assert spliced is not None
    assert spliced[0] == payload
    spoken = agent_socket.agent_payload(frames.agent_audio(payload, 3))
    assert spoken is not None
    assert (spoken[0], spoken[2]) == (payload, 3)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (frames.start(7), carrier_events.StreamStarted),
        (frames.mark_echo(SID, 9, b"m0"), carrier_events.MarkReached),
        (frames.stop(7, 10), carrier_events.StreamStopped),
    ],
)
def test_the_relay_understands_what_the_carrier_says(frame, expected):
    assert isinstance(media_stream.read(frame), expected)


def test_the_relay_understands_what_the_agent_says():
    ready = agent_socket.read(frames.metadata(7))
    assert ready == agent_events.AgentReady("conv_000007", "ulaw_8000", "ulaw_8000")
    kinds = [type(agent_socket.read(text)) for text in frames.words_of_a_turn(1)]
    assert kinds == [agent_events.AgentPinged, agent_events.CallerSaid, agent_events.AgentSaid]


def test_a_payload_is_found_behind_its_marker_and_nowhere_else():
    assert frames.payload_in(b'{"user_audio_chunk":"AAAA"}', b'{"user_audio_chunk":"') == b"AAAA"
    assert frames.payload_in(b'{"type":"pong","event_id":1}', b'{"user_audio_chunk":"') == b""
