"""The exit status of a program at a terminal. After an interrupt or a closed pipe it prints nothing more."""

import os
import sys
from collections.abc import Callable

INTERRUPTED, PIPE_CLOSED = 130, 141  # what shells say of a program that a signal ended


def status_of(program: Callable[[], int]) -> int:
    """The exit status. What cannot be written in the terminal's encoding is written as a question mark."""
    _write_what_can_be()
    try:
        status = program()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        drop_output()
        return PIPE_CLOSED
    return status


def drop_output() -> None:
    """Python flushes once more as it ends, and would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_what_can_be() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a test's own stream may be none of a terminal's
            stream.reconfigure(errors="replace")
