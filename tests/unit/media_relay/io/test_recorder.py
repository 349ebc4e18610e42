"""A recording that has a hole is not uploaded as if it were whole: whoever asked for it is told what went wrong."""

from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import pytest

from media_relay.io.recorder import Recorder
from media_relay.io.spool import Spool
from media_relay.session.recording import DualTrack


class Writer(ThreadPoolExecutor):
    """Does posted jobs at once."""

    def post(self, job: Any, *arguments: Any) -> None:
        job(*arguments)


class Kept:
    def __init__(self) -> None:
        self.keys: list[str] = []

    def upload(self, key: str, _file: IO[bytes], _content_type: str) -> None:
        self.keys.append(key)


class BrokenOnce(Spool):
    """Loses what it is given first."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__()
        self.trouble: Exception | None = trouble
        self.is_closed = False

    def lay(self, channel: int, at: int, audio: bytes | bytearray) -> None:
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        super().lay(channel, at, audio)

    def close(self) -> None:
        self.is_closed = True
        super().close()


@pytest.mark.parametrize("trouble", [OSError("no room"), ValueError("a fault of ours")])
async def test_trouble_in_the_middle_of_a_call_is_told_at_its_end(trouble):
    store, spool = Kept(), BrokenOnce(trouble)
    with Writer(1) as writer:
        recorder = Recorder("r", store, writer, DualTrack(), spool)
        recorder.caller_said(b"\x10" * 8192, 0)
        recorder.caller_said(b"\x20" * 160, 1024)
        with pytest.raises(type(trouble), match=str(trouble)):
            await recorder.finish({})
    assert store.keys == []
    assert spool.is_closed


async def test_a_recording_without_trouble_is_there_with_its_facts():
    store = Kept()
    with Writer(1) as writer:
        recorder = Recorder("r", store, writer)
        recorder.caller_said(b"\x10" * 160, 0)
        assert await recorder.finish({"calls": 1}) == "r.wav"
    assert store.keys == ["r.wav", "r.json"]
