"""The storm of events in short, and planted faults that the check must find."""

import json

import pytest

from tests.faults.event_world import EventWorld
from tests.faults.events import CALM, STORM, run

pytestmark = pytest.mark.slow


def test_a_hundred_calls_lose_no_event_in_a_storm():
    calm, storm = run(100, 7, CALM), run(100, 7, STORM)
    assert (calm.wrong, storm.wrong) == ({}, {})
    assert storm.met.keys() == {"before", "after", "refused"}
    assert storm.received > storm.expected == calm.expected == calm.received
    assert storm.runs["publish again"]


def test_the_same_seed_makes_the_same_run():
    first, second = run(40, 3, STORM), run(40, 3, STORM)
    assert (first.met, first.runs, first.received) == (second.met, second.runs, second.received)


class Forgetful(EventWorld):
    """Lambda takes a batch of the stream for done although its function was killed."""

    def _publish(self, shard):
        waiting = len(shard)
        super()._publish(shard)
        if len(shard) == waiting:
            shard.clear()


class Inventive(EventWorld):
    """The bus carries an event of a call that never was."""

    def put_events(self, *, Entries):  # noqa: N803 - boto3's name
        invented = [entry | {"Detail": entry["Detail"].replace("CA00", "CA99")} for entry in Entries]
        return super().put_events(Entries=Entries) | {"Extra": super().put_events(Entries=invented)}


class Renaming(EventWorld):
    """A repeated event gets another id."""

    def put_events(self, *, Entries):  # noqa: N803 - boto3's name
        for entry in Entries:
            detail = json.loads(entry["Detail"])
            entry["Detail"] = json.dumps(detail | {"id": f"{len(self.events)}-{detail['id']}"})
        return super().put_events(Entries=Entries)


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Faults by the thousand fill the log."""
    caplog.set_level("CRITICAL")


@pytest.mark.parametrize(
    ("world", "found"),
    [
        (Forgetful, "not delivered"),
        (Inventive, "delivered though it was not subscribed or did not happen"),
        (Renaming, "a fact with several ids"),
    ],
)
def test_a_planted_fault_is_found(world, found):
    assert run(100, 7, STORM, world).wrong[found]
