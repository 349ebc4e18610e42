"""Playback: audio handed to Twilio, the part the caller has heard, and the part that is void.

Twilio plays a first-in-first-out buffer in real time and echoes our marks as it passes them. `clear` empties the buffer
and echoes every outstanding mark at once, indistinguishable from a played one: so a cut is remembered here first.
"""

from dataclasses import dataclass, field

from media_relay.session.audio_metrics import AudioMetrics

BYTES_PER_S = 8000
MARKS_KEPT = 2000  # what Twilio's ten minutes of buffer can hold
MARK_EVERY_BYTES = BYTES_PER_S  # as often as agents send audio; a mark and its echo cost more than the frames between


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks to send around a piece of audio: before it when a turn begins, after it every so often."""

    before: str | None
    after: str | None


NO_MARKS = Marks(None, None)  # most audio has none, and a new object per frame is a price


@dataclass(slots=True)
class Mark:
    position: int  # bytes queued before it
    begins_turn: bool = False
    is_cut: bool = False


@dataclass
class Playback:
    quality: AudioMetrics = field(default_factory=AudioMetrics)  # notes turns that run dry
    heard_bytes: int = 0  # as far as marks prove
    cut_through: int = -1  # the highest event id the caller has talked over
    newest: int = -1  # the highest event id of audio that was queued in this conversation
    _queued: int = 0
    _next_mark: int = 0
    _marked_at: int = 0
    _turn: int = -1
    _plays_until_s: float = 0.0
    _outstanding: dict[str, Mark] = field(default_factory=dict)

    def lets_through(self, event_id: int) -> bool:
        """Late audio of a turn that was cut never plays."""
        return event_id > self.cut_through

    def queue(self, event_id: int, audio_bytes: int, now_s: float) -> Marks:
        """Accounts for audio that is about to be sent."""
        before = self._mark(begins_turn=True) if event_id != self._turn else None
        if before is None and now_s > self._plays_until_s:
            self.quality.ran_dry(now_s - self._plays_until_s)
        self._turn = event_id
        self.newest = max(self.newest, event_id)
        self._queued += audio_bytes
        self._plays_until_s = max(self._plays_until_s, now_s) + audio_bytes / BYTES_PER_S
        after = self._mark() if self._queued - self._marked_at >= MARK_EVERY_BYTES else None
        return Marks(before, after) if before or after else NO_MARKS

    def fill(self, audio_bytes: int, now_s: float) -> None:
        """Accounts for sound of our own, which no mark has to prove."""
        self._queued += audio_bytes
        self._plays_until_s = max(self._plays_until_s, now_s) + audio_bytes / BYTES_PER_S

    def begin_conversation(self) -> None:
        """A new agent counts its events from the beginning."""
        self.cut_through = self._turn = self.newest = -1

    def farewell(self) -> str:
        """A mark behind everything: when it comes back, the caller has heard all there was to hear."""
        return self._mark()

    def cut(self, event_id: int | None, now_s: float) -> None:
        """The caller talked over the agent: void what is queued and what is still to come of those turns.

        The newest turn that was queued is the last one that can be void: a higher id, or none, is not of a turn that
        plays, and the answer may come under it.
        """
        last = self.newest if event_id is None else min(event_id, self.newest)
        self.cut_through = max(self.cut_through, last)
        self._plays_until_s = min(self._plays_until_s, now_s)
        for mark in self._outstanding.values():
            mark.is_cut = True

    def reached(self, name: str) -> Mark | None:
        """A mark came back. None for one we never sent, or saw already."""
        mark = self._outstanding.pop(name, None)
        if mark and not mark.is_cut:
            self.heard_bytes = max(self.heard_bytes, mark.position)
        return mark

    @property
    def quiet_since_s(self) -> float:
        """When the caller will have heard everything, or has."""
        return self._plays_until_s

    def remaining_s(self, now_s: float) -> float:
        return max(0.0, self._plays_until_s - now_s)

    def _mark(self, *, begins_turn: bool = False) -> str:
        name = f"m{self._next_mark}"
        self._next_mark += 1
        self._marked_at = self._queued
        self._outstanding[name] = Mark(self._queued, begins_turn)
        if len(self._outstanding) > MARKS_KEPT:  # a carrier that never echoes them
            del self._outstanding[next(iter(self._outstanding))]
        return name
