"""How the tests are shared out among workers (`make test`): a file stays together, and so do the telephone worlds.

A worker that plays calls waits for them most of its time. So the worlds come first, one after another on one worker,
while the other computes; two of them at once would be slow on two cores and prove nothing more.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadFileScheduling

WORLDS = "tests/end_to_end"


class WorldsTogether(LoadFileScheduling):
    """One worker has all worlds; every other file goes to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return WORLDS if nodeid.startswith(f"{WORLDS}/") else super()._split_scope(nodeid)


def told_apart(items: list[pytest.Item]) -> None:
    """Tests are handed out by their ids: of two with one id, only one would ever run."""
    doubled = [name for name, count in Counter(item.nodeid for item in items).items() if count > 1]
    if doubled:
        raise pytest.UsageError(f"several tests have the same id: {', '.join(doubled)}")


def worlds_first(items: list[pytest.Item]) -> None:
    """The longest way begins earliest; the rest stays in its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(f"{WORLDS}/"))
