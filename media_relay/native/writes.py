"""Writes to many files at once.

Between two writes a thread in Python takes the interpreter's lock again, and hundreds of calls wait until it lets go.
`bulk_writes` in C lets go once for all of them; without it each is an `os.pwrite`.
"""

import errno
import os
from collections.abc import Callable, Sequence
from importlib import import_module

from media_relay.native import switch

Write = tuple[int, int, bytes | bytearray | memoryview]  # the file's number, the place in it, the bytes
WriteAll = Callable[[Sequence[Write]], list[int]]


def write_each(writes: Sequence[Write]) -> list[int]:
    """In this order. The `errno` of each; 0 when all of it was written."""
    return [_errno_of(*write) for write in writes]


def _errno_of(file: int, at: int, audio: bytes | bytearray | memoryview) -> int:
    rest = memoryview(audio)
    try:
        while rest:
            written = os.pwrite(file, rest, at)
            if not written:
                return errno.ENOSPC
            at, rest = at + written, rest[written:]
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def in_bulk() -> WriteAll | None:
    """None where it is switched off or not compiled."""
    if not switch.IS_ON:
        return None
    try:
        compiled: WriteAll = import_module("media_relay.native.bulk_writes").write_all
    except ModuleNotFoundError:
        return None
    return compiled


write_all: WriteAll = in_bulk() or write_each
