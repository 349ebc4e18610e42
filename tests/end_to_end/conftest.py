"""One telephone world for the whole folder. All calls are placed at once, in real time, and looked at one by one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest_asyncio

from local.carrier import PhoneCall
from local.scenarios import Scenario
from local.scenarios.catalogue import SCENARIOS
from local.world import World


@dataclass
class Played:
    """A scenario that was played, and everything that is on file about it."""

    scenario: Scenario
    call: PhoneCall
    record: dict[str, Any] = field(default_factory=dict)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    transcript: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> list[tuple[str, str]]:
        return [(turn["speaker"], turn["text"]) for turn in self.transcript["turns"] if turn["text"]]


@dataclass
class Season:
    """The world after all calls are over."""

    world: World
    calls: dict[str, Played]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def season() -> AsyncIterator[Season]:
    world = World(say_speed=4.0)
    await world.start()
    try:
        played = {name: Played(scenario, world.ring(scenario)) for name, scenario in SCENARIOS.items()}
        await world.settled()
        for one in played.values():
            await _read(world, one)
        yield Season(world, played)
    finally:
        await world.stop()


async def _read(world: World, played: Played) -> None:
    played.record = await world.call_record(played.call.sid)
    played.timeline = await world.timeline(played.call.sid)
    if "transcript_key" in played.record:
        played.transcript = await world.transcript(played.record)
