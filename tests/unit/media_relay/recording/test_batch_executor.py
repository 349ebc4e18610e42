"""Many small jobs, one journey: in order with one thread, shared out among several, and each with its own end."""

import asyncio
import threading

import pytest

from media_relay.recording import batch_executor as desk_module
from media_relay.recording.batch_executor import BatchExecutor


async def do(desk: BatchExecutor, job) -> object:
    return await asyncio.get_running_loop().run_in_executor(desk, job)


async def test_what_comes_together_is_done_in_order_by_one_thread():
    done: list[int] = []
    with BatchExecutor(1, "one") as desk:
        threads = await asyncio.gather(
            *(do(desk, lambda n=n: done.append(n) or threading.get_ident()) for n in range(30))
        )
    assert done == list(range(30))
    assert len(set(threads)) == 1


async def test_several_threads_share_a_crowd():
    """No thread is given so much that the last of its jobs waits for all the others."""
    here = threading.Barrier(3)
    with BatchExecutor(3, "three") as desk:
        await asyncio.gather(*(do(desk, lambda n=n: n % 8 or here.wait(5)) for n in range(24)))


async def test_jobs_of_a_kind_that_stand_together_are_done_as_one_and_in_their_turn():
    done: list[object] = []
    with BatchExecutor(1, "one") as desk:
        desk.submit(done.append, "before")
        desk.post_together(done.append, 1)
        desk.post_together(done.append, 2)
        desk.post_together(done.extend, 3)
        await do(desk, lambda: done.append("between"))
        desk.post_together(done.append, 4)
    assert done == ["before", [1, 2], 3, "between", [4]]


async def test_jobs_done_as_one_that_fail_are_logged_and_the_next_are_done(caplog):
    done: list[str] = []
    with BatchExecutor(1, "one") as desk:
        desk.post_together(lambda _: 1 / 0, "x")
        await do(desk, lambda: done.append("next"))
    assert done == ["next"]
    assert "posted job failed" in caplog.text


async def test_a_job_that_fails_fails_alone():
    with BatchExecutor(1, "one") as desk:
        broken, whole = do(desk, lambda: 1 / 0), do(desk, lambda: "done")
        payload = await asyncio.gather(broken, whole, return_exceptions=True)
    assert isinstance(payload[0], ZeroDivisionError)
    assert payload[1] == "done"


async def test_a_job_nobody_waits_for_any_more_is_not_done():
    done: list[str] = []
    with BatchExecutor(1, "one") as desk:
        dropped = desk.submit(done.append, "dropped")
        dropped.cancel()
        await do(desk, lambda: done.append("kept"))
    assert done == ["kept"]


async def test_what_was_handed_in_is_done_before_the_desk_closes():
    done: list[str] = []
    desk = BatchExecutor(1, "one")
    desk.submit(done.append, "late")
    desk.shutdown()
    assert done == ["late"]
    with pytest.raises(RuntimeError):
        desk.submit(done.append, "too late")


async def test_a_desk_that_was_closed_while_jobs_were_gathered_has_nothing_left_to_send_off(monkeypatch):
    monkeypatch.setattr(desk_module, "GATHER_S", 0)
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, fault: faults.append(fault))
    with BatchExecutor(1, "one") as desk:
        desk.submit(lambda: None)
    for _ in range(3):
        await asyncio.sleep(0)
    assert faults == []


async def test_of_a_crowd_a_tenth_goes_at_a_time(monkeypatch):
    """While the thread is at work, audio waits for the interpreter again and again: not for hundreds of jobs."""
    journeys: list[int] = []
    work = desk_module._work
    monkeypatch.setattr(desk_module, "_work", lambda jobs: (journeys.append(len(jobs)), work(jobs)))
    monkeypatch.setattr(desk_module, "GATHER_S", 0)
    with BatchExecutor(1, "one") as desk:
        for _ in range(400):
            desk.submit(lambda: None)
        await do(desk, lambda: None)
    assert journeys[:3] == [40, 36, 32]
    assert sum(journeys) == 401
