"""Pure: one shard of the fleet of relays, that is one load balancer and the tasks behind it, call by call.

The rules are those of the template: target tracking on live calls per task (three minutes above the aim before it
grows, fifteen below before it shrinks), a task takes calls some time after it was ordered, one with calls is never
taken away. How long AWS needs for a task is a parameter, on the slow side.
"""

import heapq
import math
from dataclasses import dataclass, field

MINUTE = 60.0
GROWS_AFTER, SHRINKS_AFTER = 3, 15  # minutes beyond the aim; "Target tracking scaling policies", AWS, read 2026-11


@dataclass(frozen=True, slots=True)
class Fleet:
    """The template's parameters of one shard, and how long a task takes from order to first call."""

    aim: int = 120  # RelayCallsWanted
    most_calls: int = 200  # RelayMaxCalls
    least: int = 1  # RelayTasks
    most: int = 500  # a load balancer takes 1,000 targets, and a task is two: one for calls, one for orders
    ready_after_s: float = 120.0
    starts_per_s: float = 20.0  # "AWS Fargate throttling quotas": what an account may start without a burst
    averages_all_tasks: bool = (
        True  # scaled by the plain average of all tasks, also of those that wait for their last call
    )
    shared: str = "least"  # how the load balancer chooses: `least` outstanding requests, or `round` robin


@dataclass(slots=True, eq=False)
class Task:
    number: int
    ready_at: float
    version: int = 1
    calls: int = 0
    is_open: bool = False  # the load balancer sends it calls
    is_leaving: bool = False  # goes as soon as it has none


@dataclass(slots=True)
class FleetCounts:
    """Counts of a shard's run."""

    calls: int = 0
    turned_away: int = 0
    most_tasks: int = 0
    most_live: int = 0
    task_s: float = 0.0
    call_s: float = 0.0


@dataclass
class Shard:
    fleet: Fleet
    counts: FleetCounts = field(default_factory=FleetCounts)
    tasks: list[Task] = field(default_factory=list)
    ends: list[tuple[float, int, Task]] = field(default_factory=list)
    version: int = 1
    above: int = 0
    below: int = 0
    _coming: list[tuple[float, int, Task]] = field(default_factory=list)
    _open: list[dict[int, Task]] = field(default_factory=list)  # by how many calls they have: the emptiest in no time
    _row: list[Task] = field(default_factory=list)
    _turn: int = 0
    _low: int = 0  # no task has fewer calls
    _number: int = 0
    _calls: int = 0

    def __post_init__(self) -> None:
        self._open = [{} for _ in range(self.fleet.most_calls + 1)]

    # -- calls

    def ring(self, now: float, lasts_s: float) -> bool:
        self.counts.calls += 1
        self._open_what_is_ready(now)
        task = self._emptiest() if self.fleet.shared == "least" else self._next()
        if task is None or task.calls >= self.fleet.most_calls:
            self.counts.turned_away += 1
            return False
        self._count(task, 1)
        self._calls += 1
        heapq.heappush(self.ends, (now + lasts_s, self._calls, task))
        self.counts.call_s += lasts_s
        self.counts.most_live = max(self.counts.most_live, len(self.ends))
        return True

    def hang_up_until(self, now: float) -> None:
        while self.ends and self.ends[0][0] <= now:
            self._count(heapq.heappop(self.ends)[2], -1)

    def fall(self, now: float) -> list[float]:
        """Loses the whole shard at once. Returns how much longer each of its calls would have lasted."""
        left = [end - now for end, _, _ in self.ends]
        self.tasks, self.ends, self._coming, self._row = [], [], [], []
        self.__post_init__()
        return left

    # -- tasks

    def add(self, how_many: int, ready_from: float) -> list[Task]:
        new = []
        for n in range(how_many):
            self._number += 1
            task = Task(self._number, ready_from + n / self.fleet.starts_per_s, self.version)
            heapq.heappush(self._coming, (task.ready_at, task.number, task))
            new.append(task)
        self.tasks += new
        return new

    def room(self) -> int:
        """How many tasks the load balancer still takes; those that leave stand in it until they are gone."""
        return self.fleet.most - len(self.tasks)

    def shut(self, task: Task) -> None:
        """It gets no new calls and keeps those it has."""
        if task.is_open:
            del self._open[task.calls][task.number]
            self._row.remove(task)
        task.is_open, task.is_leaving = False, True

    def minute(self, now: float) -> None:
        """What the alarms see once a minute, and what scaling makes of it."""
        for task in [task for task in self.tasks if task.is_leaving and not task.calls]:
            self.shut(task)
        self.tasks = [task for task in self.tasks if task.calls or not task.is_leaving]
        self.counts.task_s += MINUTE * len(self.tasks)
        self.counts.most_tasks = max(self.counts.most_tasks, len(self.tasks))
        newest = [task for task in self.staying() if task.version == self.version]
        ready = [task for task in newest if task.ready_at <= now]
        average = self._average(ready, now)
        self.above = self.above + 1 if average > self.fleet.aim else 0
        self.below = self.below + 1 if average < 0.9 * self.fleet.aim else 0
        wanted = math.ceil(len(ready) * average / self.fleet.aim)
        if self.above >= GROWS_AFTER:
            self.add(max(min(wanted - len(newest), self.room()), 0), now + self.fleet.ready_after_s)
        elif self.below >= SHRINKS_AFTER and len(newest) == len(self.tasks):  # nothing shrinks while a release lasts
            self._shrink_to(wanted, newest)

    def _average(self, ready: list[Task], now: float) -> float:
        averaged = [task for task in self.tasks if task.ready_at <= now] if self.fleet.averages_all_tasks else ready
        return sum(task.calls for task in averaged) / max(len(averaged), 1)

    def staying(self) -> list[Task]:
        return [task for task in self.tasks if not task.is_leaving]

    def _shrink_to(self, wanted: int, staying: list[Task]) -> None:
        """Only tasks without calls: the others have protected themselves."""
        idle = [task for task in staying if not task.calls]
        for task in idle[: max(len(staying) - max(wanted, self.fleet.least), 0)]:
            self.shut(task)

    def _open_what_is_ready(self, now: float) -> None:
        while self._coming and self._coming[0][0] <= now:
            task = heapq.heappop(self._coming)[2]
            if not task.is_leaving:
                task.is_open = True
                self._open[0][task.number] = task
                self._low = 0
                self._row.append(task)

    def _emptiest(self) -> Task | None:
        while self._low < len(self._open) and not self._open[self._low]:
            self._low += 1
        if self._low == len(self._open):
            self._low = 0
            return None
        return next(reversed(self._open[self._low].values()))

    def _next(self) -> Task | None:
        self._turn += 1
        return self._row[self._turn % len(self._row)] if self._row else None

    def _count(self, task: Task, change: int) -> None:
        if task.is_open:
            del self._open[task.calls][task.number]
            self._open[task.calls + change][task.number] = task
            self._low = min(self._low, task.calls + change)
        task.calls += change
