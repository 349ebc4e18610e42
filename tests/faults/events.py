"""Events of calls through a storm: killed, throttled, doubled and disordered at every step. Then count what arrived.

    python -m tests.faults.events --calls 10000

The three real functions run on the tables in dicts, with time that is passed in; the same seed makes the same run.
"""

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import deliver_event
import publish_events
import queue_deliveries
from tests.contract.conftest import DIRECTORY
from tests.faults.event_customers import Customers, endpoints
from tests.faults.event_histories import Fact, History, fact_of, write, writes
from tests.faults.event_world import EventWorld
from tests.faults.request_load import RequestLoad
from trunkline.aws.directory_table import Directory
from trunkline.events.adapters.endpoints_table import EndpointsTable

BEGAN = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TICK, ENDS_AFTER = timedelta(seconds=20), timedelta(days=3)
# Shares of: requests refused, deaths before and after a request, messages doubled and entries refused, answers failed.
CALM, STORM = (0.0, 0.0, 0.0, 0.0), (0.03, 0.005, 0.03, 0.003)


@dataclass
class Result:
    """`wrong` is empty when every subscribed event arrived, once or more, with one id, and is in the log."""

    expected: int
    received: int
    met: dict[str, int]
    runs: Counter[str]
    down: int
    seconds: float
    wrong: Counter[str] = field(default_factory=Counter)


def run(
    calls: int, seed: int, storm: tuple[float, float, float, float], world_of: type[EventWorld] = EventWorld
) -> Result:
    refusal, death, chance, failures = storm
    load = RequestLoad(Random(seed), refusal=refusal, death=death)
    customers = Customers(load.random, BEGAN, failures)
    world = world_of(load, customers, BEGAN, chance)
    table = EndpointsTable(Directory(world.tables, DIRECTORY))
    for endpoint in endpoints(BEGAN):
        table.add(endpoint)
    began = time.perf_counter()
    _play(world, calls)
    took = time.perf_counter() - began
    expected = set(_expected(calls))
    wrong = check(expected, world)
    return Result(len(expected), len(customers.received), load.met, world.runs, customers.down, took, wrong)


def _play(world: EventWorld, calls: int) -> None:
    waiting = sorted(writes(calls, BEGAN), reverse=True)
    while waiting or any(world.shards) or world.events or world.due:
        while waiting and waiting[-1][0] <= world.now:
            at, number, step = waiting.pop()
            write(world.tables, History(number), step, at)
        world.pass_on()
        is_busy = waiting or any(world.shards) or world.events
        world.now = world.now + TICK if is_busy or not world.due else max(world.now + TICK, world.due[0][0])
        if world.now - BEGAN > ENDS_AFTER:
            return


def _expected(calls: int) -> Iterator[tuple[str, Fact]]:
    """The address and the fact of every event that is subscribed."""
    for history in map(History, range(calls)):
        own = [endpoint for endpoint in endpoints(BEGAN) if endpoint.company_id == history.company_id]
        for fact in history.facts():
            yield from ((endpoint.url, fact) for endpoint in own if not endpoint.types or fact[0] in endpoint.types)
            if history.webhook_url:
                yield history.webhook_url, fact


def check(expected: set[tuple[str, Fact]], world: EventWorld) -> Counter[str]:
    wrong: Counter[str] = Counter()
    ids, facts, arrived = defaultdict(set), defaultdict(set), set()
    for url, body in world.customers.received:
        event = json.loads(body)
        fact = fact_of(event)
        ids[fact].add(event["id"])
        facts[event["id"]].add(fact)
        arrived.add((url, fact))
    taken = {(url, fact_of(json.loads(body))) for url, body in world.customers.taken}
    wrong["not delivered"] = len(expected - taken)
    wrong["delivered though it was not subscribed or did not happen"] = len(arrived - expected)
    wrong["a fact with several ids"] = sum(len(names) > 1 for names in ids.values())
    wrong["an id of several facts"] = sum(len(names) > 1 for names in facts.values())
    logged = Counter(_logged(world))
    wrong["not in the delivery log as delivered"] = len(expected - set(logged))
    wrong["in the delivery log twice"] = sum(count > 1 for count in logged.values())
    wrong["in the delivery log though it was not expected"] = len(set(logged) - expected)
    return +wrong


def _logged(world: EventWorld) -> Iterator[tuple[str, Fact]]:
    urls = {endpoint.endpoint_id: endpoint.url for endpoint in endpoints(BEGAN)}
    for (key, _), item in world.tables.tables[DIRECTORY].items():
        if key.startswith("DELIVERY#") and item["state"]["S"] == "delivered":
            endpoint_id = item["endpoint_id"]["S"]
            webhook = f"https://hooks.example.com/{endpoint_id.removeprefix('call-')}"
            yield urls.get(endpoint_id, webhook), fact_of(json.loads(item["body"]["S"]))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    be_quiet()
    results = {name: run(wanted.calls, wanted.seed, storm) for name, storm in (("calm", CALM), ("storm", STORM))}
    print(f"{'run':6} {'subscribed':>10} {'arrived':>8} {'runs':>7} {'again':>6} {'down':>5} {'seconds':>8}  faults")
    for name, found in results.items():
        again = sum(count for run_, count in found.runs.items() if run_.endswith("again"))
        print(
            f"{name:6} {found.expected:10} {found.received:8} {found.runs.total():7} {again:6} {found.down:5} "
            f"{found.seconds:8.1f}  {found.met or 'none'}"
        )
    wrong = sum((found.wrong for found in results.values()), Counter())
    for fault, count in wrong.items():
        print(f"{fault}: {count}")
    print("every subscribed event delivered, with one id, in the log:", "NO" if wrong else "yes")
    return 1 if wrong else 0


def be_quiet() -> None:
    """Faults by the thousand are no news here."""
    for function in (publish_events, queue_deliveries, deliver_event):
        function.log.setLevel("CRITICAL")
        function.count = lambda *_args, **_dimensions: None


if __name__ == "__main__":
    sys.exit(main())
