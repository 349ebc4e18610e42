"""Programs that were started here and have to end."""

import asyncio
import contextlib
import signal
from typing import Any

CTRL_C = {signal.SIGINT}


async def spawn(*command: str, **options: Any) -> asyncio.subprocess.Process:
    """A child that Ctrl-C does not reach, although it is of our group: we end it, in order.

    It inherits the blocked signal. One that comes meanwhile waits for us until it is unblocked here.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, CTRL_C)
    try:
        return await asyncio.create_subprocess_exec(*command, **options)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, CTRL_C)


async def end(process: asyncio.subprocess.Process, within_s: float) -> None:
    """Ends a process: SIGTERM, then SIGKILL after `within_s`. A process that has ended already is no error."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), within_s)
    except TimeoutError:
        process.kill()
