"""Pure: both directions of the media stream protocol."""

import json

import pytest

from local.twilio.media.stream_messages import (
    InvalidMessage,
    ServerAudio,
    ServerClear,
    ServerMark,
    StreamWriter,
    read_server_message,
)

SID = "MZ" + "c" * 32


def test_counters_are_texts_and_count_every_message():
    writer = StreamWriter("AC1", "CA1", SID, 155, custom_parameters={"token": "t"})
    start, first, key, second = (
        json.loads(text) for text in (writer.start(), writer.media("eA=="), writer.dtmf("1"), writer.media("eA=="))
    )
    assert [m["sequenceNumber"] for m in (start, first, key, second)] == ["1", "2", "3", "4"]
    assert start["start"]["customParameters"] == {"token": "t"}
    assert start["start"]["mediaFormat"] == {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    assert first["media"] == {"track": "inbound", "chunk": "1", "timestamp": "155", "payload": "eA=="}
    assert second["media"] == {"track": "inbound", "chunk": "2", "timestamp": "175", "payload": "eA=="}
    assert key["dtmf"] == {"track": "inbound_track", "digit": "1"}


def test_the_three_messages_of_a_server_are_read():
    def read(message):
        return read_server_message(json.dumps(message), SID)

    assert read({"event": "media", "streamSid": SID, "media": {"payload": "AAE="}}) == ServerAudio(b"\x00\x01")
    assert read({"event": "mark", "streamSid": SID, "mark": {"name": "m"}}) == ServerMark("m")
    assert read({"event": "clear", "streamSid": SID}) == ServerClear()


@pytest.mark.parametrize(
    "message",
    [
        "nonsense",
        "[]",
        {"event": "hello", "streamSid": SID},
        {"event": "clear"},
        {"event": "clear", "streamSid": "MZother"},
        {"event": "clear", "streamSid": SID, "clear": {}},
        {"event": "mark", "streamSid": SID},
        {"event": "mark", "streamSid": SID, "mark": {}},
        {"event": "mark", "streamSid": SID, "mark": {"name": 1}},
        {"event": "media", "streamSid": SID, "media": {"payload": "not base64!"}},
        {"event": "media", "streamSid": SID, "media": {"payload": "AAE=", "track": "outbound"}},
        {"event": "media", "streamSid": SID, "sequenceNumber": "1", "media": {"payload": "AAE="}},
        {"event": ["media"], "streamSid": SID},
    ],
    ids=str,
)
def test_every_deviation_is_invalid(message):
    with pytest.raises(InvalidMessage):
        read_server_message(message if isinstance(message, str) else json.dumps(message), SID)
