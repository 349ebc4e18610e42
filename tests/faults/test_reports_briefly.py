"""The load in short: every step of every kind of report once, then a hundred calls by chance."""

from random import Random

import pytest

from tests.faults.reports import compare, run
from tests.faults.request_load import RequestLoad

STEPS = 60  # more than ten calls' reports take
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def calm():
    return run(4, RequestLoad(Random(0)))


@pytest.mark.parametrize("result", ["before", "after", "refused"])
def test_a_death_or_a_refusal_at_any_step_changes_nothing(calm, result):
    steps = 0
    for step in range(1, STEPS):
        load = RequestLoad(Random(0), result=lambda call, step=step: result if call == step else "")
        found = run(4, load)
        assert (found.items, found.objects) == (calm.items, calm.objects), f"{result} step {step}"
        if not load.met:
            break
        steps += 1
    assert steps > 20
    assert not load.met, "there were more steps than were tried"


def test_aws_in_dicts_is_moto_item_by_item_and_byte_by_byte():
    small, moto = run(20, RequestLoad(Random(0))), run(20, RequestLoad(Random(0)), on_moto=True)
    assert small.items == moto.items
    assert small.objects == moto.objects


def test_a_few_calls_are_whole_after_faults_on_moto():
    still, stormy = compare(10, seed=3, on_moto=True)
    assert (still.items, still.objects) == (stormy.items, stormy.objects)


def test_a_hundred_calls_are_whole_after_faults():
    still, stormy = compare(100, seed=7)
    assert still.calls == stormy.calls == 100
    assert stormy.met.keys() == {"before", "after", "refused"}
    assert (still.items, still.objects) == (stormy.items, stormy.objects)
