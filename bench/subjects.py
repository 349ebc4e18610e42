"""Subjects of the load, and one measurement of each: the relay, a TCP forward, the usual bridge in Node."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.load import generator
from bench.load.caller_end import Line
from bench.load.generator import Load
from bench.peers import node, relay, tcp_forward
from bench.processes import Child, Subject, cores, cpu_s, own_kb, rss_kb
from bench.results import Watched, measurement

MEDIA_PATH = "/twilio/media-stream"
FROM_RELAY, FROM_AGENT, FROM_CALLER = b'"media":{"payload":"', b'"audio_base_64": "', b'"payload":"'
CALLER_HUNG_UP = "caller-hung-up"
SAMPLE_EVERY_S = 1.0
UNNAMED_BY_THE_LOAD = b""  # the agents' end then listens for what an agent hears


class Measured(NamedTuple):
    found: dict[str, Any]
    report: dict[str, Any]  # what the subject reports of itself
    sizes: Sequence[tuple[float, int]]  # (seconds into the window, KB)


def measure_relay(load: Load) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-relay-") as folder:
        found, payload, _ = measure(load, UNNAMED_BY_THE_LOAD, relay_line, start_relay(load, Path(folder)))
    check(load, found, payload)
    return found | {name: payload[name] for name in ("compiled", "recorded_bytes", "turns_heard")}


def measure_forward(load: Load) -> dict[str, Any]:
    def line(port: int) -> Line:
        return Line(f"ws://127.0.0.1:{port}/", "", "", FROM_AGENT)

    found, _, _ = measure(load, FROM_CALLER, line, lambda core, port: Child.start(tcp_forward.run, core, port))
    assert found["frames"]["changed"] == 0 == found["frames"]["lost"]
    return found


def measure_node(load: Load) -> dict[str, Any]:
    """Loses nothing at loads it can bear; what is still under way at the end beyond that is reported."""

    def line(port: int) -> Line:
        return Line(f"ws://127.0.0.1:{port}/media-stream", "", "", FROM_RELAY)

    found, _, _ = measure(load, UNNAMED_BY_THE_LOAD, line, node.NodeBridge.start)
    assert found["frames"]["changed"] == 0
    return found


PEERS: dict[str, tuple[str, Callable[[Load], dict[str, Any]]]] = {
    "tcp": ("tcp_forward", measure_forward),
    "node": ("node_bridge", measure_node),
}


def relay_line(port: int) -> Line:
    url = f"ws://127.0.0.1:{port}{MEDIA_PATH}"
    return Line(url, relay.RELAY_BASE_URL + MEDIA_PATH, relay.AUTH_TOKEN, FROM_RELAY)


def start_relay(load: Load, folder: Path) -> Callable[[int, int], Child]:
    return lambda core, port: Child.start(relay.run, core, port, load.calls, folder, load.speed)


def measure(
    load: Load, agents_listen_for: bytes, line: Callable[[int], Line], start: Callable[[int, int], Subject]
) -> Measured:
    subject_core, load_core = cores()
    ends = Child.start(generator.run, load_core, load, agents_listen_for)
    subject = start(subject_core, ends.receive())
    address = line(subject.receive())
    idle_kb = own_kb(subject.pid)
    ends.send(address)
    watched = watch(subject, ends, idle_kb)
    found = ends.receive()
    ends.end()
    subject.send("finish")
    payload = subject.receive()
    subject.end()
    return Measured(measurement(load.calls, watched, found), payload, watched.sizes)


def watch(subject: Subject, ends: Child, idle_kb: int) -> Watched:
    assert ends.receive() == "open"
    began_cpu_s, generator_s, began_s = cpu_s(subject.pid), cpu_s(ends.pid), time.monotonic()
    sizes = [(0.0, rss_kb(subject.pid))]
    while not ends.has_spoken(SAMPLE_EVERY_S):
        sizes.append((time.monotonic() - began_s, rss_kb(subject.pid)))
    assert ends.receive() == "close"
    window_s = time.monotonic() - began_s
    grown_kb = own_kb(subject.pid) - idle_kb
    return Watched(cpu_s(subject.pid) - began_cpu_s, cpu_s(ends.pid) - generator_s, window_s, grown_kb, sizes)


def check(load: Load, found: dict[str, Any], payload: dict[str, Any]) -> None:
    """A number counts only if every call was a real one from its ring to its recording."""
    assert found["frames"]["changed"] == 0 == found["frames"]["lost"], found["frames"]
    assert payload["garbage_frames"] == 0, payload
    assert payload["calls_filed"] == payload["recordings"] == load.calls, payload
    assert payload["outcomes"] == {CALLER_HUNG_UP}, payload
    assert payload["recorded_bytes"] >= load.calls * load.seconds * load.speed * 16_000, payload
    assert payload["turns_heard"] > 0, payload
