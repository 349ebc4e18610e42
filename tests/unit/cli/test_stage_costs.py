"""A stage's month is read from its parameters: what is paid for has a line, and what a parameter removes has none."""

from dataclasses import replace
from functools import cache
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.costs import stage_shape
from cli.costs.stage_month import idle, minute
from cli.costs.stage_shape import ROOT, StageShape
from cli.costs.table import document, table, total
from cli.stage import StageUnknown, overrides_in

shape_of = cache(stage_shape.shape_of)

STAGES = ("dev", "staging", "prod")
SIZES = {"quarter": (0.25, 0.5, 30, 50), "half": (0.5, 1.0, 60, 100), "one": (1.0, 2.0, 120, 200)}
FIRST = (
    "Stage=staging",
    "PublicBaseUrl=https://x.example",
    "RelayBaseUrl=wss://r.example",
    "RelayOrdersUrl=https://r.example",
)


def shape(*, first: tuple[str, ...] = (), relay: tuple[str, ...] = ()) -> StageShape:
    blocks = {"x": (*FIRST, *first), "x-relay": relay}
    text = "\n".join(
        f"[{name}.deploy.parameters]\nregion = 'us-east-1'\nparameter_overrides = {list(overrides)}"
        for name, overrides in blocks.items()
    )
    return shape_of("x", text)


def month(of: StageShape, *, is_asleep: bool = False) -> float:
    return total(idle(of, is_asleep=is_asleep))


def lines(of: StageShape, *, is_asleep: bool = False) -> dict[str, float]:
    return {line.what: line.usd for line in idle(of, is_asleep=is_asleep)}


def test_dev_with_its_relay_asleep_stays_under_forty_dollars_and_prod_under_eighty_five():
    assert month(shape_of("dev"), is_asleep=True) <= 40
    assert month(shape_of("prod")) <= 85
    assert shape_of("prod").relay.tasks == 2


def test_a_sleeping_relay_pays_no_task_and_no_address():
    awake, asleep = (lines(shape_of("dev"), is_asleep=state) for state in (False, True))
    assert sum(usd for what, usd in asleep.items() if "of tasks" in what or "vCPU" in what) == 0
    assert asleep["load balancer"] == awake["load balancer"] > 0
    assert asleep["2 addresses of the load balancer"] == pytest.approx(7.30)


@pytest.mark.parametrize("size", SIZES)
def test_aim_admission_and_price_follow_the_size_of_a_task(size):
    vcpu, gb, aim, most = SIZES[size]
    relay = shape(relay=(f"RelayTaskSize={size}",)).relay
    assert (relay.vcpu, relay.gb, relay.aim, relay.max_calls) == (vcpu, gb, aim, most)
    own = shape(relay=(f"RelayTaskSize={size}", "RelayCallsWanted=7", "RelayMaxCalls=9")).relay
    assert (own.aim, own.max_calls) == (7, 9)


def test_a_task_costs_the_price_of_its_size():
    price = {size: month(shape(relay=(f"RelayTaskSize={size}",))) for size in SIZES}
    assert price["one"] - price["half"] == pytest.approx(28.84, abs=0.05)  # two tasks
    assert price["half"] - price["quarter"] == pytest.approx(14.42, abs=0.05)


@pytest.mark.parametrize(
    ("without", "usd"),
    [
        ({"first": ("KeyPerClass=no",)}, 4.00),
        ({"relay": ("RelayFirewall=off",)}, 8.00),
        ({"relay": ("RelayTasks=1",)}, 28.84 + 3.65),
    ],
)
def test_resources_removed_by_a_parameter_cost_nothing(without, usd):
    assert month(shape()) - month(shape(**without)) == pytest.approx(usd, abs=0.01)


