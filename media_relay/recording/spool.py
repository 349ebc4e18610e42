"""Spool: both sides of a call on disk while it lasts, interleaved into one file when it is over.

One file, in which blocks of the caller and blocks of the agent take turns: each side grows in its own blocks, however
far ahead of the other it is, and nothing that was written is ever read or moved before the call is over. To make a
second file cost more than all that is written into it.
"""

import os
import tempfile
from typing import IO

from media_relay.native.writes import Write
from media_relay.session.peaks import PeakMeter
from media_relay.session.recording import AGENT, CALLER, CHANNELS, SILENCE, interleave, wav_header

BLOCK_BYTES = 32 * 1024  # 4 s of one side; interleaved in some hundred microseconds


class Spool:
    """Each side grows at its end, and may be cut. There is a file only when something was said."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._lengths = [0] * CHANNELS

    @property
    def is_empty(self) -> bool:
        return not any(self._lengths)

    def lay(self, channel: int, at: int, audio: bytes | bytearray) -> list[Write]:
        """The writes that put this audio at its place; the gap before it is silence. Raises OSError."""
        writes: list[Write] = []
        while self._lengths[channel] < at:
            silent = min(at - self._lengths[channel], BLOCK_BYTES)
            writes += self._writes(channel, self._lengths[channel], SILENCE * silent)
        return writes + self._writes(channel, at, audio)

    def cut(self, channel: int, at: int) -> None:
        """Audio from there on was never heard."""
        self._lengths[channel] = min(at, self._lengths[channel])

    def interleave_into(self, wav: IO[bytes], length: int) -> tuple[PeakMeter, PeakMeter]:
        """The whole recording, of so many bytes a side, ready to be read, and the peaks of its sides."""
        caller, agent = meters = PeakMeter(), PeakMeter()
        wav.write(wav_header(CHANNELS * length))
        for at in range(0, length, BLOCK_BYTES):
            count = min(BLOCK_BYTES, length - at)
            stereo = interleave(self._read(CALLER, at, count), self._read(AGENT, at, count))
            caller.add(stereo[CALLER::CHANNELS])
            agent.add(stereo[AGENT::CHANNELS])
            wav.write(stereo)
        wav.seek(0)
        return meters

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _writes(self, channel: int, at: int, audio: bytes | bytearray) -> list[Write]:
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as the call
        self._lengths[channel] = at + len(audio)
        writes: list[Write] = []
        rest = memoryview(audio)
        while rest:
            place, room = _place(channel, at)
            writes.append((self._file.fileno(), place, rest[:room]))
            at, rest = at + room, rest[room:]
        return writes

    def _read(self, channel: int, at: int, count: int) -> bytes:
        there = min(count, self._lengths[channel] - at)
        return b"" if there <= 0 or self._file is None else os.pread(self._file.fileno(), there, _place(channel, at)[0])


def _place(channel: int, at: int) -> tuple[int, int]:
    """(where in the file this byte of a side is, how many more fit into its block)"""
    block, within = divmod(at, BLOCK_BYTES)
    return (CHANNELS * block + channel) * BLOCK_BYTES + within, BLOCK_BYTES - within
