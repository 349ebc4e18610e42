"""Many small jobs, one batch: in order with one thread, shared out among several, and each with its own end."""

import asyncio
import threading

import pytest

from media_relay.recording import batch_executor as executor_module
from media_relay.recording.batch_executor import BatchExecutor


async def do(executor: BatchExecutor, job) -> object:
    return await asyncio.get_running_loop().run_in_executor(executor, job)


async def test_jobs_of_a_batch_are_done_in_order_by_one_thread():
    done: list[int] = []
    with BatchExecutor(1, "one") as executor:
        threads = await asyncio.gather(
            *(do(executor, lambda n=n: done.append(n) or threading.get_ident()) for n in range(30))
        )
    assert done == list(range(30))
    assert len(set(threads)) == 1


async def test_several_threads_share_a_crowd():
    """No thread is given so much that the last of its jobs waits for all the others."""
    here = threading.Barrier(3)
    with BatchExecutor(3, "three") as executor:
        await asyncio.gather(*(do(executor, lambda n=n: n % 8 or here.wait(5)) for n in range(24)))


async def test_adjacent_jobs_of_a_kind_are_done_as_one_and_in_their_turn():
    done: list[object] = []
    with BatchExecutor(1, "one") as executor:
        executor.submit(done.append, "before")
        executor.post_batched(done.append, 1)
        executor.post_batched(done.append, 2)
        executor.post_batched(done.extend, 3)
        await do(executor, lambda: done.append("between"))
        executor.post_batched(done.append, 4)
    assert done == ["before", [1, 2], 3, "between", [4]]


async def test_jobs_done_as_one_that_fail_are_logged_and_the_next_are_done(caplog):
    done: list[str] = []
    with BatchExecutor(1, "one") as executor:
        executor.post_batched(lambda _: 1 / 0, "x")
        await do(executor, lambda: done.append("next"))
    assert done == ["next"]
    assert "posted job failed" in caplog.text


async def test_a_job_that_fails_fails_alone():
    with BatchExecutor(1, "one") as executor:
        broken, whole = do(executor, lambda: 1 / 0), do(executor, lambda: "done")
        payload = await asyncio.gather(broken, whole, return_exceptions=True)
    assert isinstance(payload[0], ZeroDivisionError)
    assert payload[1] == "done"


async def test_a_cancelled_job_is_not_done():
    done: list[str] = []
    with BatchExecutor(1, "one") as executor:
        dropped = executor.submit(done.append, "dropped")
        dropped.cancel()
        await do(executor, lambda: done.append("kept"))
    assert done == ["kept"]


async def test_submitted_jobs_are_done_before_the_executor_closes():
    done: list[str] = []
    executor = BatchExecutor(1, "one")
    executor.submit(done.append, "late")
    executor.shutdown()
    assert done == ["late"]
    with pytest.raises(RuntimeError):
        executor.submit(done.append, "too late")


async def test_an_executor_closed_while_jobs_were_gathered_has_nothing_left_to_send_off(monkeypatch):
    monkeypatch.setattr(executor_module, "GATHER_S", 0)
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, fault: faults.append(fault))
    with BatchExecutor(1, "one") as executor:
        executor.submit(lambda: None)
    for _ in range(3):
        await asyncio.sleep(0)
    assert faults == []


async def test_of_a_crowd_a_tenth_goes_at_a_time(monkeypatch):
    """While the thread is at work, audio waits for the interpreter again and again: not for hundreds of jobs."""
    batches: list[int] = []
    work = executor_module._work
    monkeypatch.setattr(executor_module, "_work", lambda jobs: (batches.append(len(jobs)), work(jobs)))
    monkeypatch.setattr(executor_module, "GATHER_S", 0)
    with BatchExecutor(1, "one") as executor:
        for _ in range(400):
            executor.submit(lambda: None)
        await do(executor, lambda: None)
    assert batches[:3] == [40, 36, 32]
    assert sum(batches) == 401
