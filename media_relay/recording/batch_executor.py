"""Batch executor: blocking jobs of many calls, given to a thread together.

Waking a thread costs more than most of these jobs do, and while it runs the audio waits for the interpreter. Jobs are
therefore batched for a twentieth of a second; of a large batch, as when hundreds of calls began together, a tenth goes
at a time. With one thread the order of jobs is kept; those of a kind that stand together may be done as one.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

from trunkline.telemetry import log

GATHER_S = 0.05
SMALL_BATCH = 24  # jobs that make no crowd
BATCHES = 10  # for a crowd
AT_ONCE = 8  # jobs one thread does in a row, when there are more threads
Result = TypeVar("Result")
Job = tuple[Future[Any], Callable[..., Any], Sequence[Any]]
BATCHED: Future[Any] = Future()  # of jobs that are done with others of their kind


class BatchExecutor(ThreadPoolExecutor):
    """An executor like any other, but to be used from one event loop."""

    def __init__(self, threads: int, name: str) -> None:
        super().__init__(threads, thread_name_prefix=name)
        self._has_many_threads = threads > 1
        self._waiting: list[Job] = []
        self._is_closed = False

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        done: Future[Result] = Future()
        self._take((done, partial(fn, **kwargs), args))
        return done

    def post_batched(self, fn: Callable[[list[Any]], object], item: object) -> None:
        """For a job that takes all adjacent jobs of its kind at once, in order. No caller waits for its
        end: a future would cost more than most of them do. Its failure is logged."""
        self._take((BATCHED, fn, (item,)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._is_closed = True
        while self._waiting:
            self._send_off()
        super().shutdown(wait, cancel_futures=cancel_futures)

    def _take(self, job: Job) -> None:
        if self._is_closed:
            raise RuntimeError("this executor is closed")
        self._waiting.append(job)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(GATHER_S, self._send_off_in_time)

    def _send_off_in_time(self) -> None:
        if self._waiting:  # else the executor was closed meanwhile, and has sent off everything
            self._send_off()
        if self._waiting:
            asyncio.get_running_loop().call_later(GATHER_S, self._send_off_in_time)

    def _send_off(self) -> None:
        if self._has_many_threads:
            jobs, self._waiting = self._waiting, []
            for first in range(0, len(jobs), AT_ONCE):
                super().submit(_work, jobs[first : first + AT_ONCE])
        else:
            count = max(SMALL_BATCH, len(self._waiting) // BATCHES)
            jobs, self._waiting = self._waiting[:count], self._waiting[count:]
            super().submit(_work, jobs)


def _work(jobs: Sequence[Job]) -> None:
    for together, some in groupby(jobs, _kind):
        if together is not None:
            _do(together, [item for _, _, (item,) in some])
            continue
        for done, job, args in some:
            if done.set_running_or_notify_cancel():
                _settle(done, job, args)


def _kind(job: Job) -> Callable[..., Any] | None:
    return job[1] if job[0] is BATCHED else None


def _do(job: Callable[[list[Any]], object], items: list[Any]) -> None:
    try:
        job(items)
    except Exception:  # noqa: BLE001 - the jobs behind it are other people's
        log.exception("posted job failed")


def _settle(done: Future[Any], job: Callable[..., Any], args: Sequence[Any]) -> None:
    try:
        result = job(*args)
    except BaseException as error:  # noqa: BLE001 - raised at the waiting caller, as from any executor
        done.set_exception(error)
    else:
        done.set_result(result)
