"""Calls carried by each task size: measured under a share of a core, never fewer than the template admits."""

import json
from pathlib import Path

import pytest

from bench import cpu_share
from bench.load.generator import Load
from bench.task_sizes import KEPT, SHARES, first_good, is_too_much, most_carried, summary, table
from local.cloud.template import read_yaml

SIZES = read_yaml(Path(__file__).parents[3] / "template-relay.yaml")["Mappings"]["TaskSizes"]
FARGATE_GB = {256: (512, 1024, 2048), 512: (1024, 2048, 3072, 4096), 1024: tuple(range(2048, 8193, 1024))}


@pytest.mark.parametrize("size", SIZES)
def test_fargate_sells_the_size_and_the_bench_measures_it(size):
    cpu = int(SIZES[size]["Cpu"])
    assert int(SIZES[size]["Memory"]) in FARGATE_GB[cpu]
    assert SHARES[size] == cpu / 1024


@pytest.mark.parametrize("size", SIZES)
def test_a_task_takes_no_more_calls_than_it_was_measured_to_carry(size):
    kept = json.loads(KEPT.read_text())["sizes"][size]
    assert kept["share"] == SHARES[size]
    assert kept["carries"] == most_carried(kept["runs"]) >= int(SIZES[size]["MaxCalls"])
    assert max(run["rss_mb"] for run in kept["runs"] if run["is_good"]) < int(SIZES[size]["Memory"]) / 2


@pytest.mark.parametrize("size", SIZES)
def test_the_room_above_the_aim_is_the_same_for_every_size(size):
    assert int(SIZES[size]["CallsWanted"]) / int(SIZES[size]["MaxCalls"]) == 0.6


def test_a_number_of_calls_counts_when_one_of_its_tries_is_good():
    tries = iter(({"is_good": False}, {"is_good": True, "calls": 50}))
    assert first_good(lambda: next(tries), 5) == {"is_good": True, "calls": 50, "tries": 2}
    assert first_good(lambda: {"is_good": False}, 3) == {"is_good": False, "tries": 3}


def test_the_largest_good_load_is_what_a_size_carries():
    runs = [{"calls": 50, "is_good": True}, {"calls": 100, "is_good": True}, {"calls": 160, "is_good": False}]
    assert most_carried(runs) == 100
    assert most_carried([]) == 0


@pytest.mark.parametrize(
    ("found", "is_so"),
    [
        ({"is_good": True, "is_void": True, "share_of_a_core": 0.25}, False),
        ({"is_good": False, "is_void": True, "share_of_a_core": 0.10}, False),
        ({"is_good": False, "is_void": False, "share_of_a_core": 0.10}, True),
        ({"is_good": False, "is_void": True, "share_of_a_core": 0.24}, True),
        ({"is_good": False, "reason": "frames were lost"}, True),
    ],
)
def test_a_late_load_ends_no_search_while_the_task_has_cpu_left(found, is_so):
    assert is_too_much(found, 0.25) == is_so


@pytest.mark.parametrize(("p99_ms", "is_good"), [(5.0, True), (5.1, False)])
def test_a_run_is_good_while_its_frames_meet_the_budget_of_a_hop(p99_ms, is_good):
    found = {
        "cpu_share_of_a_core": 0.1,
        "hop": {"both": {"p99_ms": p99_ms, "max_ms": 9.0}},
        "generator_late": {"p99_ms": 1.0},
    }
    run = summary(Load(50, 5.0, "small"), found, rss_kb=70 * 1024, throttled=0.5, compiled=True)
    assert (run["is_good"], run["rss_mb"]) == (is_good, 70)
    about = {"share": 0.25, "carries": 50 * is_good, "runs": [run]}
    assert len(table({"sizes": {"quarter": about}}).splitlines()) == 2


@pytest.mark.parametrize(
    ("files", "written"),
    [
        (["cpu.max"], {"cpu.max": "25000 100000"}),
        (["cpu.cfs_quota_us", "cpu.cfs_period_us"], {"cpu.cfs_quota_us": "25000", "cpu.cfs_period_us": "100000"}),
    ],
)
def test_a_share_is_a_quota_of_each_period_in_either_version_of_control_groups(tmp_path, files, written):
    for name in files:
        (tmp_path / name).write_text("")
    cpu_share.limit(tmp_path, 0.25)
    assert {name: (tmp_path / name).read_text() for name in files} == written


def test_a_group_that_limits_nothing_is_an_error_and_not_a_whole_core(tmp_path):
    with pytest.raises(cpu_share.NoControlGroups):
        cpu_share.limit(tmp_path, 0.25)


def test_without_the_right_to_make_a_group_nothing_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(cpu_share, "ROOT", tmp_path / "nowhere")
    with pytest.raises(cpu_share.NoControlGroups), cpu_share.held_to(0.25):
        pass


@pytest.mark.parametrize(("text", "seconds"), [("throttled_usec 1500000", 1.5), ("throttled_time 1500000000", 1.5)])
def test_how_long_a_group_was_held_back_is_read_in_either_version(tmp_path, text, seconds):
    (tmp_path / "cpu.stat").write_text(f"nr_periods 3\n{text}\n")
    assert cpu_share.throttled_s(tmp_path) == seconds
