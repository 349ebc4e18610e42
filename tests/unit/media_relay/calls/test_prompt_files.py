"""Prompts in the relay's memory: read once, bounded, and never waited for."""

import threading
from base64 import b64decode

import pytest

from media_relay.calls import prompt_files
from media_relay.calls.prompt_files import PromptFiles
from trunkline.speech.domain.prompts import object_key


class Bucket(dict[str, bytes]):
    def __init__(self, **audio: bytes) -> None:
        super().__init__({object_key("acme", name): data for name, data in audio.items()})
        self.read: list[str] = []

    def get(self, key: str) -> bytes | None:
        self.read.append(key)
        return super().get(key)


async def test_audio_comes_in_pieces_of_a_second_and_is_read_once():
    bucket = Bucket(a=b"\x01" * 12_000)
    files = PromptFiles(bucket.get)
    pieces = await files.pieces("acme", "a")
    assert [len(b64decode(piece)) for piece in pieces] == [8000, 4000]
    assert await files.pieces("acme", "a") == pieces
    assert len(bucket.read) == 1


async def test_a_prompt_of_another_company_is_not_read():
    assert await PromptFiles(Bucket(a=b"x").get).pieces("other", "a") == ()


async def test_a_missing_prompt_and_a_bucket_that_fails_leave_nothing():
    def fail(_key: str) -> bytes:
        raise OSError

    assert await PromptFiles(Bucket().get).pieces("acme", "a") == ()
    assert await PromptFiles(fail).pieces("acme", "a") == ()


async def test_a_bucket_that_does_not_answer_is_given_up(monkeypatch):
    monkeypatch.setattr(prompt_files, "READ_LIMIT_S", 0.05)
    answer = threading.Event()
    files = PromptFiles(lambda _key: b"late" if answer.wait(5) else None)
    assert await files.pieces("acme", "a") == ()
    answer.set()


async def test_an_object_that_is_too_large_is_not_played(monkeypatch):
    monkeypatch.setattr(prompt_files, "PROMPT_LIMIT_BYTES", 10)
    assert await PromptFiles(Bucket(a=b"x" * 11).get).pieces("acme", "a") == ()


@pytest.mark.parametrize("order", ["ab", "ba"])
async def test_memory_is_bounded_and_the_one_played_last_stays(monkeypatch, order):
    monkeypatch.setattr(prompt_files, "KEPT_BYTES", 15)
    bucket = Bucket(a=b"x" * 10, b=b"y" * 10)
    files = PromptFiles(bucket.get)
    for name in (*order, order[1]):
        assert await files.pieces("acme", name)
    assert len(bucket.read) == 2
    await files.pieces("acme", order[0])
    assert len(bucket.read) == 3
