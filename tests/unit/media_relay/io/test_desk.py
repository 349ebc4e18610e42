"""Many small jobs, one journey: in order with one thread, shared out among several, and each with its own end."""

import asyncio
import threading

import pytest

from media_relay.io.desk import Desk


async def do(desk: Desk, job) -> object:
    return await asyncio.get_running_loop().run_in_executor(desk, job)


async def test_what_comes_together_is_done_in_order_by_one_thread():
    done: list[int] = []
    with Desk(1, "one") as desk:
        threads = await asyncio.gather(
            *(do(desk, lambda n=n: done.append(n) or threading.get_ident()) for n in range(30))
        )
    assert done == list(range(30))
    assert len(set(threads)) == 1


async def test_several_threads_share_a_crowd():
    """No thread is given so much that the last of its jobs waits for all the others."""
    here = threading.Barrier(3)
    with Desk(3, "three") as desk:
        await asyncio.gather(*(do(desk, lambda n=n: n % 8 or here.wait(5)) for n in range(24)))


async def test_a_job_that_fails_fails_alone():
    with Desk(1, "one") as desk:
        broken, whole = do(desk, lambda: 1 / 0), do(desk, lambda: "done")
        told = await asyncio.gather(broken, whole, return_exceptions=True)
    assert isinstance(told[0], ZeroDivisionError)
    assert told[1] == "done"


async def test_a_job_nobody_waits_for_any_more_is_not_done():
    done: list[str] = []
    with Desk(1, "one") as desk:
        dropped = desk.submit(done.append, "dropped")
        dropped.cancel()
        await do(desk, lambda: done.append("kept"))
    assert done == ["kept"]


async def test_what_was_handed_in_is_done_before_the_desk_closes():
    done: list[str] = []
    desk = Desk(1, "one")
    desk.submit(done.append, "late")
    desk.shutdown()
    assert done == ["late"]
    with pytest.raises(RuntimeError):
        desk.submit(done.append, "too late")
