"""Writing to many files in one go.

Between two writes a thread in Python takes the interpreter's lock again, and hundreds of calls wait until it lets go.
`make compile` puts `writes.pyx` in this module's place, which lets go once for all of them.
"""

import errno
import os
from collections.abc import Sequence

Write = tuple[int, int, bytes | bytearray | memoryview]  # the file's number, where in it, what


def write_all(writes: Sequence[Write]) -> list[int]:
    """In this order. For each what was wrong with it, an `errno`; 0 when all of it was written."""
    return [_trouble(*write) for write in writes]


def _trouble(file: int, at: int, audio: bytes | bytearray | memoryview) -> int:
    rest = memoryview(audio)
    try:
        while rest:
            written = os.pwrite(file, rest, at)
            if not written:
                return errno.ENOSPC
            at, rest = at + written, rest[written:]
    except OSError as trouble:
        return trouble.errno or errno.EIO
    return 0
