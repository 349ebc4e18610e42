"""Schedules that functions make through the API while the cloud runs. moto stores them and never fires.

A `rate` schedule fires when it is seen first and then every so often, as EventBridge Scheduler does with one that has
no start. A test shortens the minute.
"""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from local.cloud.schedules import RATE, UNIT_S
from local.cloud.template import TemplateError
from local.cloud.workers import FunctionFailed

LOOK_EVERY_S = 0.5


class ScheduleTargets:
    """`functions` gives the logical id of the function behind an ARN."""

    def __init__(
        self, groups: list[str], client: Callable, functions: dict[str, str], invoke: Callable, in_thread: Callable
    ) -> None:
        self.minute_s = 60.0
        self._groups, self._client, self._functions = groups, client, functions
        self._invoke, self._in_thread = invoke, in_thread
        self._fired: dict[tuple[str, str], float] = {}
        self._under_way: set[asyncio.Task] = set()

    async def run(self) -> None:
        while True:
            for schedule in await self._in_thread(self._stored):
                self._fire_if_due(schedule)
            await asyncio.sleep(min(LOOK_EVERY_S, self.minute_s / 4))

    def _stored(self) -> list[dict]:
        client = self._client("scheduler")
        names = [(group, item["Name"]) for group in self._groups for item in _listed(client, group)]
        self._fired = {name: at for name, at in self._fired.items() if name in names}
        stored = [_read(client, group, name) for group, name in names]
        return [schedule for schedule in stored if schedule]

    def _fire_if_due(self, schedule: dict) -> None:
        name = (schedule["GroupName"], schedule["Name"])
        now = time.monotonic()
        last = self._fired.get(name)
        every_s = self._every_s(schedule)
        if schedule.get("State", "ENABLED") != "ENABLED" or (last is not None and now < last + every_s):
            return
        if schedule["Target"]["Arn"] not in self._functions:
            raise TemplateError(f"a schedule wakes {schedule['Target']['Arn']}, which is not in the template")
        self._fired[name] = now
        task = asyncio.create_task(self._fire(schedule["Target"]))
        self._under_way.add(task)  # the loop itself keeps only a weak hold of it
        task.add_done_callback(self._under_way.discard)

    def _every_s(self, schedule: dict) -> float:
        match = RATE.fullmatch(schedule["ScheduleExpression"])
        if not match:
            raise TemplateError(f"the local cloud fires rate(...) schedules, not yet {schedule['ScheduleExpression']}")
        return int(match.group(1)) * UNIT_S[match.group(2)] / 60 * self.minute_s

    async def _fire(self, target: dict[str, Any]) -> None:
        try:
            await self._invoke(self._functions[target["Arn"]], json.loads(target.get("Input", "{}")))
        except FunctionFailed:
            return  # logged where it failed; the clock goes on


def _listed(client: Any, group: str) -> list[dict]:
    """moto's own paging; a world has a handful of campaigns."""
    return client.list_schedules(GroupName=group, MaxResults=100)["Schedules"]


def _read(client: Any, group: str, name: str) -> dict | None:
    """None when it was deleted since it was listed: a campaign's last tick removes its own."""
    try:
        return client.get_schedule(GroupName=group, Name=name)
    except client.exceptions.ResourceNotFoundException:
        return None
