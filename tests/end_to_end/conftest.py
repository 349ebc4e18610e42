"""One telephone world for the whole folder. Calls are placed together, in real time, and looked at one by one."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio

from local.scenarios import Scenario
from local.scenarios.catalogue import ON_THIS_MACHINE, SCENARIOS
from local.twilio import CallState
from local.world.world import World
from tests.end_to_end.called_people import DESTINATIONS

AT_ONCE = 3  # on the deployed stack each request at the same time starts a process of its own, all on two cores


@dataclass
class Played:
    """A scenario that was played, and everything that is on file about it."""

    scenario: Scenario
    call: CallState
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

    def call(self, name: str) -> Played:
        """Skips the test of a call that this world cannot play."""
        if name not in self.calls:
            pytest.skip(f"NOT TESTED: the call {name} is not played on a deployed stack, whose tools are public")
        return self.calls[name]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def season(request: pytest.FixtureRequest) -> AsyncIterator[Season]:
    world = World(say_speed=4.0, deployed=request.config.getoption("--stack"))
    await world.start()
    world.retell.faults.repeat_functions = True  # as after a lost answer: without a second effect
    try:
        names = [name for name in SCENARIOS if not world.is_deployed or name not in ON_THIS_MACHINE]
        played = await _play(world, names, AT_ONCE if world.is_deployed else len(names))
        for item in played.values():
            await _read(world, item)
        yield Season(world, played)
    finally:
        await world.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def customers_world() -> AsyncIterator[World]:
    """The world of those who place calls over the API and receive events: one for their files, which `tests/workers.py`
    keeps together. A world takes five seconds of a processor before anything happens in it."""
    world = World(say_speed=4.0, destinations=DESTINATIONS)
    await world.start()
    try:
        yield world
    finally:
        await world.stop()


async def _play(world: World, scenarios: Iterable[str], at_once: int) -> dict[str, Played]:
    """So many calls at the same time, then the next ones."""
    played: dict[str, Played] = {}
    for patient in filter(None, (SCENARIOS[name].patient for name in scenarios)):
        await world.enrol(patient)
    for names in batched(scenarios, at_once):
        played |= {name: Played(SCENARIOS[name], world.ring(SCENARIOS[name])) for name in names}
        await world.settled()
    return played


def batched(names: Iterable[str], size: int) -> list[list[str]]:
    listed = list(names)
    return [listed[at : at + size] for at in range(0, len(listed), size)]


async def _read(world: World, played: Played) -> None:
    played.record = await world.call_record(played.call.sid)
    played.timeline = await world.timeline(played.call.sid)
    if "transcript_key" in played.record:
        played.transcript = await world.transcript(played.record)
