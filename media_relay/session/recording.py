"""A call as one stereo recording: the caller left, the agent right, both mu-law, on the caller's clock.

The caller's frames are the clock: for each 20 ms that arrive, 20 ms of the agent's queue are taken, just as Twilio
plays them. A clear empties the queue here as it does there. Nothing is kept: bytes come out when they are due.
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


@dataclass(slots=True)
class DualTrack:
    gaps: list[tuple[int, int]] = field(default_factory=list)  # (start, length) in ms, where no caller audio arrived
    written_bytes: int = 0
    _next_ms: int | None = None
    _agent: bytearray = field(default_factory=bytearray)

    def caller_said(self, audio: bytes, timestamp_ms: int) -> bytes:
        """The stereo bytes now due: this frame, and the silence before it if frames were lost."""
        missing_ms = self._missing_ms(timestamp_ms)
        if missing_ms:
            self.gaps.append((self.written_bytes // CHANNELS // BYTES_PER_MS, missing_ms))
        self._next_ms = timestamp_ms + len(audio) // BYTES_PER_MS
        return self._interleave(SILENCE * (missing_ms * BYTES_PER_MS) + audio)

    def agent_said(self, audio: bytes) -> None:
        self._agent += audio

    def cleared(self) -> None:
        self._agent.clear()

    def _missing_ms(self, timestamp_ms: int) -> int:
        late_ms = 0 if self._next_ms is None else timestamp_ms - self._next_ms
        return late_ms if GAP_TOLERANCE_MS < late_ms <= LONGEST_GAP_MS else 0

    def _interleave(self, caller: bytes) -> bytes:
        agent = bytes(self._agent[: len(caller)])
        del self._agent[: len(caller)]
        stereo = bytearray(SILENCE * (len(caller) * CHANNELS))
        stereo[0::2] = caller
        stereo[1 : len(agent) * 2 : 2] = agent
        self.written_bytes += len(stereo)
        return bytes(stereo)


def wav_header(data_bytes: int) -> bytes:
    """RIFF/WAVE with the `fact` chunk that compressed formats need (Microsoft, "New Multimedia Data Types", 1994)."""
    fmt = struct.pack("<4sIHHIIHHH", b"fmt ", 18, MULAW, CHANNELS, 8000, 16000, CHANNELS, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, data_bytes // CHANNELS)
    data = struct.pack("<4sI", b"data", data_bytes)
    return struct.pack("<4sI4s", b"RIFF", HEADER_BYTES - 8 + data_bytes, b"WAVE") + fmt + fact + data
