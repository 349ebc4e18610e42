"""Distribution of tests to workers (`make test`): a file stays together, and so do the files of one world.

A worker that plays calls waits most of its time. Of three workers, two therefore have the telephone worlds from the
beginning while the third computes: that keeps two cores busy. The first that is done takes from what is left of either.
"""

from collections import Counter
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

WORLDS = "tests/end_to_end/"
SEASON = tuple(f"{WORLDS}test_{name}.py" for name in ("after_the_call", "calls", "logs"))  # they look at one world


class WorldsApart(LoadFileScheduling):
    """Every second worker, the first included, takes worlds as long as there are any; the others take them last."""

    def _split_scope(self, nodeid: str) -> str:
        return "season" if nodeid.startswith(SEASON) else super()._split_scope(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        plays = list(self.assigned_work).index(node) % 2 == 0
        self.workqueue.move_to_end(next_unit(list(self.workqueue), plays), last=False)
        super()._assign_work_unit(node)


def next_unit(units: list[str], plays: bool) -> str:
    """The next unit of a worker: one that plays prefers worlds; in both groups the first."""
    return next((unit for unit in units if is_world(unit) == plays), units[0])


def is_world(unit: str) -> bool:
    return unit == "season" or unit.startswith(WORLDS)


def refuse_equal_ids(items: list[pytest.Item]) -> None:
    """Tests are handed out by their ids: of two with one id, only one would ever run."""
    doubled = [name for name, count in Counter(item.nodeid for item in items).items() if count > 1]
    if doubled:
        raise pytest.UsageError(f"several tests have the same id: {', '.join(doubled)}")
