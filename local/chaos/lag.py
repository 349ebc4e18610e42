"""Lag of the event loop. Both fakes share one loop: its lag looks like silence on the line."""

import asyncio
import time

STEP_S = 0.02


class Lag:
    def __init__(self) -> None:
        self._late_ms: list[float] = []
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def taken(self) -> list[float]:
        """All lags since the last call, in milliseconds."""
        taken, self._late_ms = self._late_ms, []
        return taken

    async def _watch(self) -> None:
        while True:
            asleep_s = time.monotonic()
            await asyncio.sleep(STEP_S)
            self._late_ms.append((time.monotonic() - asleep_s - STEP_S) * 1000)
