"""The simulated fleet keeps the rules it was given, whatever calls come."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scaling import Fleet, World, burst, office, simulate

RINGS = st.lists(st.tuples(st.floats(0, 1200), st.floats(1, 3600)), max_size=200)


@given(RINGS, st.sampled_from(["least", "round"]), st.integers(1, 5))
def test_no_task_has_more_calls_than_it_may_and_no_call_is_lost_sight_of(rings, shared, tasks):
    world = World(Fleet(most_calls=20, shared=shared))
    world._grow_to(tasks, [], -1000.0)
    for number, (at, lasts_s) in enumerate(sorted(rings)):
        world.hang_up_until(at)
        world.ring(at, lasts_s)
        assert max(task.calls for task in world.tasks) <= 20
        assert sum(task.calls for task in world.tasks) == len(world.ends)
        assert world.told.calls == number + 1
    world.hang_up_until(math.inf)
    assert sum(task.calls for task in world.tasks) == 0


@given(RINGS)
def test_a_task_with_calls_is_never_taken_away(rings):
    world = World(Fleet(most_calls=20, least=1))
    world._grow_to(5, [], -1000.0)
    for at, lasts_s in sorted(rings):
        world.hang_up_until(at)
        world.ring(at, lasts_s)
    for minute in range(30, 60):
        world.minute(minute * 60.0)
        assert sum(task.calls for task in world.tasks) == len(world.ends)


def test_a_release_leaves_every_call_where_it_is_and_gives_new_ones_to_new_tasks():
    world = World(Fleet())
    world._grow_to(2, [], -1000.0)
    for _ in range(10):
        world.ring(0.0, 600.0)
    old = world.replace_all(60.0)
    world.ring(61.0, 600.0)
    assert sum(task.calls for task in old) == 10
    assert sum(task.calls for task in world.tasks if task not in old) == 1


@pytest.mark.parametrize(("rate", "minutes"), [(office, 90), (burst, 40)])
def test_an_hour_that_grows_slowly_turns_nobody_away_and_a_burst_few(rate, minutes):
    told = simulate(Fleet(), rate(500), minutes, seed=1)
    assert told.share_turned_away <= (0.0 if rate is office else 0.05)
    assert told.most_tasks <= math.ceil(told.most_live / 120) * 3


def test_a_lower_aim_is_room_for_a_burst():
    turned_away = [simulate(Fleet(aim=aim), burst(1000), 30, seed=1).turned_away for aim in (60, 120, 180)]
    assert turned_away == sorted(turned_away)
    assert turned_away[0] == 0
