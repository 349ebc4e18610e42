"""Turn taking by voice energy. Frames in, turn events out; it has no clock."""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from local.audio import mulaw

FRAME_MS = 20
VOICED_DBFS = -42.0
START_MS = 120
BARGE_IN_MS = 200
END_MS = 500
PAUSE_MS = 100  # a pause inside a word; longer ones make short sounds start anew
LEAD_IN_MS = 200  # kept from before the start was noticed, so that no first consonant is lost


class TurnEvent(Enum):
    STARTED = auto()
    BARGED_IN = auto()
    ENDED = auto()  # `TurnTaker.taken()` holds what was said
    LAPSED = auto()  # a word thrown in while the agent spoke on: not a turn


@dataclass
class TurnTaker:
    """Listens to one caller, 20 ms at a time."""

    speaking: bool = False
    _voiced_ms: int = 0
    _quiet_ms: int = 0
    _over_agent_ms: int = 0
    _has_the_floor: bool = False  # some of the turn was said while the agent was silent, or it barged in
    _held: bytearray = field(default_factory=bytearray)  # less than a frame, waiting for the rest
    _lead_in: deque[bytes] = field(default_factory=lambda: deque(maxlen=(LEAD_IN_MS + START_MS + PAUSE_MS) // FRAME_MS))
    _turn: bytearray = field(default_factory=bytearray)

    def hear(self, audio: bytes, *, agent_is_playing: bool) -> list[TurnEvent]:
        self._held += audio
        events: list[TurnEvent] = []
        while len(self._held) >= mulaw.FRAME_BYTES:
            frame = bytes(self._held[: mulaw.FRAME_BYTES])
            del self._held[: mulaw.FRAME_BYTES]
            events += self._frame(frame, agent_is_playing and TurnEvent.BARGED_IN not in events)
        return events

    def taken(self) -> bytes:
        """The audio of the turn that just ended."""
        turn, self._turn = bytes(self._turn), bytearray()
        return turn

    def _frame(self, frame: bytes, agent_is_playing: bool) -> list[TurnEvent]:
        voiced = mulaw.loudness_dbfs(frame) > VOICED_DBFS
        self._count(voiced, agent_is_playing)
        if not self.speaking:
            self._lead_in.append(frame)
            return self._begin(agent_is_playing) if self._voiced_ms >= START_MS else []
        self._turn += frame
        return self._go_on(agent_is_playing)

    def _count(self, voiced: bool, agent_is_playing: bool) -> None:
        if voiced:
            self._voiced_ms += FRAME_MS
            self._over_agent_ms = self._over_agent_ms + FRAME_MS if agent_is_playing else 0
            self._quiet_ms = 0
            return
        self._quiet_ms += FRAME_MS
        if self._quiet_ms > PAUSE_MS:
            self._voiced_ms = self._over_agent_ms = 0

    def _begin(self, agent_is_playing: bool) -> list[TurnEvent]:
        self.speaking, self._has_the_floor = True, not agent_is_playing
        self._turn = bytearray(b"".join(self._lead_in))
        self._lead_in.clear()
        return [TurnEvent.STARTED]

    def _go_on(self, agent_is_playing: bool) -> list[TurnEvent]:
        if agent_is_playing and self._over_agent_ms >= BARGE_IN_MS:
            self._over_agent_ms, self._has_the_floor = 0, True
            return [TurnEvent.BARGED_IN]
        self._has_the_floor |= self._voiced_ms > 0 and not agent_is_playing
        return self._end() if self._quiet_ms >= END_MS else []

    def _end(self) -> list[TurnEvent]:
        self.speaking, self._voiced_ms = False, 0
        if self._has_the_floor:
            return [TurnEvent.ENDED]
        self._turn.clear()
        return [TurnEvent.LAPSED]


@dataclass
class Playout:
    """The position in the agent's speech by the clock, if the far end plays in real time."""

    ends_at: float = 0.0

    def add(self, byte_count: int, now: float) -> tuple[float, float]:
        """Queues audio. Returns when it begins and when it ends."""
        begins_at = max(self.ends_at, now)
        self.ends_at = begins_at + byte_count / mulaw.RATE_HZ
        return begins_at, self.ends_at

    def is_playing(self, now: float) -> bool:
        return now < self.ends_at

    def cut(self, now: float) -> None:
        self.ends_at = min(self.ends_at, now)