def test_an_alarm_costs_a_price_for_each_metric_it_looks_at_and_the_relays_only_with_a_relay():
    of = shape()
    texts = {name: (ROOT / "stacks" / f"{name}.yaml").read_text() for name in ("alarms", "relay-alarms", "relay")}
    many = of.first.alarm_metrics
    assert many >= texts["alarms"].count("Type: AWS::CloudWatch::Alarm") >= 10
    assert lines(of)[f"{many} metrics looked at by alarms"] == pytest.approx(many * 0.10)
    assert total([line for line in idle(of, is_asleep=False) if line.group == "first"]) < 15
    assert of.relay.stack.alarm_metrics >= texts["relay-alarms"].count("Type: AWS::CloudWatch::Alarm") + 6  # scaling's


@given(calls=st.integers(1, 100_000), stage=st.sampled_from(STAGES))
def test_the_fleet_holds_the_calls_at_its_aim_with_its_spares_beside_them(calls, stage):
    of = shape_of(stage)
    one = minute(of, calls)
    assert one.tasks == max(of.relay.tasks, ceil(calls / of.relay.aim) + of.relay.spare)
    assert one.fits == (one.tasks <= of.relay.most)
    assert min(one.fleet, one.fixed, one.by_use) > 0


def test_a_minute_is_dearer_the_fewer_calls_share_the_stage():
    prices = [minute(shape_of("prod"), calls).usd for calls in (1, 10, 100, 1000)]
    assert prices == sorted(prices, reverse=True)
    assert prices[0] > 10 * prices[-1]


def test_more_calls_than_the_fleet_may_grow_to_are_marked():
    assert "34*" in table(shape_of("dev"))
    assert "*" not in table(shape_of("prod"))


def test_a_stage_that_sleeps_shows_both_months():
    dev = shape_of("dev")
    shown = table(replace(dev, relay=replace(dev.relay, sleeps=True)))
    assert shown.index("the relay asleep") < shown.index("the relay awake")


def test_parameters_are_a_list_or_a_line_and_each_has_a_value():
    assert overrides_in({"parameter_overrides": "A=b 'C=d e'"}) == overrides_in(
        {"parameter_overrides": ["A=b", "C=d e"]}
    )
    with pytest.raises(StageUnknown, match="not NAME=value in parameter_overrides: RelayTasks"):
        shape(relay=("RelayTasks",))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"relay": ("RelayTaskSize=tiny",)}, "RelayTaskSize is one of quarter, half, one"),
        ({"relay": ("RelayTasks=two",)}, "two"),
        ({"relay": ("RelayTasks=-1",)}, "RelayTasks may not be -1"),
        ({"relay": ("RelayCallsWanted=-5",)}, "RelayCallsWanted may not be -5"),
        ({"relay": ("RelayTask=2",)}, "no such parameters in the template: RelayTask"),
        ({"relay": ("RelayFirewall=perhaps",)}, "RelayFirewall is one of on, off"),
        ({"first": ("KeyPerClass=maybe",)}, "KeyPerClass is one of yes, no"),
        ({"first": ("Nonsense=1",)}, "no such parameters in the template: Nonsense"),
    ],
)
def test_parameters_that_do_not_fit_are_one_sentence(wrong, reason):
    with pytest.raises(StageUnknown, match=rf"the parameters of x in samconfig\.toml: .*{reason}"):
        shape(**wrong)


@pytest.mark.parametrize("sleeps", [True, False])
def test_a_program_reads_the_sums_that_a_person_does(sleeps):
    prod = shape_of("prod")
    of = replace(prod, relay=replace(prod.relay, sleeps=sleeps))
    read = document(of)
    assert set(read["idle_month"]) == ({"asleep", "awake"} if sleeps else {"awake"})
    assert sum(line["usd"] for line in read["idle_month"]["awake"]) == pytest.approx(month(of), abs=0.1)
    assert [one["calls"] for one in read["minutes"]] == [1, 10, 100, 1000]
    assert f"{read['minutes'][-1]['usd_a_month']:.0f}" in table(of)
