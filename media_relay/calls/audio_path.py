"""The audio path of one call, both directions. Work on every frame stands in these two methods and nowhere else.

Compiled where there was a compiler; C types stand in `audio_path.pxd`. Measurements look at a sample of frames: with
400 calls, a microsecond spent on every frame is four hundredths of a core.
"""

from collections.abc import Callable

from media_relay.calls.watchers import Watchers
from media_relay.native import event_loop
from media_relay.recording.recorder import Recorder
from media_relay.session.audio_metrics import SAMPLED
from media_relay.session.call_session import CallSession
from media_relay.session.playback import NO_MARKS, Marks
from media_relay.sockets.agent_leg import AgentLeg
from media_relay.sockets.caller_leg import AudioSink, CallerLeg


class AudioPath(AudioSink):
    """A frame goes into the recording, past the session and out at the other leg."""

    def __init__(self, session: CallSession, caller: CallerLeg, clock: Callable[[], float]) -> None:
        self._session = session
        self._caller = caller
        self._clock = clock
        self.agent: AgentLeg | None = None
        self.recorder: Recorder | None = None
        self.watchers: Watchers | None = None  # as long as one of them listens

    def prefetch(self) -> None:
        """Lists the memory that a frame of either side touches: anew whenever one of the objects is replaced."""
        agent, caller, session = self.agent, self._caller, self._session
        if agent is None or agent.transport is None or caller.transport is None:
            return
        recorder = (self.recorder, self.recorder.track) if self.recorder is not None else ()
        shared = (self, session, session.liveness, session.quality, session.playback, *recorder)
        event_loop.prefetch(caller.transport, caller, *shared, agent, agent.transport)
        event_loop.prefetch(agent.transport, agent, *shared, caller, caller.transport)

    def from_caller(self, payload: bytes, sound: bytes, timestamp_ms: int) -> None:
        """`sound` is the decoded `payload`."""
        began_s, quality = self._clock(), self._session.quality
        quality.caller_heard(sound, timestamp_ms, began_s)
        if self.recorder is not None:
            self.recorder.caller_said(sound, timestamp_ms)
        if self._session.forwards(payload) and self.agent is not None:
            self.agent.send_audio(payload)
            if not quality.caller_frames & SAMPLED:
                quality.hops.add(self._clock() - began_s)
        if self.watchers is not None:
            self.watchers.heard("user", payload)

    def from_agent(self, payload: bytes, sound: bytes, event_id: int) -> None:
        began_s, quality = self._clock(), self._session.quality
        marks = self._session.plays(event_id, len(sound), began_s)
        if marks is None:
            return
        if marks is NO_MARKS:
            self._caller.play(payload)
        else:
            self._play_marked(payload, marks)
        if quality.agent_heard(sound):
            quality.hops.add(self._clock() - began_s)
        if self.recorder is not None:
            self.recorder.agent_said(sound)
        if self.watchers is not None:
            self.watchers.heard("agent", payload)

    def _play_marked(self, payload: bytes, marks: Marks) -> None:
        if marks.before:
            self._caller.mark(marks.before)
        self._caller.play(payload)
        if marks.after:
            self._caller.mark(marks.after)
