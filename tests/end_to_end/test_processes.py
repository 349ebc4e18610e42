"""Two relay processes behind one port, exactly as a container of two cores starts them, and one of them is killed."""

import asyncio
import json
import os
import signal
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from local.world.relay_process import RelayProcess
from local.world.world import RELAY_HOST, World
from tests.end_to_end.test_trouble import SCENARIO

pytestmark = pytest.mark.asyncio(loop_scope="module")
CALLS = 8  # that all of them land on one of two is as likely as eight heads in a row


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world() -> AsyncIterator[World]:
    here = World(say_speed=4.0, relays=0)
    await here.start()
    try:
        environment = here.cloud.relay_environment() | {"RELAY_PROCESSES": "2"}
        relay = RelayProcess(environment, here._log, drain_s=5.0)
        here.relays.append(relay)
        here.addresses.add(RELAY_HOST, await relay.start())
        yield here
    finally:
        await here.stop()


def told(world: World, message: str) -> list[dict]:
    return [line for _, line in world.logs if isinstance(line, dict) and line.get("message") == message]


def health(port: int, path: str = "/health") -> dict:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
        return json.loads(answer.read()) if path == "/health" else {"status": answer.status}


async def calls_on_each(ports: list[int]) -> list[int]:
    return [(await asyncio.to_thread(health, port))["calls"] for port in ports]


def workers(supervisor: int) -> list[int]:
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text()
    return [int(pid) for pid in children.split()]


def lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110 - other processes set no event of ours
            await asyncio.sleep(0.05)


async def test_calls_land_on_both_and_outlive_the_death_of_one(world):
    async def both_ready() -> bool:
        return len(told(world, "relay is ready")) == 2

    async def all_here() -> bool:
        return sum(await calls_on_each(ports)) == CALLS

    async def another_is_ready() -> bool:
        return len(told(world, "relay is ready")) == 3

    await until(both_ready)
    ports = sorted(line["private_port"] for line in told(world, "relay is ready"))
    assert len(set(ports)) == 2
    for port in ports:
        assert (await asyncio.to_thread(health, port, "/ready"))["status"] == 200
        assert (await asyncio.to_thread(health, port, "/metrics"))["status"] == 200
    calls = [world.ring(SCENARIO) for _ in range(CALLS)]
    await until(all_here)
    assert all(await calls_on_each(ports)), "one of the two has no call"
    supervisor = world.relays[0]._process.pid
    os.kill(workers(supervisor)[0], signal.SIGKILL)
    await until(another_is_ready)
    [death] = told(world, "relay worker died")
    assert death["code"] == -signal.SIGKILL
    await asyncio.gather(*(call.ended(90) for call in calls))
    await world.settled()
    records = [await world.call_record(call.sid) for call in calls]
    assert {record["stream_outcome"] for record in records} == {"agent-ended"}
    streams = sorted(len(call.streams) for call in calls)
    assert streams[0] == 1, "those of the other process went on as if nothing had happened"
    assert streams[-1] == 2, "those of the dead process were taken up again"


async def test_told_to_leave_all_of_them_leave(world):
    relay = world.relays[0]
    supervisor = relay._process.pid
    own = workers(supervisor)
    assert len(own) == 2
    await relay.leave()
    assert relay._process.returncode == 0
    assert not [pid for pid in own if lives(pid)]
