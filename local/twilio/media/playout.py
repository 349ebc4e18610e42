"""The queue of agent audio at the carrier and the tape of what the person really heard. Pure: time is an argument.

Audio plays at 8 bytes per millisecond from the moment it can, so the tape can be written as soon as audio
arrives: it is always known when each byte will sound. Only `clear` and the end of the call take audio back.
"""

import struct
from dataclasses import dataclass, field

BYTES_PER_MS = 8
SILENCE = b"\xff"
QUEUE_LIMIT_MS = 600_000
FRAME_BYTES = 160
LOUD_SHARE = 20  # one loud sample in twenty makes a frame voiced
QUIET_BYTES = bytes(b for b in range(256) if (~b & 0x7F) < 0x20)  # mu-law codes below about -38 dBFS


@dataclass
class Segment:
    """A gapless run of audio; a gap between two segments was an under-run or a pause."""

    start_ms: float
    n_bytes: int

    @property
    def end_ms(self) -> float:
        return self.start_ms + self.n_bytes / BYTES_PER_MS


@dataclass
class MarkRecord:
    name: str
    due_ms: float
    echoed_ms: float | None = None
    flushed: bool = False  # echoed because of a clear (or lost at the end), not because it was reached


@dataclass
class Playout:
    queue_limit_ms: float = QUEUE_LIMIT_MS
    clear_lag_ms: float = 0.0  # audio already handed to the telephony leg still plays; how much is unconfirmed
    segments: list[Segment] = field(default_factory=list)
    marks: list[MarkRecord] = field(default_factory=list)
    clears: list[float] = field(default_factory=list)
    _tape: bytearray = field(default_factory=bytearray, repr=False)
    _waiting: list[MarkRecord] = field(default_factory=list, repr=False)

    def queue_audio(self, audio: bytes, now_ms: float) -> int:
        """Appends audio; returns how many bytes did not fit under the limit and were thrown away."""
        start = max(len(self._tape), round(now_ms * BYTES_PER_MS))
        room = round((now_ms + self.queue_limit_ms) * BYTES_PER_MS) - start
        accepted = audio[: max(room, 0)]
        if accepted:
            self._write(accepted, start)
        return len(audio) - len(accepted)

    def _write(self, audio: bytes, start: int) -> None:
        if start == len(self._tape) and self.segments:
            self.segments[-1].n_bytes += len(audio)
        else:
            self._tape += SILENCE * (start - len(self._tape))
            self.segments.append(Segment(start / BYTES_PER_MS, len(audio)))
        self._tape += audio

    def queue_mark(self, name: str, now_ms: float) -> None:
        due_ms = max(len(self._tape) / BYTES_PER_MS, now_ms)
        mark = MarkRecord(name, due_ms)
        self.marks.append(mark)
        self._waiting.append(mark)

    def due_marks(self, now_ms: float) -> list[str]:
        """Names to echo now, in order; each is handed out once."""
        due = [mark for mark in self._waiting if mark.due_ms <= now_ms]
        self._waiting = self._waiting[len(due) :]
        for mark in due:
            mark.echoed_ms = now_ms
        return [mark.name for mark in due]

    def next_mark_ms(self) -> float | None:
        return self._waiting[0].due_ms if self._waiting else None

    def clear(self, now_ms: float) -> list[str]:
        """Empties the queue; every outstanding mark is echoed at once, indistinguishable from a played one."""
        self.clears.append(now_ms)
        self._cut(now_ms + self.clear_lag_ms)
        flushed, self._waiting = self._waiting, []
        for mark in flushed:
            mark.echoed_ms, mark.flushed = now_ms, True
        return [mark.name for mark in flushed]

    def stop(self, now_ms: float) -> None:
        """The stream or the call is over: queued audio never sounds and outstanding marks are never echoed."""
        self._cut(now_ms)
        for mark in self._waiting:
            mark.flushed = True
        self._waiting = []

    def _cut(self, at_ms: float) -> None:
        keep = max(round(at_ms * BYTES_PER_MS), 0)
        del self._tape[keep:]
        while self.segments and self.segments[-1].start_ms * BYTES_PER_MS >= keep:
            self.segments.pop()
        if self.segments:
            last = self.segments[-1]
            last.n_bytes = min(last.n_bytes, keep - round(last.start_ms * BYTES_PER_MS))

    @property
    def tape(self) -> bytes:
        """All audio from stream time zero. During a call this includes queued audio that is not yet heard."""
        return bytes(self._tape)

    def heard_until(self, now_ms: float) -> bytes:
        return bytes(self._tape[: max(round(now_ms * BYTES_PER_MS), 0)])

    def queued_ms(self, now_ms: float) -> float:
        return max(len(self._tape) / BYTES_PER_MS - now_ms, 0.0)

    def voiced(self, from_ms: float, to_ms: float) -> bool:
        return self.first_voiced_ms(from_ms, to_ms) is not None

    def first_voiced_ms(self, from_ms: float, to_ms: float) -> float | None:
        starts = self._frames(from_ms, to_ms)
        return next((at / BYTES_PER_MS for at in starts if self._is_loud(at, to_ms)), None)

    def last_voiced_ms(self, from_ms: float, to_ms: float) -> float | None:
        """The end of the last voiced 20 ms, or None when the whole span was quiet."""
        starts = reversed(self._frames(from_ms, to_ms))
        end = next((at + FRAME_BYTES for at in starts if self._is_loud(at, to_ms)), None)
        return None if end is None else min(end / BYTES_PER_MS, to_ms)

    def _frames(self, from_ms: float, to_ms: float) -> range:
        start = max(round(from_ms * BYTES_PER_MS), 0)
        return range(start, min(round(to_ms * BYTES_PER_MS), len(self._tape)), FRAME_BYTES)

    def _is_loud(self, start: int, to_ms: float) -> bool:
        frame = self._tape[start : min(start + FRAME_BYTES, round(to_ms * BYTES_PER_MS))]
        return len(frame.translate(None, QUIET_BYTES)) * LOUD_SHARE >= max(len(frame), 1)

    def wav_bytes(self) -> bytes:
        return wav(self.tape)


def wav(mulaw: bytes) -> bytes:
    """G.711 mu-law, 8 kHz, mono in a RIFF container (format tag 7)."""
    fmt = struct.pack("<HHIIHHH", 7, 1, 8000, 8000, 1, 8, 0)
    body = b"WAVEfmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", len(mulaw)) + mulaw
    body += b"\0" * (len(mulaw) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body
