"""Distribution of tests to workers (`make test`): a file stays together, and so do the files of one world.

Telephone worlds wait most of their time. Of three workers the first has the worlds whose tests listen to audio in real
time, the second computes, the third has the other worlds: that keeps two cores busy, and no two worlds with real-time
audio run beside each other. A worker that is done with its kind takes the next.
"""

from collections import Counter
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

WORLDS = "tests/end_to_end/"
SEASON = tuple(
    f"{WORLDS}test_{name}.py" for name in ("after_the_call", "calls", "check_in", "logs", "reading_calls")
)  # they look at one world
CUSTOMERS = tuple(
    f"{WORLDS}test_{name}.py"
    for name in ("agent_call_webhooks", "calls_at_retell", "customer_endpoints", "python_client")
)  # another one
TIMED = tuple(
    f"{WORLDS}test_{name}.py"
    for name in ("api_documents", "brain_calls", "client_examples", "failure_recovery", "relay_that_sleeps")
)
CONSOLE = ("tests/console/",)  # a third one, and a browser
SHARED = {"season": SEASON, "customers": CUSTOMERS, "console": CONSOLE}
AUDIO, WORLD, COMPUTES = "audio", "world", "computes"
FIRST, COMPUTING, OTHERS = (AUDIO, WORLD, COMPUTES), (COMPUTES, WORLD, AUDIO), (WORLD, COMPUTES, AUDIO)


class WorldsApart(LoadFileScheduling):
    """Gives each worker the kind of files that it prefers, as long as there are any."""

    def _split_scope(self, nodeid: str) -> str:
        shared = next((name for name, files in SHARED.items() if nodeid.startswith(files)), None)
        return shared or super()._split_scope(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        order = preference(list(self.assigned_work).index(node))
        self.workqueue.move_to_end(next_unit(list(self.workqueue), order), last=False)
        super()._assign_work_unit(node)


def preference(worker: int) -> tuple[str, ...]:
    """The kinds of files that a worker takes, the preferred kind first."""
    return FIRST if worker == 0 else COMPUTING if worker % 2 else OTHERS


def next_unit(units: list[str], order: tuple[str, ...]) -> str:
    """The first unit of the most preferred kind."""
    return min(units, key=lambda unit: order.index(kind(unit)))


def kind(unit: str) -> str:
    if unit == "season" or unit.startswith(TIMED):
        return AUDIO
    return WORLD if unit.startswith((WORLDS, "customers", "console")) else COMPUTES


def refuse_equal_ids(items: list[pytest.Item]) -> None:
    """Tests are handed out by their ids: of two with one id, only one would ever run."""
    doubled = [name for name, count in Counter(item.nodeid for item in items).items() if count > 1]
    if doubled:
        raise pytest.UsageError(f"several tests have the same id: {', '.join(doubled)}")
