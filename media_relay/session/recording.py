"""A call as one stereo recording: the caller left, the agent right, both mu-law, on the caller's clock.

The caller's frames are the clock. Agent audio is laid down when it arrives: where the caller is now, or behind what the
agent has still to say, just as Twilio plays it. A clear cuts off what lies ahead of the caller, as it does there.
An agent is many seconds ahead of its caller, so what it has still to say does not wait here: each side goes to its own
place on disk, and only when the call is over are they interleaved into one. A frame costs an append and no more.
"""

import struct
from dataclasses import dataclass, field
from typing import NamedTuple

from media_relay.session.append_audio import append_audio

SILENCE = b"\xff"
BYTES_PER_MS = 8
GAP_TOLERANCE_MS = 10
NOT_YET = -1
LONGEST_GAP_MS = 60_000  # a jump beyond this is a broken timestamp, not a gap
MULAW = 7
CHANNELS = 2
CALLER, AGENT = range(CHANNELS)
HEADER_BYTES = 58


class AudioChunk(NamedTuple):
    """Sound of one side. `at` counts the bytes of its channel from the beginning."""

    channel: int
    at: int
    audio: bytearray  # handed over: the recording goes on with a new one


class Silence(NamedTuple):
    """What came since the last one. `cut_at`: what is on disk of the agent from there on was never heard."""

    pieces: tuple[AudioChunk, ...]
    cut_at: int | None = None


@dataclass
class StereoRecording:
    gaps: list[tuple[int, int]] = field(default_factory=list)  # (start, length) in ms, where no caller audio arrived
    _caller_at: int = 0  # where _caller begins
    _agent_at: int = 0  # where _agent begins, which may be far ahead
    _caller_bytes: int = 0  # how much of _caller counts
    _agent_bytes: int = 0
    _cut_at: int | None = None
    _next_ms: int = NOT_YET
    _caller: bytearray = field(default_factory=bytearray)
    _agent: bytearray = field(default_factory=bytearray)

    @property
    def length(self) -> int:
        """Of one channel in bytes: as far as the caller has come."""
        return self._caller_at + self._caller_bytes

    def caller_said(self, audio: bytes, timestamp_ms: int) -> int:
        """How many bytes of the caller's track wait to be taken."""
        if self._next_ms != NOT_YET and timestamp_ms - self._next_ms > GAP_TOLERANCE_MS:
            self._fill_gap(timestamp_ms - self._next_ms)
        # A timestamp that runs backwards is broken, and must not buy another gap when it jumps ahead again.
        self._next_ms = max(timestamp_ms + len(audio) // BYTES_PER_MS, self._next_ms, 0)
        self._caller_bytes = append_audio(self._caller, self._caller_bytes, audio)
        return self._caller_bytes

    def agent_said(self, audio: bytes) -> int:
        """How many bytes of the agent's track wait to be taken."""
        behind = self._caller_at + self._caller_bytes - self._agent_at - self._agent_bytes
        if behind > 0 and self._agent_bytes:
            self._agent_bytes = append_audio(self._agent, self._agent_bytes, SILENCE * behind)
        elif behind > 0:
            self._agent_at += behind
        self._agent_bytes = append_audio(self._agent, self._agent_bytes, audio)
        return self._agent_bytes

    def cleared(self) -> None:
        now = self.length
        if self._agent_at + self._agent_bytes <= now:
            return
        self._agent_bytes = max(now - self._agent_at, 0)
        if self._agent_at > now:  # some of it is on disk already
            self._agent_at = now
            self._cut_at = now if self._cut_at is None else min(self._cut_at, now)

    def take(self) -> Silence:
        """Everything that waits, with its place."""
        caller, agent = self._caller, self._agent
        del caller[self._caller_bytes :], agent[self._agent_bytes :]
        pieces = [AudioChunk(CALLER, self._caller_at, caller)] if caller else []
        if agent:
            pieces.append(AudioChunk(AGENT, self._agent_at, agent))
        stretch = Silence(tuple(pieces), self._cut_at)
        self._caller_at, self._agent_at, self._cut_at = self.length, self._agent_at + self._agent_bytes, None
        self._caller, self._agent, self._caller_bytes, self._agent_bytes = bytearray(), bytearray(), 0, 0
        return stretch

    def _fill_gap(self, missing_ms: int) -> None:
        if missing_ms > LONGEST_GAP_MS:
            return
        self.gaps.append((self.length // BYTES_PER_MS, missing_ms))
        silence = SILENCE * (missing_ms * BYTES_PER_MS)
        self._caller_bytes = append_audio(self._caller, self._caller_bytes, silence)


def interleave(caller: bytes, agent: bytes) -> bytearray:
    """Two sides that begin together, as stereo, as long as the caller's. Behind the agent's end there is silence."""
    stereo = bytearray(SILENCE) * (CHANNELS * len(caller))
    stereo[CALLER::CHANNELS] = caller
    heard = agent[: len(caller)]
    stereo[AGENT : AGENT + CHANNELS * len(heard) : CHANNELS] = heard
    return stereo


def wav_header(data_bytes: int) -> bytes:
    """RIFF/WAVE with the `fact` chunk that compressed formats need (Microsoft, "New Multimedia Data Types", 1994)."""
    fmt = struct.pack("<4sIHHIIHHH", b"fmt ", 18, MULAW, CHANNELS, 8000, 16000, CHANNELS, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, data_bytes // CHANNELS)
    data = struct.pack("<4sI", b"data", data_bytes)
    return struct.pack("<4sI4s", b"RIFF", HEADER_BYTES - 8 + data_bytes, b"WAVE") + fmt + fact + data
