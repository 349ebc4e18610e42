"""What audio will touch is looked ahead to, and looking ahead to what is gone does no harm."""

import gc
from typing import NamedTuple

import pytest
from picows import WSMsgType
from picows.picows import _make_test_ws_frame

from media_relay.audio import ahead
from media_relay.io.agent_leg import AgentLeg
from media_relay.io.audio_path import AudioPath
from media_relay.io.caller_leg import CallerLeg
from media_relay.io.recorder import Recorder
from media_relay.session.call_session import CallSession

CALLER_SAYS = (
    b'{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"20",'
    b'"payload":"f39/fw=="}}'
)


class Silent:
    """A call that is told things, and keeps them to itself."""

    def caller_message(self, _: object) -> None: ...

    def agent_message(self, _: object) -> None: ...


def frame(text: bytes) -> object:
    return _make_test_ws_frame(WSMsgType.TEXT, text, True, False)


class Line(NamedTuple):
    """What an audio path does not give away."""

    session: CallSession
    caller: CallerLeg
    path: AudioPath


@pytest.fixture
def line() -> Line:
    session, caller = CallSession(0.0), CallerLeg()
    path = AudioPath(session, caller, lambda: 0.0)
    path.agent = AgentLeg(Silent(), path)
    return Line(session, caller, path)


def test_each_side_looks_ahead_to_what_is_its_own(line):
    agent = line.path.agent
    assert line.caller.ahead is agent.ahead is ahead.NOTHING
    line.path.look_ahead()
    assert len({id(side) for side in (line.caller.ahead, agent.ahead, ahead.NOTHING)}) == 3


def test_it_is_looked_ahead_anew_when_the_agent_is_another(line):
    line.path.look_ahead()
    before = line.caller.ahead
    line.path.agent = AgentLeg(Silent(), line.path)
    line.path.look_ahead()
    assert line.caller.ahead is not before


def test_frames_pass_although_what_was_looked_ahead_to_is_gone(line):
    line.path.recorder = Recorder("key", None, None)
    line.path.look_ahead()
    line.path.recorder = line.path.agent = None
    gc.collect()
    line.caller.serve(Silent(), line.path)
    line.caller.on_ws_frame(None, frame(CALLER_SAYS))
    assert line.session.quality.caller_frames == 1
