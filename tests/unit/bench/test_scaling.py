"""The simulated fleet keeps its rules under any calls."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fleet import Fleet, Shard
from bench.scaling import RESULT, SCENARIOS, Plan, burst, office, run, shards_for, simulate, steady, table

RINGS = st.lists(st.tuples(st.floats(0, 1200), st.floats(1, 3600)), max_size=200)


def a_shard(tasks: int, **fleet: object) -> Shard:
    shard = Shard(Fleet(**fleet))
    shard.add(tasks, -1000.0)
    return shard


@given(RINGS, st.sampled_from(["least", "round"]), st.integers(1, 5))
def test_no_task_has_more_calls_than_it_may_and_no_call_is_lost_sight_of(rings, shared, tasks):
    shard = a_shard(tasks, most_calls=20, shared=shared)
    for number, (at, lasts_s) in enumerate(sorted(rings)):
        shard.hang_up_until(at)
        shard.ring(at, lasts_s)
        assert max(task.calls for task in shard.tasks) <= 20
        assert sum(task.calls for task in shard.tasks) == len(shard.ends)
        assert shard.counts.calls == number + 1
    shard.hang_up_until(math.inf)
    assert sum(task.calls for task in shard.tasks) == 0


@given(RINGS, st.integers(1, 5))
def test_a_call_goes_to_the_task_with_fewest_and_none_is_turned_away_while_there_is_room(rings, tasks):
    shard = a_shard(tasks, most_calls=20)
    for at, lasts_s in sorted(rings):
        shard.hang_up_until(at)
        before = [task.calls for task in shard.tasks]
        took = shard.ring(at, lasts_s)
        after = [task.calls for task in shard.tasks]
        assert took == (min(before) < 20)
        assert not took or [b for b, a in zip(before, after, strict=True) if a > b] == [min(before)]


@given(RINGS)
def test_a_task_with_calls_is_never_taken_away(rings):
    shard = a_shard(5, most_calls=20, least=1)
    for at, lasts_s in sorted(rings):
        shard.hang_up_until(at)
        shard.ring(at, lasts_s)
    for minute in range(30, 60):
        shard.minute(minute * 60.0)
        assert sum(task.calls for task in shard.tasks) == len(shard.ends)


@pytest.mark.parametrize("kind", ["let-go", "blue-green"])
def test_a_release_leaves_every_call_where_it_is_and_gives_new_ones_to_new_tasks(kind):
    payload = simulate(Fleet(), steady(500), Plan(75, release=kind, release_at=5), seed=1)
    assert payload["turned_away"] == 0
    assert payload["release"]["fits"]
    assert 2 <= payload["release"]["no_new_call_on_old"] <= 3
    assert 30 <= payload["release"]["no_call_on_old"] <= 63
    assert payload["most_tasks"] == 10


def test_a_rolling_release_of_tasks_that_protect_themselves_does_not_end_while_calls_come():
    payload = simulate(Fleet(), steady(500), Plan(75, release="rolling", release_at=5), seed=1)
    assert payload["release"]["no_new_call_on_old"] is None
    assert payload["turned_away"] == 0


def test_a_release_that_finds_no_room_waits_with_the_old_tasks():
    payload = simulate(Fleet(most=7), steady(500), Plan(30, release="blue-green", release_at=5), seed=1)
    assert (payload["release"]["fits"], payload["release"]["no_new_call_on_old"]) == (False, None)
    assert payload["most_tasks"] <= 7


def test_tasks_that_wait_for_their_last_call_hide_how_full_the_others_are():
    growing = Plan(60, release="blue-green", release_at=20)
    hidden, apart = (
        simulate(Fleet(averages_all_tasks=hears), office(1000), growing, seed=1) for hears in (True, False)
    )
    assert hidden["turned_away"] > 0 == apart["turned_away"]


@pytest.mark.parametrize(("rate", "minutes"), [(office, 90), (burst, 40)])
def test_an_hour_that_grows_slowly_turns_no_call_away_and_a_burst_few(rate, minutes):
    payload = simulate(Fleet(), rate(500), Plan(minutes), seed=1)
    assert payload["share_turned_away"] <= (0.0 if rate is office else 0.05)
    assert payload["most_tasks"] <= math.ceil(payload["live"] / 120) * 1.5


def test_a_lower_aim_is_room_for_a_burst():
    turned_away = [simulate(Fleet(aim=aim), burst(1000), Plan(30), seed=1)["turned_away"] for aim in (60, 120, 180)]
    assert turned_away == sorted(turned_away)
    assert turned_away[0] == 0


def test_the_calls_of_a_lost_shard_find_room_at_three_others_and_not_at_one():
    vain = [
        simulate(Fleet(aim=120), steady(2000), Plan(8, shards=n, lose_at=5), seed=1)["came_back_in_vain"]
        for n in (2, 4)
    ]
    assert vain[0] > 0 == vain[1]


def test_the_same_seed_gives_the_same_result(capsys):
    first, second = (run(300, ["burst"], seed=3)["burst"] for _ in range(2))
    assert {**first, "cpu_s": 0} == {**second, "cpu_s": 0}
    assert "burst" in capsys.readouterr().out


def test_a_hundred_thousand_calls_take_four_shards_of_which_each_has_room_for_a_release():
    assert [shards_for(live, Fleet()) for live in (1000, 10_000, 30_000, 100_000)] == [1, 1, 1, 4]


def test_kept_results_were_run_with_these_scenarios():
    kept = json.loads(RESULT.read_text())
    assert {"cpu", "cores", "load_average_before"} <= set(kept["machine"])
    for live, scenarios in kept["live"].items():
        assert set(scenarios) == set(SCENARIOS)
        assert all(scenario["most_tasks_in_a_shard"] <= Fleet().most for scenario in scenarios.values()), live


def test_the_plan_quotes_the_kept_results():
    assert table(json.loads(RESULT.read_text())) in (Path(__file__).parents[3] / "docs/scaling.md").read_text()
