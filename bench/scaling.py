"""`python -m bench.scaling`: do shards of relays keep up with calls, through a release and the loss of a shard?

A call goes to one of the shards by chance. Three ways to release: `rolling` as ECS does it with tasks that protect
themselves (an old task stays where calls reach it until it happens to have none), `let-go` (the load balancer lets go
of old tasks first), and `blue-green` (all calls go to the new tasks at once, the old ones wait out the bake time).
"""

import argparse
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.fleet import MINUTE, Fleet, Shard, Task
from bench.results import machine

RESULT = Path(__file__).parent / "results" / "scaling.json"
MEAN_CALL_S, LONGEST_CALL_S, SPREAD = 180.0, 3600.0, 1.0
BAKE_MINUTES = 60
COME_BACK_S = 5.0  # a caller whose relay is gone has another stream within this time (`make chaos`)
RELEASES = ("rolling", "let-go", "blue-green")

Rate = Callable[[float], float]


@dataclass
class Release:
    """One shard from its old tasks to its new ones, minute by minute."""

    kind: str
    shard: Shard
    began: float
    old: list[Task] = field(default_factory=list)
    new: list[Task] = field(default_factory=list)
    fits: bool = True
    switched_at: float | None = None  # from here on no new call meets the old version
    over_at: float | None = None  # from here on no call at all

    def __post_init__(self) -> None:
        self.old = self.shard.staying()
        self.fits = self.shard.room() >= len(self.old)
        self.shard.version += 1
        self.new = self.shard.add(min(len(self.old), self.shard.room()), self.began + self.shard.fleet.ready_after_s)

    def minute(self, now: float) -> None:
        ready = sum(task.ready_at <= now for task in self.new)
        if self.switched_at is None:
            self._switch(ready, now)
        elif self.kind == "blue-green" and now >= self.switched_at + BAKE_MINUTES * MINUTE:
            self._let_go(self.old)
        if self.kind == "blue-green" and self.switched_at is not None:
            self._shut_out()
        if self.over_at is None and self.switched_at is not None and not any(task.calls for task in self.old):
            self.over_at = now

    def _switch(self, ready: int, now: float) -> None:
        if self.kind == "rolling":
            for task in [task for task in self.old[:ready] if not task.calls]:
                self.shard.shut(task)
            self.switched_at = None if any(task.is_open for task in self.old) else now
        elif ready == len(self.new) and self.fits:
            self.switched_at = now
            if self.kind == "let-go":
                self._let_go(self.old)

    def _shut_out(self) -> None:
        for task in (task for task in self.old if task.is_open):
            self.shard.shut(task)
            task.is_leaving = False  # it waits, in case the release is rolled back

    def _let_go(self, tasks: list[Task]) -> None:
        for task in tasks:
            self.shard.shut(task)


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens in a run, in minutes from its beginning."""

    minutes: int
    shards: int = 1
    release: str = ""
    release_at: int = -1
    lose_at: int = -1  # the first shard is gone, and its numbers ring at the others


def simulate(fleet: Fleet, rate: Rate, plan: Plan, seed: int) -> dict[str, Any]:
    """`rate`: calls a second at a time. Begins with shards that fit the rate of the beginning."""
    dice = random.Random(seed)
    shards = [_warm(fleet, rate(0) / plan.shards, dice) for _ in range(plan.shards)]
    alive, releases, lost, live = list(shards), list[Release](), 0, 0
    for number in range(plan.minutes):
        now = number * MINUTE
        if number == plan.lose_at:
            lost = _lose(alive, now, dice)
        if number == plan.release_at:
            releases = [Release(plan.release, shard, now) for shard in alive]
        for at in _is_ringing(now, rate, dice):
            shard = alive[int(dice.random() * len(alive))]
            shard.hang_up_until(at)
            shard.ring(at, _length(dice))
        for shard in alive:
            shard.hang_up_until(now + MINUTE)
            shard.minute(now + MINUTE)
        for release in releases:
            release.minute(now + MINUTE)
        live = max(live, sum(len(shard.ends) for shard in alive))
    return counts(shards, releases, plan, lost, live)


def counts(shards: list[Shard], releases: list[Release], plan: Plan, lost: int, live: int) -> dict[str, Any]:
    calls, away = sum(shard.counts.calls for shard in shards), sum(shard.counts.turned_away for shard in shards)
    known = {
        "shards": plan.shards,
        "calls": calls,
        "live": live,
        "most_tasks": sum(shard.counts.most_tasks for shard in shards),
        "most_tasks_in_a_shard": max(shard.counts.most_tasks for shard in shards),
        "calls_per_task": round(
            sum(shard.counts.call_s for shard in shards) / sum(shard.counts.task_s for shard in shards), 1
        ),
        "turned_away": away,
        "share_turned_away": round(away / max(calls, 1), 5),
    }
    if plan.lose_at >= 0:
        known["came_back_in_vain"] = lost
    if releases:
        known["release"] = _released(releases)
    return known


def _released(releases: list[Release]) -> dict[str, Any]:
    """Minutes from the beginning of the release, of the slowest shard; null when it did not come to that."""
    return {
        "kind": releases[0].kind,
        "fits": all(release.fits for release in releases),
        "no_new_call_on_old": _slowest([(release.switched_at, release.began) for release in releases]),
        "no_call_on_old": _slowest([(release.over_at, release.began) for release in releases]),
    }


def _slowest(times: list[tuple[float | None, float]]) -> float | None:
    took = [(at - began) / MINUTE for at, began in times if at is not None]
    return max(took) if len(took) == len(times) else None


def _warm(fleet: Fleet, rate: float, dice: random.Random) -> Shard:
    shard = Shard(fleet)
    shard.add(max(math.ceil(rate * MEAN_CALL_S / fleet.aim), fleet.least), -MINUTE)
    for task in shard.tasks:
        task.ready_at = 0.0
    shard._coming = [(0.0, task.number, task) for task in shard.tasks]
    for _ in range(round(rate * MEAN_CALL_S)):
        shard.ring(0.0, _rest(dice))
    shard.counts.calls = shard.counts.turned_away = 0
    return shard


def _lose(alive: list[Shard], now: float, dice: random.Random) -> int:
    """How many of its calls found no place anywhere else."""
    gone = alive.pop(0)
    in_vain = 0
    for left in gone.fall(now):
        shard = dice.choice(alive)
        in_vain += not shard.ring(now + dice.random() * COME_BACK_S, max(left, COME_BACK_S))
        shard.counts.calls -= 1  # they were counted when they first rang
    return in_vain


def _is_ringing(begin: float, rate: Rate, dice: random.Random) -> Iterator[float]:
    now = begin
    while True:
        now += dice.expovariate(max(rate(now), 1e-9))
        if now >= begin + MINUTE:
            return
        yield now


def _length(dice: random.Random) -> float:
    return min(dice.lognormvariate(math.log(MEAN_CALL_S) - SPREAD**2 / 2, SPREAD), LONGEST_CALL_S)


def _rest(dice: random.Random) -> float:
    """What is left of a call one happens upon: long ones are met more often, anywhere in their course."""
    met = dice.lognormvariate(math.log(MEAN_CALL_S) + SPREAD**2 / 2, SPREAD)
    return min(met, LONGEST_CALL_S) * dice.random()


def office(live: int) -> Rate:
    """A morning: from a fifth to `live` calls at once within an hour."""
    full = live / MEAN_CALL_S
    return lambda now: full * min(1.0, 0.2 + 0.8 * now / 3600)


def burst(live: int) -> Rate:
    """A campaign begins, or a programme on television: three times as many within a minute."""
    full = live / MEAN_CALL_S
    return lambda now: full if now > 600 else full / 3


def steady(live: int) -> Rate:
    full = live / MEAN_CALL_S
    return lambda _now: full


@dataclass(frozen=True, slots=True)
class Scenario:
    rate: Callable[[int], Rate]
    plan: Plan
    fleet: Fleet = field(default_factory=Fleet)


GROWING = Plan(100, release="blue-green", release_at=20)
SCENARIOS = {
    "office": Scenario(office, Plan(90)),
    "office, round robin": Scenario(office, Plan(90), Fleet(shared="round")),
    "burst": Scenario(burst, Plan(40)),
    "burst, aim 60": Scenario(burst, Plan(40), Fleet(aim=60)),
    **{f"release, {kind}": Scenario(steady, Plan(75, release=kind, release_at=5)) for kind in RELEASES},
    "office, released": Scenario(office, GROWING),
    "office, separated": Scenario(office, GROWING, Fleet(averages_all_tasks=False)),
    "a shard is lost": Scenario(steady, Plan(30, lose_at=5)),
}


def shards_for(live: int, fleet: Fleet) -> int:
    """So many that a release, which doubles the tasks, fits into each load balancer."""
    return math.ceil(live / fleet.aim / (fleet.most / 2))


def run(live: int, names: list[str], seed: int, aim: int | None = None, shards: int | None = None) -> dict[str, Any]:
    found = {}
    for name in names:
        scenario = SCENARIOS[name]
        fleet = replace(scenario.fleet, aim=aim) if aim else scenario.fleet
        count = shards or shards_for(live, fleet)
        plan = replace(scenario.plan, shards=max(count, 2) if scenario.plan.lose_at >= 0 else count)
        began = time.process_time()
        found[name] = simulate(fleet, scenario.rate(live), plan, seed) | {
            "aim": fleet.aim,
            "cpu_s": round(time.process_time() - began, 1),
        }
        print(row(name, found[name]), flush=True)
    return found


HEADER = (
    f"{'scenario':20}{'aim':>5}{'shards':>7}{'live':>9}{'tasks':>7}{'per task':>10}{'turned away':>13}"
    "  old tasks: last new call, last call"
)


def row(name: str, item: dict[str, Any]) -> str:
    release = item.get("release", {})
    after = [release.get(key) for key in ("no_new_call_on_old", "no_call_on_old")]
    delays = ", ".join("never" if at is None else f"{at:.0f} min" for at in after) if release else ""
    vain = f"  {item['came_back_in_vain']} came back in vain" if "came_back_in_vain" in item else ""
    numbers = f"{item['aim']:5}{item['shards']:7}{item['live']:9}{item['most_tasks']:7}{item['calls_per_task']:10.0f}"
    return f"{name:20}{numbers}{item['share_turned_away']:>13.2%}  {delays}{vain}"


def table(kept: dict[str, Any]) -> str:
    """What is kept, as `docs/scaling.md` quotes it."""
    rows = [row(name, item).rstrip() for found in kept["live"].values() for name, item in found.items()]
    return "\n".join([HEADER, *rows])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description=__doc__)
    parser.add_argument(
        "--live", type=int, nargs="+", default=[1000, 10_000, 100_000], help="calls at once, at the peak"
    )
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    parser.add_argument("--aim", type=int, help="RelayCallsWanted")
    parser.add_argument("--shards", type=int, help="without it: so many that a release fits into each load balancer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", metavar="DATE", help=f"write {RESULT.name}")
    parser.add_argument("--kept", action="store_true", help="print what is kept, and run nothing")
    asked = parser.parse_args()
    if asked.kept:
        print(table(json.loads(RESULT.read_text())))
        return
    facts = machine()
    print(HEADER)
    found = {str(live): run(live, asked.only, asked.seed, asked.aim, asked.shards) for live in asked.live}
    if asked.keep:
        kept = {"date": asked.keep, "machine": facts, "seed": asked.seed, "live": found}
        RESULT.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
