"""Runs a job from a terminal until it ends or somebody stops it; what it started, it ends itself."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from local.commands.terminal import Terminal

STOPPED = 130  # as a shell says of a program that Ctrl-C ended


def run_until_stopped(job: Coroutine[Any, Any, None], terminal: Terminal) -> int:
    """The exit code."""
    try:
        asyncio.run(_until_told_to_stop(job))
    except (KeyboardInterrupt, asyncio.CancelledError):
        terminal.line("\nStopped; nothing is left running.")
        return STOPPED
    return 0


async def _until_told_to_stop(job: Coroutine[Any, Any, None]) -> None:
    """SIGTERM is treated like Ctrl-C, so that a supervisor leaves as little behind as a person does."""
    task = asyncio.ensure_future(job)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task
