"""Blocking jobs of many calls, carried to a thread together.

Waking a thread costs more than most of these jobs do, and while it runs the audio waits for the interpreter. What comes
within a twentieth of a second therefore goes in one journey. With one thread the order of jobs is kept.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

GATHER_S = 0.05
AT_ONCE = 8  # jobs one thread does in a row, when there are more threads
Result = TypeVar("Result")
Job = tuple[Future[Any], Callable[[], Any]]


class Desk(ThreadPoolExecutor):
    """An executor like any other, but to be used from one event loop."""

    def __init__(self, threads: int, name: str) -> None:
        super().__init__(threads, thread_name_prefix=name)
        self._at_once = AT_ONCE if threads > 1 else 0
        self._waiting: list[Job] = []
        self._is_closed = False

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        if self._is_closed:
            raise RuntimeError("this desk is closed")
        done: Future[Result] = Future()
        self._waiting.append((done, lambda: fn(*args, **kwargs)))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(GATHER_S, self._send_off)
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._is_closed = True
        self._send_off()
        super().shutdown(wait, cancel_futures=cancel_futures)

    def _send_off(self) -> None:
        jobs, self._waiting = self._waiting, []
        each = self._at_once or len(jobs) or 1
        for first in range(0, len(jobs), each):
            super().submit(_work, jobs[first : first + each])


def _work(jobs: Sequence[Job]) -> None:
    for done, job in jobs:
        if not done.set_running_or_notify_cancel():
            continue
        try:
            result = job()
        except BaseException as trouble:  # noqa: BLE001 - whoever waits for it gets it, as from any executor
            done.set_exception(trouble)
        else:
            done.set_result(result)
