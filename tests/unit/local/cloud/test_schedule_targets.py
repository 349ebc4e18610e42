"""Schedules made through the API fire, as moto's own do not."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from local.cloud.schedule_targets import ScheduleTargets
from local.cloud.template import TemplateError
from local.cloud.workers import FunctionFailed

TICK = "arn:aws:lambda:us-east-1:123456789012:function:tick"


class Gone(Exception):
    pass


class Scheduler:
    exceptions = SimpleNamespace(ResourceNotFoundException=Gone)

    def __init__(self) -> None:
        self.schedules: dict[str, dict[str, Any]] = {}
        self.gone: set[str] = set()

    def make(self, name: str, expression: str = "rate(1 minute)", arn: str = TICK, state: str = "ENABLED") -> None:
        target = {"Arn": arn, "Input": f'{{"campaign_id": "{name}"}}'}
        about = {"GroupName": "g", "Name": name, "ScheduleExpression": expression, "State": state, "Target": target}
        self.schedules[name] = about

    def list_schedules(self, **_: Any) -> dict[str, Any]:
        return {"Schedules": list(self.schedules.values())}

    def get_schedule(self, Name: str, **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's name
        if Name in self.gone:
            raise Gone
        return self.schedules[Name]


async def fired(scheduler: Scheduler, until: int, fails: bool = False) -> list[tuple[str, dict]]:
    """The schedules that fired, once there are so many."""
    met: list[tuple[str, dict]] = []
    enough = asyncio.Event()

    async def invoke(function: str, event: dict) -> None:
        met.append((function, event))
        if len(met) >= until:
            enough.set()
        if fails:
            raise FunctionFailed({"errorType": "Exception"})

    async def in_thread(function: Any, *given: Any) -> Any:
        return function(*given)

    made = ScheduleTargets(["g"], lambda _service: scheduler, {TICK: "TickFunction"}, invoke, in_thread)
    made.minute_s = 0.01
    running = asyncio.create_task(made.run())
    waiting = asyncio.create_task(enough.wait())
    await asyncio.wait({running, waiting}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    waiting.cancel()
    [ending, _] = await asyncio.gather(running, waiting, return_exceptions=True)
    if isinstance(ending, TemplateError):
        raise ending
    return met


async def test_a_schedule_fires_again_and_again_with_its_input():
    scheduler = Scheduler()
    scheduler.make("spring")
    assert (await fired(scheduler, 3))[:3] == [("TickFunction", {"campaign_id": "spring"})] * 3


async def test_a_schedule_deleted_after_it_was_listed_is_skipped():
    scheduler = Scheduler()
    scheduler.make("autumn")
    scheduler.make("spring")
    scheduler.gone.add("autumn")
    assert {event["campaign_id"] for _, event in await fired(scheduler, 2)} == {"spring"}


async def test_a_disabled_schedule_does_not_fire_and_a_failure_stops_no_other():
    scheduler = Scheduler()
    scheduler.make("spring")
    scheduler.make("autumn", state="DISABLED")
    assert {event["campaign_id"] for _, event in await fired(scheduler, 4, fails=True)} == {"spring"}


@pytest.mark.parametrize("about", [{"expression": "cron(0 9 * * ? *)"}, {"arn": TICK + "-of-another-stack"}])
async def test_a_resource_that_is_not_played_is_an_error(about):
    scheduler = Scheduler()
    scheduler.make("spring", **about)
    with pytest.raises(TemplateError):
        await fired(scheduler, 2)
