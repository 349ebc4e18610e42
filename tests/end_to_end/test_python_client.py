"""The generated client's example, run against the local world: a call is placed, followed, read and priced."""

import asyncio
import os
import sys
from pathlib import Path

import aiohttp
import pytest

from local.scenarios import support_call
from local.twilio import Person
from local.world.world import COMPANY_KEY, World
from tests.end_to_end.called_people import person_who_may_be_called
from tests.fakes.ports import free_ports

CLIENT = Path(__file__).parents[2] / "clients" / "python"
OURS, LIMIT_S = "+15005550008", 90
PERSON = person_who_may_be_called(142)

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture
def world(customers_world: World) -> World:
    customers_world.twilio.people[PERSON] = Person(play=support_call.play)
    return customers_world


async def run(world: World, *more: str, **variables: str) -> list[str]:
    environment = os.environ | {
        "PYTHONPATH": str(CLIENT), "TRUNKLINE_URL": world.cloud.base_url, "TRUNKLINE_API_KEY": COMPANY_KEY,
    } | variables  # fmt: skip
    command = [sys.executable, CLIENT / "examples" / "place_a_call.py", PERSON, "--agent", "agent_front_desk"]
    process = await asyncio.create_subprocess_exec(
        *command, "--from", OURS, *more, env=environment, stdout=-1, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(LIMIT_S):
        out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode().splitlines()


async def secret_for_calls(world: World) -> str:
    address = f"{world.cloud.base_url}/api/v1/event-endpoints/call-webhooks/rotate"
    async with (
        aiohttp.ClientSession(headers={"X-API-Key": COMPANY_KEY}, raise_for_status=True) as session,
        session.post(address) as answer,
    ):
        return str((await answer.json())["secret"])


async def test_a_call_is_placed_its_turns_followed_and_its_cost_read(world: World) -> None:
    lines = await run(world)
    assert lines[0].startswith("call CA")
    said = [line.split(maxsplit=3)[2:] for line in lines if " s  " in line]
    assert [(role, words) for role, words in said] == [
        ("agent" if speaker == "agent" else "user", words.replace("Ana", "there"))
        for speaker, words in support_call.LINES
    ]
    assert lines[-1].startswith("cost 0.")


async def test_its_events_arrive_signed_up_to_its_report(world: World) -> None:
    port = free_ports()
    secret = await secret_for_calls(world)
    lines = await run(
        world, "--events-at", f"http://127.0.0.1:{port}/", "--port", str(port), TRUNKLINE_WEBHOOK_SECRET=secret
    )
    events = [line.removeprefix("event ") for line in lines if line.startswith("event ")]
    assert events[0] == "call.started"
    assert events[-1] == "call.reported"
    assert "call.answered" in events  # a report may come before the carrier says that the call is over
