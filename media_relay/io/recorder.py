"""Carries a recording to the bucket: spooled to disk in one writer thread, uploaded in parts, never whole in memory."""

import asyncio
import json
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Protocol

from media_relay.session.recording import CHANNELS, HEADER_BYTES, DualTrack, Piece, Stretch, together, wav_header, weave

SPOOL_EVERY_BYTES = 8 * 1024  # 1 s of one channel of telephone audio


class RecordingStore(Protocol):
    """Where recordings end up. `upload` may take as long as it likes; it runs in the writer thread."""

    def upload(self, key: str, file: IO[bytes], content_type: str) -> None: ...


@dataclass
class Recorder:
    """One call's tap. All methods but `finish` are called on the audio path and only copy bytes."""

    key: str  # without a suffix: .wav holds the audio, .json what there is to know about it
    store: RecordingStore
    writer: ThreadPoolExecutor
    track: DualTrack = field(default_factory=DualTrack)
    _file: IO[bytes] | None = None
    _laid: int = 0  # bytes of one channel in the file; the writer thread's own
    _trouble: Exception | None = None

    def caller_said(self, audio: bytes, timestamp_ms: int) -> None:
        if self.track.caller_said(audio, timestamp_ms) >= SPOOL_EVERY_BYTES:
            self._spool()

    def agent_said(self, audio: bytes) -> None:
        if self.track.agent_said(audio) >= SPOOL_EVERY_BYTES:
            self._spool()

    def cleared(self) -> None:
        self.track.cleared()

    async def finish(self, facts: dict[str, object]) -> str:
        """The key of the finished recording. Raises what the store raises."""
        self._spool()
        await self._in_writer(lambda: self._upload({"gaps_ms": self.track.gaps, **facts}))
        return self.wav_key

    @property
    def wav_key(self) -> str:
        return self.key + ".wav"

    def _spool(self) -> None:
        """Hands what is pending to the writer thread; it runs jobs in order, so the file grows in order."""
        self.writer.submit(self._append, self.track.take())

    def _append(self, stretch: Stretch) -> None:
        try:
            self._lay(stretch)
        except OSError as trouble:  # a full or read-only disk: told at the end, where somebody listens
            self._trouble = self._trouble or trouble

    def _lay(self, stretch: Stretch) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - lives as long as the call
        if stretch.cut_at is not None and stretch.cut_at < self._laid:
            self._cut(self._file, stretch.cut_at)
        for pieces in together(stretch.pieces):
            self._lay_together(self._file, pieces)

    def _lay_together(self, file: IO[bytes], pieces: tuple[Piece, ...]) -> None:
        begins = min(self._laid, *(piece.at for piece in pieces))  # from the end of the file on, if they begin later
        room = CHANNELS * (max(piece.end for piece in pieces) - begins)
        there = os.pread(file.fileno(), room, _place(begins)) if begins < self._laid else b""
        os.pwrite(file.fileno(), weave(pieces, begins, there), _place(begins))
        self._laid = max(self._laid, *(piece.end for piece in pieces))

    def _cut(self, file: IO[bytes], at: int) -> None:
        file.truncate(_place(at))
        self._laid = at

    def _upload(self, facts: dict[str, object]) -> None:
        if self._trouble or self._file is None:
            raise self._trouble or RuntimeError("nothing was spooled")
        with self._file as file:
            self._cut(file, self.track.length)  # what the agent had still to say was never heard
            file.write(wav_header(CHANNELS * self.track.length))
            file.seek(0)
            self.store.upload(self.wav_key, file, "audio/wav")
        with tempfile.TemporaryFile() as sidecar:
            sidecar.write(json.dumps({"channels": ["caller", "agent"], **facts}).encode())
            sidecar.seek(0)
            self.store.upload(self.key + ".json", sidecar, "application/json")

    async def _in_writer(self, job: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self.writer, job)


def _place(at: int) -> int:
    """Where in the file this byte of a channel is."""
    return HEADER_BYTES + CHANNELS * at
