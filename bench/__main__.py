"""`python -m bench`: every budget of the relay under every load it was given for; `--keep` writes it down."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.load.generator import Load
from bench.relay import at_hand, facts, one_run
from bench.results import medians, table
from bench.subjects import PEERS

KEPT = Path(__file__).parent / "results" / "relay.json"
LOADS = (Load(100, 5.0, "small"), Load(100, 5.0, "large"), Load(200, 5.0, "small"), Load(400, 5.0, "small"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="the median of every number is shown")
    parser.add_argument("--keep", metavar="DATE", help="write the result to bench/results/relay.json")
    args = parser.parse_args()
    results = [measured(load, args.runs) for load in LOADS]
    if args.keep:
        KEPT.write_text(json.dumps([{"date": args.keep} | result for result in results], indent=1) + "\n")


def measured(load: Load, runs: int) -> dict[str, Any]:
    peers, skipped = at_hand(list(PEERS))
    result = {
        "machine": facts(peers),
        "load": {"calls": load.calls, "seconds": load.seconds, "traffic": load.traffic, "runs": runs},
        **medians([one_run(load, peers) for _ in range(runs)]),
        **({"skipped": skipped} if skipped else {}),
    }
    print(f"\n{load.calls} calls, {load.traffic} traffic, median of {runs}\n{table(result)}", file=sys.stderr)
    return result


if __name__ == "__main__":
    main()
