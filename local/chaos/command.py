"""`python -m local.chaos`: many calls, eight troubles, and whether every goal was met."""

import argparse
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import uvloop

from local.chaos.environment import Environment
from local.chaos.faults import TROUBLES
from local.chaos.figures import Figures, show, write
from local.chaos.night import NIGHTS, NightStage
from local.commands.terminal import Terminal

AnyStage = TypeVar("AnyStage", bound=Environment)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.chaos", description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--only", choices=sorted(TROUBLES | NIGHTS))
    parser.add_argument("--keep", action="store_true", help="keep the figures in bench/results/chaos.json")
    arguments = parser.parse_args()
    chosen = [arguments.only] if arguments.only else [*TROUBLES, *NIGHTS]
    results = uvloop.run(run(chosen, arguments.calls, Terminal()))
    write(results, arguments.calls, is_kept=arguments.keep)
    return 0 if all(result.are_good for result in results) else 1


async def run(names: list[str], calls: int, terminal: Terminal) -> list[Figures]:
    """One world for the days and one for the nights, one trouble after the other."""
    terminal.line(f"{calls} calls in real time; both fakes, the cloud and two relays share {os.cpu_count()} cores")
    days, nights = [name for name in names if name in TROUBLES], [name for name in names if name in NIGHTS]
    results = await _play(Environment(), {name: TROUBLES[name] for name in days}, calls, terminal)
    return results + await _play(NightStage(), {name: NIGHTS[name] for name in nights}, calls, terminal)


async def _play(
    stage: AnyStage, troubles: dict[str, Callable[[AnyStage, int], Awaitable[Figures]]], calls: int, terminal: Terminal
) -> list[Figures]:
    results: list[Figures] = []
    if not troubles:
        return results
    try:
        await stage.start()
        for trouble in troubles.values():
            results.append(await trouble(stage, calls))
            show(terminal, results[-1])
    finally:
        await stage.stop()
    return results
