"""The head of a sealed file and the places of its chunks."""

import pytest

from trunkline.encryption.domain.sealed_files import HEAD_BYTES, SealedFile, is_sealed
from trunkline.encryption.domain.sealed_values import TAG_BYTES, NotReadable, Place

SALT = bytes(range(32))
FILE = SealedFile("p7f3c", 250, SALT, chunk_bytes=100)


def test_a_head_is_read_as_it_was_written():
    assert SealedFile.parse(FILE.head + b"chunks") == FILE
    assert len(FILE.head) == HEAD_BYTES == 128
    assert is_sealed(FILE.head)
    assert not is_sealed(b"RIFF....WAVE")


def test_chunks_follow_each_other_without_a_gap():
    spans = [FILE.sealed_span(chunk) for chunk in range(FILE.chunks)]
    assert spans == [(128, 244), (244, 360), (360, 426)]
    assert spans[-1][1] == FILE.sealed_bytes == HEAD_BYTES + 250 + 3 * TAG_BYTES
    assert [FILE.plain_span(chunk) for chunk in range(3)] == [(0, 100), (100, 200), (200, 250)]


@pytest.mark.parametrize(
    ("start", "stop", "chunks"), [(0, 0, [0]), (0, 1, [0]), (99, 101, [0, 1]), (200, 250, [2]), (0, 250, [0, 1, 2])]
)
def test_a_range_has_the_chunks_that_it_touches(start, stop, chunks):
    assert list(FILE.chunks_with(start, stop)) == chunks


def test_an_empty_file_has_one_chunk_and_so_a_sealed_end():
    empty = SealedFile("p7f3c", 0, SALT)
    assert (empty.chunks, empty.sealed_bytes) == (1, HEAD_BYTES + TAG_BYTES)


def test_nonces_and_keys_are_never_the_same():
    assert len({FILE.nonce(chunk) for chunk in range(FILE.chunks)}) == 3
    assert [FILE.nonce(chunk)[-1] for chunk in range(3)] == [0, 0, 1]
    key = bytes(range(32))
    assert FILE.key(key) != SealedFile("p7f3c", 250, bytes(32), 100).key(key)
    assert FILE.context(Place("a", "p7f3c", "k", "f")) != FILE.context(Place("b", "p7f3c", "k", "f"))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"RIFF",
        FILE.head[:-1],
        FILE.head[:8] + b"\x02" + FILE.head[9:],
        FILE.head[:9] + bytes(4) + FILE.head[13:],
        FILE.head[:9] + b"\xff" * 4 + FILE.head[13:],
        FILE.head[:45] + b"\xff" * 8 + FILE.head[53:],
    ],
)
def test_what_is_no_head_is_not_readable(head):
    with pytest.raises(NotReadable):
        SealedFile.parse(head)


@pytest.mark.parametrize("subject", ["", "p" * 65])
def test_a_subject_that_does_not_fit_is_refused(subject):
    with pytest.raises(ValueError, match="subject"):
        _ = SealedFile(subject, 1, SALT).head
