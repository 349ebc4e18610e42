"""Recorder: spooled to disk and interleaved in one writer thread, uploaded in another, in parts.

Uploads have threads of their own: neither the audio of other calls nor their uploads wait for a slow bucket.
"""

import asyncio
import json
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO, Protocol, TypeVar

from media_relay.native.writes import Write, write_all
from media_relay.recording.batch_executor import BatchExecutor
from media_relay.recording.spool import Spool
from media_relay.session.peaks import PER_SECOND
from media_relay.session.recording import AGENT, Silence, StereoRecording

Result = TypeVar("Result")
SPOOL_EVERY_BYTES = 8 * 1024  # 1 s of one channel of telephone audio


class RecordingStore(Protocol):
    """The bucket of recordings. `upload` may be slow, and runs for several calls at once."""

    def upload(self, key: str, file: IO[bytes], content_type: str) -> None: ...


@dataclass
class Recorder:
    """One call's recorder. All methods but `finish` are called on the audio path and only take notes."""

    key: str  # without a suffix: .wav holds the audio, .json its facts
    store: RecordingStore
    writer: BatchExecutor
    uploads: Executor
    track: StereoRecording = field(default_factory=StereoRecording)
    _file: Spool = field(default_factory=Spool)  # the writer thread's own
    _error: Exception | None = None

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
        facts = {"channels": ["caller", "agent"], "gaps_ms": self.track.gaps, **facts}
        wav, peaks = await _in(self.writer, self._interleave)
        await _in(self.uploads, lambda: self._upload(wav, {**facts, "peaks": peaks}))
        return self.wav_key

    @property
    def wav_key(self) -> str:
        return self.key + ".wav"

    def _spool(self) -> None:
        """Hands what is pending to the writer thread; it runs jobs in order, so the files grow in order."""
        self.writer.post_batched(lay_all, (self, self.track.take()))

    def writes(self, stretch: Silence) -> list[Write]:
        """An error is kept and raised at the end, where it is handled."""
        try:
            if stretch.cut_at is not None:
                self._file.cut(AGENT, stretch.cut_at)
            return [write for piece in stretch.pieces for write in self._file.lay(*piece)]
        except Exception as error:  # noqa: BLE001 - a full disk, say
            self.failed(error)
            return []

    def failed(self, error: Exception) -> None:
        self._error = self._error or error

    def _interleave(self) -> tuple[IO[bytes], dict[str, object]]:
        """The audio and its peaks. In the writer thread, behind everything that was spooled."""
        with closing(self._file):
            if self._error or self._file.is_empty:
                raise self._error or RuntimeError("nothing was spooled")
            wav = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been uploaded
            caller, agent = self._file.interleave_into(wav, self.track.length)
            return wav, {"per_second": PER_SECOND, "caller": caller.text(), "agent": agent.text()}

    def _upload(self, wav: IO[bytes], facts: dict[str, object]) -> None:
        with wav:
            self.store.upload(self.wav_key, wav, "audio/wav")
        with tempfile.TemporaryFile() as sidecar:
            sidecar.write(json.dumps(facts).encode())
            sidecar.seek(0)
            self.store.upload(self.key + ".json", sidecar, "application/json")


async def _in(threads: Executor, job: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(threads, job)


def lay_all(stretches: list[tuple[Recorder, Silence]]) -> None:
    """Writes the pending audio of several calls at once. A call whose write failed is marked as failed."""
    try:
        _lay_all(stretches)
    except Exception as error:  # noqa: BLE001 - it is raised at the end, where it is handled
        for recorder, _ in stretches:
            recorder.failed(error)


def _lay_all(stretches: list[tuple[Recorder, Silence]]) -> None:
    planned = [(recorder, write) for recorder, stretch in stretches for write in recorder.writes(stretch)]
    troubles = write_all([write for _, write in planned])
    for (recorder, _), number in zip(planned, troubles, strict=True):
        if number:
            recorder.failed(OSError(number, os.strerror(number)))
