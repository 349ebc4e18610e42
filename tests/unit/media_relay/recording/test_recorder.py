"""A recording that has a hole is not uploaded as if it were whole: `finish` raises the error."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import pytest

from media_relay.__main__ import UPLOADS
from media_relay.native.writes import Write, write_all
from media_relay.recording import recorder
from media_relay.recording.recorder import Recorder
from media_relay.recording.spool import Spool
from media_relay.session.recording import StereoRecording
from media_relay.settings import RelaySettings


class Writer(ThreadPoolExecutor):
    """Does posted jobs at once."""

    def post_batched(self, job: Any, item: Any) -> None:
        job([item])


class Kept:
    def __init__(self) -> None:
        self.keys: list[str] = []

    def upload(self, key: str, _file: IO[bytes], _content_type: str) -> None:
        self.keys.append(key)


class BrokenOnce(Spool):
    """Loses what it is given first."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error: Exception | None = error
        self.is_closed = False

    def lay(self, channel: int, at: int, audio: bytes | bytearray) -> list[Write]:
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        return super().lay(channel, at, audio)

    def close(self) -> None:
        self.is_closed = True
        super().close()


@pytest.mark.parametrize("error", [OSError("no room"), ValueError("a fault of ours")])
async def test_an_error_in_the_middle_of_a_call_is_raised_at_its_end(error):
    store, spool = Kept(), BrokenOnce(error)
    with Writer(1) as writer:
        tap = Recorder("r", store, writer, writer, StereoRecording(), spool)
        tap.caller_said(b"\x10" * 8192, 0)
        tap.caller_said(b"\x20" * 160, 1024)
        with pytest.raises(type(error), match=str(error)):
            await tap.finish({})
    assert store.keys == []
    assert spool.is_closed


async def test_a_recording_without_trouble_is_there_with_its_facts():
    store = Kept()
    with Writer(1) as writer:
        tap = Recorder("r", store, writer, writer)
        tap.caller_said(b"\x10" * 160, 0)
        assert await tap.finish({"calls": 1}) == "r.wav"
    assert store.keys == ["r.wav", "r.json"]


@pytest.mark.parametrize("error", [[28], MemoryError("no memory")])
async def test_a_disk_error_is_raised_at_the_end_and_only_of_its_own_call(monkeypatch, error):
    """Both calls travel together; what is wrong with the first one's writes is not wrong with the other's."""

    def broken(writes: list[Write]) -> list[int]:
        if isinstance(error, Exception):
            raise error
        return error + write_all(writes[1:])

    monkeypatch.setattr(recorder, "write_all", broken)
    store = Kept()
    with Writer(1) as writer:
        ones = [Recorder(key, store, writer, writer) for key in ("first", "second")]
        for item in ones:
            item.track.caller_said(b"\x10" * 160, 0)
        recorder.lay_all([(item, item.track.take()) for item in ones])
        monkeypatch.undo()
        with pytest.raises(Exception, match=r"No space|no memory"):
            await ones[0].finish({})
        if isinstance(error, list):
            await ones[1].finish({})
    assert store.keys == (["second.wav", "second.json"] if isinstance(error, list) else [])


class Slow:
    """A bucket that takes nothing until so many uploads are under way together."""

    def __init__(self, together: int) -> None:
        self.barrier = threading.Barrier(together)

    def upload(self, _key: str, _file: IO[bytes], _content_type: str) -> None:
        self.barrier.wait(timeout=10)


async def test_a_relay_that_leaves_uploads_many_recordings_together():
    store = Slow(UPLOADS)
    with Writer(1) as writer, ThreadPoolExecutor(UPLOADS) as uploads:
        taps = [Recorder(f"r{n}", store, writer, uploads) for n in range(2 * UPLOADS)]
        for tap in taps:
            tap.caller_said(b"\x10" * 160, 0)
        assert await asyncio.gather(*(tap.finish({}) for tap in taps)) == [f"r{n}.wav" for n in range(2 * UPLOADS)]


async def test_an_upload_keeps_no_other_call_from_its_disk():
    store = Slow(2)
    with Writer(1) as writer, ThreadPoolExecutor(1) as uploads:
        first, second = (Recorder(key, store, writer, uploads) for key in ("first", "second"))
        first.caller_said(b"\x10" * 160, 0)
        finishing = asyncio.create_task(first.finish({}))
        while not store.barrier.n_waiting:  # noqa: ASYNC110 - a barrier of threads has no event
            await asyncio.sleep(0)
        second.caller_said(b"\x10" * 8192, 0)
        await asyncio.wrap_future(writer.submit(lambda: None))
        await asyncio.gather(*(asyncio.to_thread(store.barrier.wait, 10) for _ in range(2)))
        await finishing


S3_PUT_S = 0.2
FARGATE_KILLS_AFTER_S = 120


def test_the_recordings_of_a_full_relay_fit_between_the_drain_and_the_kill():
    settings = RelaySettings()
    rounds = -(-settings.max_calls // UPLOADS)
    assert settings.drain_s + rounds * 2 * S3_PUT_S < FARGATE_KILLS_AFTER_S - 5
