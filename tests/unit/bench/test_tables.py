"""The in-memory tables keep the promises the relay relies on."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from bench.load.frames import call_sid, token
from bench.peers.relay import tickets
from bench.peers.tables import RecordingsFolder, StoriesKept
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.errors import StreamRefused
from trunkline.ids import CallId

NOW = datetime.now(UTC)


def test_a_ticket_opens_one_stream_once():
    known = tickets(2)
    assert known.spend(fingerprint(token(1)), CallId(call_sid(1)), NOW).record
    with pytest.raises(StreamRefused):
        known.spend(fingerprint(token(1)), CallId(call_sid(1)), NOW)


def test_a_ticket_does_not_open_another_calls_stream():
    with pytest.raises(StreamRefused):
        tickets(2).spend(fingerprint(token(0)), CallId(call_sid(1)), NOW)


def test_a_ticket_expires():
    with pytest.raises(StreamRefused):
        tickets(1).spend(fingerprint(token(0)), CallId(call_sid(0)), NOW + timedelta(days=1))


def test_recordings_are_files(tmp_path):
    folder = RecordingsFolder(tmp_path)
    folder.upload("recordings/CA1/MZ1.wav", io.BytesIO(b"x" * 58), "audio/wav")
    assert folder.sizes() == [58]


def test_a_story_is_kept_in_bounds():
    stories, call = StoriesKept(), CallId(call_sid(0))
    for number in range(3):
        stories.note_turn(call, NOW, SpokenTurn(number, "caller", "hello"))
    assert stories.story(call) == [SpokenTurn(2, "caller", "hello")]
    assert stories.story(CallId(call_sid(1))) == []
