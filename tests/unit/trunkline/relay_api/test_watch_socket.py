"""The watch socket's address and messages."""

import json
from datetime import UTC, datetime

import pytest

from trunkline.relay_api import client_socket
from trunkline.relay_api import watch_socket as wire

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ADDRESS = f"{client_socket.ADDRESS}/watch"


@pytest.mark.parametrize(
    ("path", "call", "ticket", "listens"),
    [
        (f"{ADDRESS}/CA1?ticket=st_1_x", "CA1", "st_1_x", False),
        (f"{ADDRESS}/CA1/?listen=true&ticket=st_1_x", "CA1", "st_1_x", True),
        (f"{ADDRESS}/CA1?ticket=st_1_x&listen=false", "CA1", "st_1_x", False),
        (f"{ADDRESS}/CA1?ticket=st_1_x&listen=true&listen=true", "CA1", "st_1_x", False),
        (f"{ADDRESS}/CA1", "CA1", "", False),
        (f"{ADDRESS}/CA1?ticket=" + "x" * 9000, "CA1", "x" * 256, False),
    ],
)
def test_a_path_names_the_call_the_ticket_and_whether_it_is_to_be_heard(path, call, ticket, listens):
    request = wire.read_path(path)
    assert (request.call_id, request.ticket, request.listens) == (call, ticket, listens)
    assert not ticket or ticket not in repr(request)


@pytest.mark.parametrize("path", ["/", f"{ADDRESS}/", f"{ADDRESS}/CA1/more", f"{ADDRESS}/CA 1", "/twilio/media-stream"])
def test_other_paths_are_something_elses(path):
    assert wire.read_path(path) is None


def test_the_programs_socket_takes_no_watchers_path():
    assert client_socket.read_path(f"{ADDRESS}/CA1?ticket=x") is None


def test_sound_is_json_like_everything_else():
    assert json.loads(wire.audio("user", b"//8=")) == {"type": "audio", "role": "user", "data": "//8="}


def test_a_turn_has_the_names_the_turns_endpoint_gives_it():
    assert json.loads(wire.words(3, NOW, is_agent=False, text="Hello")) == {
        "type": "words",
        "number": 3,
        "role": "user",
        "message": "Hello",
        "timestamp": "2026-11-29T12:00:00Z",
    }
