"""`python -m bench.task_sizes`: how many calls a relay task of each size carries, its CPU held to that share of a core.

More and more calls until frames are lost or late; beyond the last number that was good nothing is claimed.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.cpu_share import before_others, held_to, join, throttled_s
from bench.load.generator import Load
from bench.processes import Child
from bench.results import BUDGETS, FULL_CORE, LATE_LOAD_MS, machine
from bench.subjects import UNNAMED_BY_THE_LOAD, check, measure, relay_line, start_relay

KEPT = Path(__file__).parent / "results" / "task_sizes.json"
SHARES = {"quarter": 0.25, "half": 0.5, "one": 1.0}
STEPS = (50, 100, 120, 160, 200, 300, 400)
TRIES = 3  # a machine that others use, too, spoils runs; what is too much for a task is so every time


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.task_sizes", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="the measured window of each number of calls")
    parser.add_argument("--sizes", nargs="+", choices=SHARES, default=list(SHARES))
    parser.add_argument("--calls", nargs="+", type=int, default=STEPS, help="in this order, up to what is too much")
    parser.add_argument("--keep", metavar="DATE", help=f"write the result to bench/results/{KEPT.name}")
    args = parser.parse_args()
    result: dict[str, Any] = {"machine": machine(), "seconds": args.seconds}
    with before_others():
        result["sizes"] = {size: carried(size, args.seconds, args.calls) for size in args.sizes}
    print(table(result))
    if args.keep:
        others = json.loads(KEPT.read_text())["sizes"] if KEPT.exists() else {}
        kept = {"date": args.keep} | result | {"sizes": others | result["sizes"]}
        KEPT.write_text(json.dumps(kept, indent=1) + "\n")


def carried(size: str, seconds: float, steps: Sequence[int]) -> dict[str, Any]:
    """The runs, up to the first number of calls that is too much."""
    runs: list[dict[str, Any]] = []
    for calls in steps:
        runs.append(first_good(lambda calls=calls: run(calls, seconds, SHARES[size])))
        print(size, runs[-1], file=sys.stderr)
        if is_too_much(runs[-1], SHARES[size]):
            break
    return {"share": SHARES[size], "carries": most_carried(runs), "runs": runs}


def is_too_much(found: dict[str, Any], share: float) -> bool:
    """A load that was late itself says nothing of a relay that had CPU left."""
    is_full = found.get("share_of_a_core", 0.0) >= FULL_CORE * share
    return not found["is_good"] and (is_full or not found.get("is_void", False))


def first_good(again: Callable[[], dict[str, Any]], tries: int = TRIES) -> dict[str, Any]:
    """Of so many; the last one where none is. How many it took is kept."""
    for number in range(1, tries + 1):
        found = again() | {"tries": number}
        if found["is_good"]:
            break
    return found


def most_carried(runs: Sequence[dict[str, Any]]) -> int:
    return max((item["calls"] for item in runs if item["is_good"]), default=0)


def run(calls: int, seconds: float, share: float) -> dict[str, Any]:
    load = Load(calls, seconds, "small")
    with held_to(share) as group, tempfile.TemporaryDirectory(prefix="bench-size-") as folder:
        try:
            found, payload, sizes = measure(load, UNNAMED_BY_THE_LOAD, relay_line, _joined(load, Path(folder), group))
            check(load, found, payload)
        except (AssertionError, TimeoutError) as error:
            return {"calls": calls, "is_good": False, "reason": f"{type(error).__name__}: {str(error)[:200]}"}
        return summary(load, found, max(kb for _, kb in sizes), throttled_s(group), bool(payload["compiled"]))


def summary(load: Load, found: dict[str, Any], rss_kb: int, throttled: float, compiled: bool) -> dict[str, Any]:
    late_ms, p99_ms = found["generator_late"]["p99_ms"], found["hop"]["both"]["p99_ms"]
    return {
        "calls": load.calls,
        "is_good": p99_ms <= BUDGETS["hop p99 ms"],
        "is_void": late_ms > LATE_LOAD_MS,
        "share_of_a_core": found["cpu_share_of_a_core"],
        "hop_p99_ms": p99_ms,
        "hop_max_ms": found["hop"]["both"]["max_ms"],
        "rss_mb": round(rss_kb / 1024),
        "throttled_s": round(throttled, 3),
        "compiled": compiled,
    }


def _joined(load: Load, folder: Path, group: Path) -> Callable[[int, int], Child]:
    def start(core: int, port: int) -> Child:
        child = start_relay(load, folder)(core, port)
        join(group, child.pid)
        return child

    return start


def table(result: dict[str, Any]) -> str:
    lines = [f"{'size':10}{'vCPU':>8}{'carries':>10}{'of a core':>12}{'hop p99 ms':>12}{'MB':>8}"]
    for size, about in result["sizes"].items():
        good = [item for item in about["runs"] if item["is_good"]]
        most = good[-1] if good else {"share_of_a_core": 0.0, "hop_p99_ms": 0.0, "rss_mb": 0}
        numbers = f"{most['share_of_a_core']:12.2f}{most['hop_p99_ms']:12.2f}{most['rss_mb']:8d}"
        lines.append(f"{size:10}{about['share']:8.2f}{about['carries']:10d}{numbers}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
