"""`python -m bench.scaling`: does the fleet of relays keep up with calls, and does a release take long? Call by call.

The rules are those of the template: target tracking on live calls per task (three minutes above the aim before it
grows, fifteen below before it shrinks), a task takes calls some time after it was ordered, one with calls is never
taken away, one that is replaced takes no new ones. How long AWS needs for a task is a parameter, on the slow side.
"""

import argparse
import heapq
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MINUTE = 60.0
GROWS_AFTER, SHRINKS_AFTER = 3, 15  # minutes beyond the aim; "Target tracking scaling policies", AWS, read 2026-11
MEAN_CALL_S, LONGEST_CALL_S, SPREAD = 180.0, 3600.0, 1.0


@dataclass(frozen=True, slots=True)
class Fleet:
    """The template's parameters, and how long a task takes from order to first call."""

    aim: int = 120  # RelayCallsWanted
    most_calls: int = 200  # RelayMaxCalls
    least: int = 1  # RelayTasks
    most: int = 1000  # RelayTasksMost; a target group takes no more
    ready_after_s: float = 120.0
    shared: str = "least"  # how the load balancer chooses: `least` outstanding requests, or `round` robin


@dataclass(slots=True)
class Task:
    ready_at: float
    calls: int = 0
    is_leaving: bool = False


@dataclass(slots=True)
class Told:
    """What became of it all."""

    calls: int = 0
    turned_away: int = 0
    most_tasks: int = 0
    most_live: int = 0
    task_s: float = 0.0
    call_s: float = 0.0
    slowest_leave_s: float = 0.0

    @property
    def share_turned_away(self) -> float:
        return self.turned_away / max(self.calls, 1)

    @property
    def use(self) -> float:
        """Calls per task, on average."""
        return self.call_s / max(self.task_s, 1.0)


@dataclass
class World:
    fleet: Fleet
    told: Told = field(default_factory=Told)
    tasks: list[Task] = field(default_factory=list)
    ends: list[tuple[float, int, Task]] = field(default_factory=list)
    above: int = 0
    below: int = 0
    next_turn: int = 0
    _number: int = 0

    def ring(self, now: float, lasts_s: float) -> None:
        self.told.calls += 1
        task = self._choose(now)
        if task is None or task.calls >= self.fleet.most_calls:
            self.told.turned_away += 1
            return
        task.calls += 1
        self._number += 1
        heapq.heappush(self.ends, (now + lasts_s, self._number, task))
        self.told.call_s += lasts_s
        self.told.most_live = max(self.told.most_live, len(self.ends))

    def hang_up_until(self, now: float) -> None:
        while self.ends and self.ends[0][0] <= now:
            self._hung_up(heapq.heappop(self.ends)[2])

    def minute(self, now: float) -> None:
        """What the alarms see once a minute, and what scaling makes of it."""
        self.tasks = [task for task in self.tasks if task.calls or not task.is_leaving]
        self.told.task_s += MINUTE * len(self.tasks)
        self.told.most_tasks = max(self.told.most_tasks, len(self.tasks))
        staying = [task for task in self.tasks if not task.is_leaving]
        ready = [task for task in staying if task.ready_at <= now]
        average = sum(task.calls for task in ready) / max(len(ready), 1)
        self.above = self.above + 1 if average > self.fleet.aim else 0
        self.below = self.below + 1 if average < 0.9 * self.fleet.aim else 0
        wanted = math.ceil(len(ready) * average / self.fleet.aim)
        if self.above >= GROWS_AFTER:
            self._grow_to(wanted, staying, now)
        elif self.below >= SHRINKS_AFTER:
            self._shrink_to(wanted, staying)

    def replace_all(self, now: float) -> list[Task]:
        """A deployment: as many new ones, and once these are ready the old ones take nobody new."""
        old = [task for task in self.tasks if not task.is_leaving]
        self.tasks += [Task(now) for _ in old]  # ready: the deployment waited for their health
        for task in old:
            task.is_leaving = True
        return old

    def _choose(self, now: float) -> Task | None:
        open_ = [task for task in self.tasks if task.ready_at <= now and not task.is_leaving]
        if not open_:
            return None
        if self.fleet.shared == "least":
            return min(open_, key=lambda task: task.calls)
        self.next_turn += 1
        return open_[self.next_turn % len(open_)]

    def _grow_to(self, wanted: int, staying: list[Task], now: float) -> None:
        missing = min(wanted, self.fleet.most) - len(staying)
        self.tasks += [Task(now + self.fleet.ready_after_s) for _ in range(missing)]

    def _shrink_to(self, wanted: int, staying: list[Task]) -> None:
        """Only tasks without calls: the others have protected themselves."""
        idle = [task for task in staying if not task.calls]
        for task in idle[: max(len(staying) - max(wanted, self.fleet.least), 0)]:
            task.is_leaving = True

    def _hung_up(self, task: Task) -> None:
        task.calls -= 1


