"""`python -m bench.relay`: what a call costs in the relay, beside a TCP forward and the usual bridge in Node."""

import argparse
import json
import sys
from typing import Any

from bench.load.generator import Load
from bench.peers import node
from bench.results import comparison, machine, medians, table
from bench.subjects import PEERS, measure_relay


def main() -> None:
    args = arguments().parse_args()
    load = Load(args.calls, args.seconds, args.traffic)
    peers, skipped = at_hand(args.peers)
    result = {
        "machine": facts(peers) | ({"date": args.date} if args.date else {}),
        "load": {"calls": load.calls, "seconds": load.seconds, "traffic": load.traffic, "runs": args.runs},
        **medians([one_run(load, peers) for _ in range(args.runs)]),
        **({"skipped": skipped} if skipped else {}),
    }
    if args.table or not args.json:
        print(table(result), file=sys.stderr)
    print(json.dumps(result, indent=None if args.json else 2))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=10.0, help="the measured window, after all calls talk")
    parser.add_argument("--traffic", choices=("small", "large"), default="small", help="the agents' frames")
    parser.add_argument("--peers", type=names, default=list(PEERS), help="measured beside the relay: tcp,node")
    parser.add_argument("--runs", type=int, default=1, help="more than one gives the median of every number")
    parser.add_argument("--date", help="kept with the result")
    parser.add_argument("--json", action="store_true", help="one line of JSON and nothing else")
    parser.add_argument("--table", action="store_true", help="the table as well, on stderr")
    return parser


def names(text: str) -> list[str]:
    chosen = [name for name in text.split(",") if name]
    if unknown := set(chosen) - set(PEERS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not one of {', '.join(PEERS)}")
    return chosen


def at_hand(chosen: list[str]) -> tuple[list[str], dict[str, str]]:
    """(the peers that can be measured here, why another cannot). Skipped peers are printed at once."""
    reason = node.reason_to_skip() if "node" in chosen else ""
    if not reason:
        return chosen, {}
    print(reason, file=sys.stderr)
    return [name for name in chosen if name != "node"], {"node": reason}


def facts(peers: list[str]) -> dict[str, Any]:
    return machine() | ({"node": node.version()} if "node" in peers else {})


def one_run(load: Load, peers: list[str]) -> dict[str, Any]:
    """All in a row, so that other load on the machine meets all of them."""
    relay = measure_relay(load)
    return comparison(relay, {name: PEERS[name][1](load) for name in peers})


if __name__ == "__main__":
    main()
