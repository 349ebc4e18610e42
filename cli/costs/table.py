"""A stage's costs as a person reads them, and as a program does."""

from collections.abc import Iterator
from typing import Any

from cli.costs.call_usage import Line
from cli.costs.stage_month import FIRST, RELAY, Minute, idle, minute
from cli.costs.stage_shape import StageShape

CALLS_AT_ONCE = (1, 10, 100, 1000)


def table(shape: StageShape) -> str:
    relay = shape.relay
    sleeps = ", asleep without calls" if relay.sleeps else ""
    head = (
        f"{shape.stage}: {relay.tasks} to {relay.most} relay tasks of size {relay.size}{sleeps},"
        f" {relay.aim} calls each, {relay.max_calls} at most"
    )
    return "\n".join([head, *_idle_months(shape), *_minutes(shape)])


def total(lines: list[Line], group: str = "") -> float:
    return sum(line.usd for line in lines if group in ("", line.group))


def document(shape: StageShape) -> dict[str, Any]:
    minutes = [minute(shape, calls) for calls in CALLS_AT_ONCE]
    return {
        "stage": shape.stage,
        "idle_month": {
            name: [{"what": line.what, "usd": round(line.usd, 2)} for line in idle(shape, is_asleep=is_asleep)]
            for name, is_asleep in _states(shape)
        },
        "minutes": [
            {"calls": row.calls, "tasks": row.tasks, "usd": round(row.usd, 6), "usd_a_month": round(row.month, 2)}
            for row in minutes
        ],
    }


def _states(shape: StageShape) -> list[tuple[str, bool]]:
    return [("asleep", True), ("awake", False)] if shape.relay.sleeps else [("awake", False)]


def _idle_months(shape: StageShape) -> Iterator[str]:
    for name, is_asleep in _states(shape):
        lines = idle(shape, is_asleep=is_asleep)
        yield from ("", f"{'an idle month, the relay ' + name:48}{'USD':>10}")
        for group, sub in ((FIRST, "without a relay"), (RELAY, "the relay")):
            yield from (f"  {line.what:46}{line.usd:10.2f}" for line in lines if line.group == group)
            yield f"{sub:48}{total(lines, group):10.2f}"
        yield f"{'both':48}{total(lines):10.2f}"


def _minutes(shape: StageShape) -> Iterator[str]:
    yield from (
        "",
        f"{'calls at once':>13}{'tasks':>7}{'fleet':>10}{'fixed':>10}{'by use':>10}{'a minute':>10}{'a month':>10}",
    )
    minutes = [minute(shape, calls) for calls in CALLS_AT_ONCE]
    yield from (_row(row) for row in minutes)
    if not all(row.fits for row in minutes):
        yield f"* more than RelayTasksMost allows ({shape.relay.most})"


def _row(row: Minute) -> str:
    tasks = f"{row.tasks}{'' if row.fits else '*'}"
    parts = "".join(f"{part:10.5f}" for part in (row.fleet, row.fixed, row.by_use, row.usd))
    return f"{row.calls:13d}{tasks:>7}{parts}{row.month:10.0f}"
