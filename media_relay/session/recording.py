"""A call as one stereo recording: the caller left, the agent right, both mu-law, on the caller's clock.

The caller's frames are the clock. Agent audio is laid down when it arrives: where the caller is now, or behind what the
agent has still to say, just as Twilio plays it. A clear cuts off what lies ahead of the caller, as it does there.
An agent is many seconds ahead of its caller, so what it has still to say does not wait here: it goes to its place in
the file, and the caller's track is woven in when it gets there. A frame costs an append and no more.
"""

import struct
from dataclasses import dataclass, field

SILENCE = b"\xff"
BYTES_PER_MS = 8
GAP_TOLERANCE_MS = 10
LONGEST_GAP_MS = 60_000  # a jump beyond this is a broken timestamp, not a gap
MULAW = 7
CHANNELS = 2
CALLER, AGENT = range(CHANNELS)
HEADER_BYTES = 58


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound of one side. `at` counts the bytes of its channel from the beginning."""

    channel: int
    at: int
    audio: bytearray  # handed over: whoever laid it down has a new one

    @property
    def end(self) -> int:
        return self.at + len(self.audio)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What came since the last one. `cut_at`: what the file holds from there on was never heard."""

    pieces: tuple[Piece, ...]
    cut_at: int | None = None


@dataclass
class DualTrack:
    gaps: list[tuple[int, int]] = field(default_factory=list)  # (start, length) in ms, where no caller audio arrived
    _caller_at: int = 0  # where _caller begins
    _agent_at: int = 0  # where _agent begins, which may be far ahead
    _cut_at: int | None = None
    _next_ms: int | None = None
    _caller: bytearray = field(default_factory=bytearray)
    _agent: bytearray = field(default_factory=bytearray)

    @property
    def length(self) -> int:
        """Of one channel in bytes: as far as the caller has come."""
        return self._caller_at + len(self._caller)

    def caller_said(self, audio: bytes, timestamp_ms: int) -> int:
        """How many bytes of the caller's track wait to be taken."""
        if self._next_ms is not None and timestamp_ms - self._next_ms > GAP_TOLERANCE_MS:
            self._fill_gap(timestamp_ms - self._next_ms)
        # A timestamp that runs backwards is broken, and must not buy another gap when it jumps ahead again.
        self._next_ms = max(timestamp_ms + len(audio) // BYTES_PER_MS, self._next_ms or 0)
        self._caller += audio
        return len(self._caller)

    def agent_said(self, audio: bytes) -> int:
        """How many bytes of the agent's track wait to be taken."""
        behind = self._caller_at + len(self._caller) - self._agent_at - len(self._agent)
        if behind > 0 and self._agent:
            self._agent += SILENCE * behind
        elif behind > 0:
            self._agent_at += behind
        self._agent += audio
        return len(self._agent)

    def cleared(self) -> None:
        now = self.length
        if self._agent_at + len(self._agent) <= now:
            return
        del self._agent[max(now - self._agent_at, 0) :]
        if self._agent_at > now:  # some of it is in the file already
            self._agent_at = now
            self._cut_at = now if self._cut_at is None else min(self._cut_at, now)

    def take(self) -> Stretch:
        """Everything that waits, with its place."""
        pieces = [Piece(CALLER, self._caller_at, self._caller), Piece(AGENT, self._agent_at, self._agent)]
        stretch = Stretch(tuple(piece for piece in pieces if piece.audio), self._cut_at)
        self._caller_at, self._agent_at, self._cut_at = pieces[CALLER].end, pieces[AGENT].end, None
        self._caller, self._agent = bytearray(), bytearray()
        return stretch

    def _fill_gap(self, missing_ms: int) -> None:
        if missing_ms > LONGEST_GAP_MS:
            return
        self.gaps.append((self.length // BYTES_PER_MS, missing_ms))
        self._caller += SILENCE * (missing_ms * BYTES_PER_MS)


def together(pieces: tuple[Piece, ...]) -> list[tuple[Piece, ...]]:
    """Pieces that overlap are woven in one go; an agent's that is far ahead goes by itself."""
    if len(pieces) == CHANNELS and pieces[0].at < pieces[1].end and pieces[1].at < pieces[0].end:
        return [pieces]
    return [(piece,) for piece in pieces]


def weave(pieces: tuple[Piece, ...], begins: int, there: bytes) -> bytearray:
    """The file from `begins` (of one channel) on: what is `there`, silence beyond it, and the pieces over both."""
    stereo = bytearray(SILENCE) * (CHANNELS * (max(piece.end for piece in pieces) - begins))
    stereo[: len(there)] = there
    for piece in pieces:
        first = CHANNELS * (piece.at - begins) + piece.channel
        stereo[first : first + CHANNELS * len(piece.audio) : CHANNELS] = piece.audio
    return stereo


def wav_header(data_bytes: int) -> bytes:
    """RIFF/WAVE with the `fact` chunk that compressed formats need (Microsoft, "New Multimedia Data Types", 1994)."""
    fmt = struct.pack("<4sIHHIIHHH", b"fmt ", 18, MULAW, CHANNELS, 8000, 16000, CHANNELS, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, data_bytes // CHANNELS)
    data = struct.pack("<4sI", b"data", data_bytes)
    return struct.pack("<4sI4s", b"RIFF", HEADER_BYTES - 8 + data_bytes, b"WAVE") + fmt + fact + data
