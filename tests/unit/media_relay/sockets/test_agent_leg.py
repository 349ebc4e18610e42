"""A closing leg reports nothing more: a new conversation counts its events anew and must not get the old ones."""

import pytest

from media_relay.calls.audio_path import AudioPath
from media_relay.session.call_session import CallSession
from media_relay.sockets.agent_leg import AgentLeg
from media_relay.sockets.caller_leg import CallerLeg
from tests.fakes.calls_in_progress import TICKET
from trunkline.json_frames import Ignored
from trunkline.vendors.elevenlabs import agent_socket

AUDIO = b'{"type":"audio","audio_event":{"audio_base_64":"f39/fw==","event_id":1}}'
PING = b'{"type":"ping","ping_event":{"event_id":0,"ping_ms":null}}'


class Call:
    def __init__(self) -> None:
        self.events: list[str] = []

    def agent_message(self, _: object) -> None:
        self.events.append("message")

    def agent_gone(self, code: int) -> None:
        self.events.append(f"gone {code}")


class Path(AudioPath):
    """A real audio path that only reports its use."""

    def __init__(self, call: Call) -> None:
        super().__init__(CallSession(TICKET, 0.0), CallerLeg(), lambda: 0.0)
        self.events = call.events

    def from_agent(self, *_: object) -> None:
        self.events.append("audio")


@pytest.mark.parametrize(("is_let_go", "payload"), [(False, ["audio", "message", "gone 1006"]), (True, [])])
def test_only_a_leg_that_is_still_ours_is_heard(is_let_go, payload):
    call = Call()
    leg = AgentLeg(call, Path(call), agent_socket)
    if is_let_go:
        leg.close()
    leg._take(AUDIO)
    leg._take(PING)
    leg.on_ws_disconnected(None)
    assert call.events == payload


class AnotherDialect:
    """A vendor whose frames look like the scanned ones and mean something else."""

    IS_SCANNED, CHUNK_HEAD, CHUNK_END = False, b"<", b">"

    def read(self, frame: bytes) -> Ignored:
        return Ignored(frame.decode())


def test_frames_of_another_vendor_are_left_to_its_codec():
    call = Call()
    leg = AgentLeg(call, Path(call), AnotherDialect())
    leg._take(AUDIO)
    assert call.events == ["message"]
