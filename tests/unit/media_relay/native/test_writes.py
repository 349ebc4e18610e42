"""Many writes in one go: all are made, in order, and each has its own error. In C and in Python."""

import errno
import os
import tempfile
from collections.abc import Iterator

import pytest

from media_relay.native import frame_scanner, writes


@pytest.fixture(params=["as it runs here", "interpreted"])
def write_all(request):
    return writes.write_each if request.param == "interpreted" else writes.write_all


@pytest.fixture
def file() -> Iterator[int]:
    with tempfile.TemporaryFile() as made:
        yield made.fileno()


def test_bulk_writes_run_where_there_was_a_compiler():
    assert (writes.write_all is not writes.write_each) == frame_scanner.IS_COMPILED


def test_all_are_made_in_order_from_every_kind_of_buffer(write_all, file):
    whole = bytes(range(256)) * 400
    assert (
        write_all([(file, 10, b"ab"), (file, 0, bytearray(b"01234")), (file, 3, memoryview(b"_xyz_")[1:4])]) == [0] * 3
    )
    assert os.pread(file, 99, 0) == b"012xyz\0\0\0\0ab"
    assert write_all([(file, 0, whole)]) == [0]
    assert os.pread(file, len(whole) + 1, 0) == whole


def test_no_writes_and_empty_writes_have_no_error(write_all, file):
    assert write_all([]) == []
    assert write_all([(file, 5, b"")]) == [0]


def test_an_error_belongs_to_its_own_write(write_all, file):
    with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123 - a device
        found = write_all([(full.fileno(), 0, b"a"), (file, 0, b"b"), (-1, 0, b"c"), (file, -1, b"d"), (file, 1, b"e")])
    assert found == [errno.ENOSPC, 0, errno.EBADF, errno.EINVAL, 0]
    assert os.pread(file, 9, 0) == b"be"


def test_an_invalid_write_raises(write_all, file):
    with pytest.raises(TypeError):
        write_all([(file, 0, "text")])
    with pytest.raises((TypeError, ValueError)):
        write_all([(file, 0)])
    held = bytearray(b"held")
    with pytest.raises(TypeError):
        write_all([(file, 0, held), (file, 0, 5)])
    held.clear()  # no reference is kept


def test_a_partial_write_is_continued_and_an_empty_write_means_a_full_disk(monkeypatch, file):
    """In Python: what C calls cannot be replaced."""
    really = os.pwrite
    monkeypatch.setattr(writes.os, "pwrite", lambda to, audio, at: really(to, audio[:3], at))
    assert writes.write_each([(file, 0, b"0123456789")]) == [0]
    assert os.pread(file, 99, 0) == b"0123456789"
    monkeypatch.setattr(writes.os, "pwrite", lambda *_: 0)
    assert writes.write_each([(file, 0, b"0")]) == [errno.ENOSPC]
