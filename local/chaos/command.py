"""`python -m local.chaos`: many calls, eight faults, and whether every goal was met."""

import argparse
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import uvloop

from local.chaos.environment import Environment
from local.chaos.faults import FAULTS
from local.chaos.figures import Figures, show, write
from local.chaos.night import NIGHTS, NightStage
from local.commands.terminal import Terminal

AnyEnvironment = TypeVar("AnyEnvironment", bound=Environment)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.chaos", description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--only", choices=sorted(FAULTS | NIGHTS))
    parser.add_argument("--keep", action="store_true", help="keep the figures in bench/results/chaos.json")
    arguments = parser.parse_args()
    chosen = [arguments.only] if arguments.only else [*FAULTS, *NIGHTS]
    results = uvloop.run(run(chosen, arguments.calls, Terminal()))
    write(results, arguments.calls, is_kept=arguments.keep)
    return 0 if all(result.are_good for result in results) else 1


async def run(names: list[str], calls: int, terminal: Terminal) -> list[Figures]:
    """One world for the days and one for the nights, one fault after the other."""
    terminal.line(f"{calls} calls in real time; both fakes, the cloud and two relays share {os.cpu_count()} cores")
    days, nights = [name for name in names if name in FAULTS], [name for name in names if name in NIGHTS]
    results = await _play(Environment(), {name: FAULTS[name] for name in days}, calls, terminal)
    return results + await _play(NightStage(), {name: NIGHTS[name] for name in nights}, calls, terminal)


async def _play(
    environment: AnyEnvironment,
    faults: dict[str, Callable[[AnyEnvironment, int], Awaitable[Figures]]],
    calls: int,
    terminal: Terminal,
) -> list[Figures]:
    results: list[Figures] = []
    if not faults:
        return results
    try:
        await environment.start()
        for fault in faults.values():
            results.append(await fault(environment, calls))
            show(terminal, results[-1])
    finally:
        await environment.stop()
    return results
