"""`python -m local.chaos`: many calls, six troubles, and whether every goal was met."""

import argparse
import os
import sys

import uvloop

from local.chaos.environment import Environment
from local.chaos.faults import TROUBLES
from local.chaos.figures import Figures, show, write
from local.commands.terminal import Terminal


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.chaos", description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--only", choices=sorted(TROUBLES))
    parser.add_argument("--keep", action="store_true", help="keep the figures in bench/results/chaos.json")
    arguments = parser.parse_args()
    chosen = [arguments.only] if arguments.only else list(TROUBLES)
    results = uvloop.run(run(chosen, arguments.calls, Terminal()))
    write(results, arguments.calls, is_kept=arguments.keep)
    return 0 if all(result.are_good for result in results) else 1


async def run(names: list[str], calls: int, terminal: Terminal) -> list[Figures]:
    """One world for all of them, one trouble after the other."""
    terminal.line(f"{calls} calls in real time; both fakes, the cloud and two relays share {os.cpu_count()} cores")
    stage, results = Environment(), []
    try:
        await stage.start()
        for name in names:
            results.append(await TROUBLES[name](stage, calls))
            show(terminal, results[-1])
    finally:
        await stage.stop()
    return results


if __name__ == "__main__":
    sys.exit(main())
