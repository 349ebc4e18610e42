"""`python -m bench.relay`: what a call costs in the relay, beside a plain TCP forward of the same frames."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.load import generator
from bench.load.caller_end import Line
from bench.load.generator import Load
from bench.peers import relay, tcp_forward
from bench.processes import Child, cores
from bench.results import Watched, comparison, machine, measurement, medians, table

MEDIA_PATH = "/twilio/media-stream"
FROM_RELAY, FROM_AGENT, FROM_CALLER = b'"media":{"payload":"', b'"audio_base_64": "', b'"payload":"'
CALLER_HUNG_UP = "caller-hung-up"


def main() -> None:
    told = arguments().parse_args()
    load = Load(told.calls, told.seconds, told.traffic)
    result = {
        "machine": machine() | ({"date": told.date} if told.date else {}),
        "load": {"calls": load.calls, "seconds": load.seconds, "traffic": load.traffic, "runs": told.runs},
        **medians([one_run(load) for _ in range(told.runs)]),
    }
    if told.table or not told.json:
        print(table(result), file=sys.stderr)
    print(json.dumps(result, indent=None if told.json else 2))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__)
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=10.0, help="the measured window, after all calls talk")
    parser.add_argument("--traffic", choices=("small", "large"), default="small", help="the agents' frames")
    parser.add_argument("--runs", type=int, default=1, help="more than one gives the median of every number")
    parser.add_argument("--date", help="kept with the result")
    parser.add_argument("--json", action="store_true", help="one line of JSON and nothing else")
    parser.add_argument("--table", action="store_true", help="the table as well, on stderr")
    return parser


def one_run(load: Load) -> dict[str, Any]:
    return comparison(measure_relay(load), measure_forward(load))


def measure_relay(load: Load) -> dict[str, Any]:
    def line(port: int) -> Line:
        signed = relay.RELAY_BASE_URL + MEDIA_PATH
        return Line(f"ws://127.0.0.1:{port}{MEDIA_PATH}", signed, relay.AUTH_TOKEN, FROM_RELAY)

    with tempfile.TemporaryDirectory(prefix="bench-relay-") as folder:
        measured, told = measure(load, b"", line, relay.run, load.calls, Path(folder))
    check(load, measured, told)
    return measured | {"recorded_bytes": told["recorded_bytes"], "turns_heard": told["turns_heard"]}


def measure_forward(load: Load) -> dict[str, Any]:
    def line(port: int) -> Line:
        return Line(f"ws://127.0.0.1:{port}/", "", "", FROM_AGENT)

    measured, _ = measure(load, FROM_CALLER, line, tcp_forward.run)
    assert measured["frames"]["changed"] == 0 == measured["frames"]["lost"]
    return measured


def measure(
    load: Load, agents_listen_for: bytes, line: Callable[[int], Line], work: Callable[..., None], *arguments: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the measurement, what the subject reports of itself)"""
    subject_core, load_core = cores()
    ends = Child.start(generator.run, load_core, load, agents_listen_for)
    subject = Child.start(work, subject_core, ends.hear(), *arguments)
    address = line(subject.hear())
    idle_kb = subject.rss_kb()
    ends.tell(address)
    watched = watch(subject, ends, idle_kb)
    found = ends.hear()
    ends.end()
    subject.tell("finish")
    told = subject.hear()
    subject.end()
    return measurement(load.calls, watched, found), told


def watch(subject: Child, ends: Child, idle_kb: int) -> Watched:
    assert ends.hear() == "open"
    cpu_s, generator_s, began_s = subject.cpu_s(), ends.cpu_s(), time.monotonic()
    assert ends.hear() == "close"
    window_s = time.monotonic() - began_s
    return Watched(subject.cpu_s() - cpu_s, ends.cpu_s() - generator_s, window_s, subject.rss_kb() - idle_kb)


def check(load: Load, measured: dict[str, Any], told: dict[str, Any]) -> None:
    """A number counts only if every call was a real one from its ring to its recording."""
    assert measured["frames"]["changed"] == 0 == measured["frames"]["lost"], measured["frames"]
    assert told["garbage_frames"] == 0, told
    assert told["calls_filed"] == told["recordings"] == load.calls, told
    assert told["outcomes"] == {CALLER_HUNG_UP}, told
    assert told["recorded_bytes"] >= load.calls * load.seconds * 16_000, told
    assert told["turns_heard"] > 0, told


if __name__ == "__main__":
    main()
