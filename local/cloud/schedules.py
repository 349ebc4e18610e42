"""Functions that run by the clock: `rate(...)` fires on a timer; `cron(...)` is refused at the start, not ignored."""

import asyncio
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from local.cloud import events
from local.cloud.template import Template, TemplateError
from local.cloud.workers import FunctionFailed

UNIT_S = {"minute": 60, "hour": 3600, "day": 86400}
RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")


@dataclass(frozen=True)
class Schedule:
    name: str
    function: str
    every_s: int


def schedules(template: Template) -> list[Schedule]:
    found = []
    for function in template.of_type("AWS::Serverless::Function"):
        for name, event in template.properties(function).get("Events", {}).items():
            properties = event.get("Properties", {})
            if event["Type"] in {"Schedule", "ScheduleV2"} and _is_enabled(properties):
                found.append(Schedule(name, function, _every_s(name, properties)))
    return found


def _is_enabled(properties: dict) -> bool:
    return properties.get("State", "ENABLED") == "ENABLED" and properties.get("Enabled", True) in {True, "true"}


def _every_s(name: str, properties: dict) -> int:
    expression = properties.get("ScheduleExpression", properties.get("Schedule", ""))
    match = RATE.fullmatch(expression)
    if not match:
        raise TemplateError(f"{name}: the local cloud plays rate(...) schedules, not yet {expression}")
    return int(match.group(1)) * UNIT_S[match.group(2)]


async def keep_firing(schedule: Schedule, invoke: Callable) -> None:
    while True:
        await asyncio.sleep(schedule.every_s)
        event = events.scheduled_event(schedule.name, str(uuid.uuid4()), datetime.now(UTC))
        try:
            await invoke(schedule.function, event)
        except FunctionFailed:
            continue  # logged where it failed; the clock goes on
