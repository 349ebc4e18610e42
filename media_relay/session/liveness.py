"""Timeouts: silent agent, half-open socket, silent carrier."""

from dataclasses import dataclass
from enum import Enum, auto

SILENT_AGENT_S = 2.5  # an agent that should speak first and does not: the caller hears a prompt
MUTE_AGENT_S = 10.0  # … and still does not: it is as good as lost
STALLED_AGENT_S = 20.0  # not even a ping
STALLED_CALLER_S = 15.0  # Twilio sends 50 frames a second, silence included
NEVER = float("inf")


class Timeout(Enum):
    AGENT_SILENT = auto()
    AGENT_STALLED = auto()


@dataclass
class LivenessMonitor:
    """Notes signs of life, and is asked a few times a second for timeouts."""

    agent_alive_at_s: float
    agent_spoke_at_s: float = -NEVER
    caller_frames: int = 0
    _must_speak_by_s: float = NEVER
    _was_prompted: bool = False
    _frames_seen: int = -1  # so that the first question starts the clock
    _caller_alive_at_s: float = 0.0

    def agent_began(self, now_s: float, *, speaks_first: bool) -> None:
        self.agent_alive_at_s, self._was_prompted = now_s, False
        self._must_speak_by_s = now_s + SILENT_AGENT_S if speaks_first else NEVER

    def agent_spoke(self, now_s: float) -> None:
        self.agent_alive_at_s = self.agent_spoke_at_s = now_s
        self._must_speak_by_s = NEVER

    def agent_timeout(self, now_s: float) -> Timeout | None:
        """Silence is reported once; after that it counts as a stall."""
        if now_s - self.agent_alive_at_s >= STALLED_AGENT_S:
            return Timeout.AGENT_STALLED
        if now_s < self._must_speak_by_s:
            return None
        if self._was_prompted:
            return Timeout.AGENT_STALLED
        self._was_prompted, self._must_speak_by_s = True, now_s + MUTE_AGENT_S - SILENT_AGENT_S
        return Timeout.AGENT_SILENT

    def caller_stalled(self, now_s: float) -> bool:
        """No frame since the last question, for too long."""
        if self.caller_frames != self._frames_seen:
            self._frames_seen, self._caller_alive_at_s = self.caller_frames, now_s
        return now_s - self._caller_alive_at_s >= STALLED_CALLER_S
