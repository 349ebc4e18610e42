"""Background tasks of one owner: kept from the garbage collector, awaited or cancelled together."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from trunkline.telemetry import log


class TaskSet:
    """An exception that ends a task goes to the log at once: no caller awaits the task to receive it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def settled(self) -> None:
        """Returns once no task is left, those included that a task starts meanwhile."""
        while self._tasks:
            await asyncio.wait(list(self._tasks))

    async def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.settled()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("background task failed", exc_info=error)
