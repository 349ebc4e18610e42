import asyncio

from media_relay.tasks import TaskSet


async def test_settled_also_waits_for_tasks_that_a_task_starts():
    tasks, done = TaskSet(), []

    async def child() -> None:
        await asyncio.sleep(0)
        done.append("child")

    async def parent() -> None:
        await asyncio.sleep(0)
        tasks.start(child())
        done.append("parent")

    tasks.start(parent())
    await tasks.settled()
    assert done == ["parent", "child"]


async def test_cancel_waits_until_every_task_has_cleaned_up():
    tasks, cleaned = TaskSet(), []

    async def job() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned.append(True)

    tasks.start(job())
    await asyncio.sleep(0)
    await tasks.cancel()
    assert cleaned == [True]


async def test_a_task_that_fails_is_logged_and_the_others_go_on(caplog):
    tasks, done = TaskSet(), []

    async def broken() -> None:
        raise ZeroDivisionError("planted")

    async def sound() -> None:
        await asyncio.sleep(0)
        done.append(True)

    tasks.start(broken())
    tasks.start(sound())
    await tasks.settled()
    assert done == [True]
    (record,) = caplog.records
    assert record.getMessage() == "background task failed"
    assert record.exc_info[0].__name__ == "ZeroDivisionError"