def simulate(fleet: Fleet, rate: Callable[[float], float], minutes: int, seed: int, replace_at: int = -1) -> Told:
    """`rate`: calls a second at a time. Begins with a fleet that fits the rate of the beginning."""
    dice, world = random.Random(seed), World(fleet)
    fits = math.ceil(rate(0) * MEAN_CALL_S / fleet.aim)
    world.tasks = [Task(0.0) for _ in range(max(fits, fleet.least))]
    for _ in range(round(rate(0) * MEAN_CALL_S)):
        world.ring(0.0, _length(dice))
    world.told.calls = world.told.turned_away = 0
    leaving: list[Task] = []
    for number in range(minutes):
        if number == replace_at:
            leaving = world.replace_all(number * MINUTE)
        for now in _rings(number * MINUTE, rate, dice):
            world.hang_up_until(now)
            world.ring(now, _length(dice))
        world.hang_up_until((number + 1) * MINUTE)
        world.minute((number + 1) * MINUTE)
        if any(task.calls for task in leaving):
            world.told.slowest_leave_s = (number + 1 - replace_at) * MINUTE
    return world.told


def _rings(begin: float, rate: Callable[[float], float], dice: random.Random) -> Iterator[float]:
    now = begin
    while True:
        now += dice.expovariate(max(rate(now), 1e-9))
        if now >= begin + MINUTE:
            return
        yield now


def _length(dice: random.Random) -> float:
    return min(dice.lognormvariate(math.log(MEAN_CALL_S) - SPREAD**2 / 2, SPREAD), LONGEST_CALL_S)


def office(live: int) -> Callable[[float], float]:
    """A morning: from a fifth to `live` calls at once within an hour."""
    full = live / MEAN_CALL_S
    return lambda now: full * min(1.0, 0.2 + 0.8 * now / 3600)


def burst(live: int) -> Callable[[float], float]:
    """A campaign begins, or a programme on television: three times as many within a minute."""
    full = live / MEAN_CALL_S
    return lambda now: full if now > 600 else full / 3


SCENARIOS = {"office": (office, 120), "burst": (burst, 60)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description=__doc__)
    parser.add_argument("--live", type=int, nargs="+", default=[100, 1000, 10_000], help="calls at once, at the peak")
    parser.add_argument("--aim", type=int, default=120, help="RelayCallsWanted")
    parser.add_argument(
        "--ready-after", type=float, default=120.0, help="seconds from ordering a task to its first call"
    )
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    print(
        f"{'scenario':9}{'shared':>8}{'live':>9}{'tasks':>7}{'per task':>10}{'turned away':>13}{'a release takes':>17}"
    )
    for name, (rate, minutes) in SCENARIOS.items():
        for live in told.live:
            for shared in ("least", "round"):
                fleet = Fleet(aim=told.aim, ready_after_s=told.ready_after, shared=shared)
                _row(name, shared, simulate(fleet, rate(live), minutes, told.seed, replace_at=minutes // 2))


def _row(name: str, shared: str, one: Told) -> None:
    share = f"{one.share_turned_away:.2%}"
    numbers = f"{one.most_live:9}{one.most_tasks:7}{one.use:10.0f}{share:>13}{one.slowest_leave_s / MINUTE:13.0f} min"
    print(f"{name:9}{shared:>8}{numbers}")


if __name__ == "__main__":
    main()
