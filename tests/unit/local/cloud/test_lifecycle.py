"""Starting and stopping the embedded cloud: what it leaves behind is nothing."""

import asyncio
import os
import threading
from pathlib import Path

import pytest

from local.cloud.cloud import LocalCloud
from local.cloud.template import TemplateError
from tests.unit.local.cloud import small_stack

pytestmark = pytest.mark.enable_socket


def children() -> set[str]:
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def everything_alive() -> tuple:
    return children(), set(threading.enumerate()), asyncio.all_tasks()


async def settled(before: tuple) -> tuple:
    """Living processes and threads, once returning threads have returned (3.11 waits for children in threads)."""
    for _ in range(50):
        if everything_alive() == before:
            break
        await asyncio.sleep(0.02)
    return everything_alive()


async def test_stopping_leaves_no_process_thread_or_task_behind(tmp_path):
    before = everything_alive()
    cloud = LocalCloud(small_stack.write(tmp_path), {"Stage": "local"})
    await cloud.start()
    assert len(children() - before[0]) == 3  # two functions with a path, and an AWS
    await cloud.stop()
    await cloud.stop()
    assert await settled(before) == before


async def test_a_stack_that_cannot_be_played_says_why_and_leaves_nothing_running(tmp_path):
    before = everything_alive()
    template = small_stack.write(tmp_path)
    template.write_text(template.read_text() + "  Stream: {Type: AWS::Kinesis::Stream}\n")
    cloud = LocalCloud(template, {"Stage": "local"})
    with pytest.raises(TemplateError, match="AWS::Kinesis::Stream"):
        await cloud.start()
    assert await settled(before) == before


async def test_a_start_that_fails_half_way_ends_its_processes(tmp_path):
    before = everything_alive()
    template = small_stack.write(tmp_path)
    template.write_text(
        template.read_text().replace("{AttributeName: pk, KeyType: HASH}", "{AttributeName: no, KeyType: HASH}")
    )
    cloud = LocalCloud(template, {"Stage": "local"})
    with pytest.raises(Exception, match=r"KeySchema|AttributeDefinitions"):  # as DynamoDB puts it
        await cloud.start()
    assert await settled(before) == before
