"""`python -m bench.soak`: whether the relay's memory stays flat over long calls, in less time than they last."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from bench.load.generator import Load
from bench.results import machine, table_of_sizes
from bench.subjects import UNNAMED_BY_THE_LOAD, check, measure, relay_line, start_relay

SETTLED_SHARE = 0.2  # of the soak: buffers find their size and libraries are loaded late


def main() -> None:
    args = arguments().parse_args()
    load = Load(args.calls, args.minutes * 60 / args.speed, args.traffic, args.speed)
    result = {"machine": machine(), "load": facts(args), **soak(load)}
    print(table_of_sizes(result), file=sys.stderr)
    print(json.dumps(result, indent=None if args.json else 2))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="how long every call lasts, by its own time")
    parser.add_argument("--speed", type=float, default=20.0, help="how many times faster than real time")
    parser.add_argument("--calls", type=int, default=5)
    parser.add_argument("--traffic", choices=("small", "large"), default="small", help="the agents' frames")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    return parser


def facts(args: argparse.Namespace) -> dict[str, Any]:
    return {"calls": args.calls, "minutes": args.minutes, "speed": args.speed, "traffic": args.traffic}


def soak(load: Load) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-soak-") as folder:
        measured = measure(load, UNNAMED_BY_THE_LOAD, relay_line, start_relay(load, Path(folder)))
    found, payload = measured.found, measured.report
    check(load, found, payload)
    sizes = [(round(s * load.speed / 60, 2), kb) for s, kb in measured.sizes]
    per_minute = slope(settled(sizes))
    return {
        "rss_kb": sizes,
        "slope_kb_per_minute": round(per_minute, 2),
        "slope_kb_per_call_minute": round(per_minute / load.calls, 3),
        "frames": found["frames"],
        "generator_late": found["generator_late"],
        "cpu_share_of_a_core": found["cpu_share_of_a_core"],
        "turns_heard": payload["turns_heard"],
    }


def settled(sizes: Sequence[tuple[float, int]]) -> Sequence[tuple[float, int]]:
    return [size for size in sizes if size[0] >= sizes[-1][0] * SETTLED_SHARE]


def slope(points: Sequence[tuple[float, int]]) -> float:
    """Of the straight line that lies closest to all of them (least squares)."""
    middle_x, middle_y = (fmean(point[axis] for point in points) for axis in (0, 1))
    width = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / width if width else 0.0


if __name__ == "__main__":
    main()
