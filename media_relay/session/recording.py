"""A call as one stereo recording: the caller left, the agent right, both mu-law, on the caller's clock.

The caller's frames are the clock. Agent audio is laid down when it arrives: where the caller is now, or behind what the
agent has still to say, just as Twilio plays it. A clear cuts off what lies ahead of the caller, as it does there.
The two tracks are woven only when enough of them is due: a frame costs an append and no more.
"""

import struct
from dataclasses import dataclass, field

SILENCE = b"\xff"
BYTES_PER_MS = 8
GAP_TOLERANCE_MS = 10
LONGEST_GAP_MS = 60_000  # a jump beyond this is a broken timestamp, not a gap
MULAW = 7
CHANNELS = 2
HEADER_BYTES = 58


@dataclass
class DualTrack:
    gaps: list[tuple[int, int]] = field(default_factory=list)  # (start, length) in ms, where no caller audio arrived
    _taken_bytes: int = 0  # of one channel
    _next_ms: int | None = None
    _caller: bytearray = field(default_factory=bytearray)
    _agent: bytearray = field(default_factory=bytearray)  # begins where _caller begins, and may reach beyond its end

    def caller_said(self, audio: bytes, timestamp_ms: int) -> int:
        """How many bytes of the caller's track are now due."""
        if self._next_ms is not None and timestamp_ms - self._next_ms > GAP_TOLERANCE_MS:
            self._fill_gap(timestamp_ms - self._next_ms)
        # A timestamp that runs backwards is broken, and must not buy another gap when it jumps ahead again.
        self._next_ms = max(timestamp_ms + len(audio) // BYTES_PER_MS, self._next_ms or 0)
        self._caller += audio
        return len(self._caller)

    def agent_said(self, audio: bytes) -> None:
        missing = len(self._caller) - len(self._agent)
        if missing > 0:
            self._agent += SILENCE * missing
        self._agent += audio

    def cleared(self) -> None:
        del self._agent[len(self._caller) :]

    def take(self) -> bytes:
        """Everything due, woven; what the agent has still to say stays."""
        due = len(self._caller)
        agent = self._agent[:due].ljust(due, SILENCE)
        stereo = bytearray(due * CHANNELS)
        stereo[0::2], stereo[1::2] = self._caller, agent
        self._caller = bytearray()
        self._agent = self._agent[due:]
        self._taken_bytes += due
        return bytes(stereo)

    def _fill_gap(self, missing_ms: int) -> None:
        if missing_ms > LONGEST_GAP_MS:
            return
        start_bytes = self._taken_bytes + len(self._caller)
        self.gaps.append((start_bytes // BYTES_PER_MS, missing_ms))
        self._caller += SILENCE * (missing_ms * BYTES_PER_MS)


def wav_header(data_bytes: int) -> bytes:
    """RIFF/WAVE with the `fact` chunk that compressed formats need (Microsoft, "New Multimedia Data Types", 1994)."""
    fmt = struct.pack("<4sIHHIIHHH", b"fmt ", 18, MULAW, CHANNELS, 8000, 16000, CHANNELS, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, data_bytes // CHANNELS)
    data = struct.pack("<4sI", b"data", data_bytes)
    return struct.pack("<4sI4s", b"RIFF", HEADER_BYTES - 8 + data_bytes, b"WAVE") + fmt + fact + data
