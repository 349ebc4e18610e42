"""Runs a job from a terminal until it ends or is stopped; its own processes end with it."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from local.commands.ending import INTERRUPTED, PIPE_CLOSED, drop_output
from local.commands.terminal import Terminal

STOPPED = INTERRUPTED
STOPPING = (signal.SIGTERM, signal.SIGHUP)


def run_until_stopped(job: Coroutine[Any, Any, int | None], terminal: Terminal) -> int:
    """The exit code: the job's own, or why it did not come to its end."""
    try:
        status = asyncio.run(_until_stopped(job, terminal))
    except (KeyboardInterrupt, asyncio.CancelledError):
        if terminal.failure is None:
            terminal.line("\nStopped; nothing is left running.")
        return STOPPED if terminal.failure is None else _unwritten(terminal.failure)
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__  # a TimeoutError has no words
        print(f"not done: {error.filename or ''} {why}".replace("  ", " "), file=sys.stderr)
        return 1
    return _unwritten(terminal.failure) if terminal.failure else status or 0


def _unwritten(failure: OSError) -> int:
    """The output cannot be written: the reader has gone, or the disk is full."""
    drop_output()
    if isinstance(failure, BrokenPipeError):
        return PIPE_CLOSED
    print(f"stopped, as nothing can be written any more: {failure.strerror}", file=sys.stderr)
    return 1


async def _until_stopped(job: Coroutine[Any, Any, int | None], terminal: Terminal) -> int | None:
    """Signals are treated like Ctrl-C, so that a supervisor leaves as little behind as a person does.

    So is an output that cannot be written: its reader has gone.
    """
    task = asyncio.ensure_future(job)
    terminal.on_failure = task.cancel
    for sign in STOPPING:
        if signal.getsignal(sign) is not signal.SIG_IGN:  # started with nohup, it is to stay
            asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
    return await task
