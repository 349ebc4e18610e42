"""A stage's month on paper: idle, and with calls that never end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cli.costs.call_usage import Line, by_use_a_minute, usd
from cli.costs.stage_shape import RelayShape, StackShape, StageShape
from cli.costs.unit_prices import HOURS, PRICES

POLLS_A_MONTH = 5 * 3 * 60 * HOURS  # Lambda asks a queue with five pollers, each of which waits for twenty seconds
IDLE_METRICS = ("RelayTasksRunning", "RelayTasksWanted", "RelayUnready")
AWAKE_METRICS = (*IDLE_METRICS, "LiveCalls")
SERIES_WITH_CALLS = 70  # custom metrics, by their dimensions, that only calls make
RELAY, FIRST = "relay", "first"


@dataclass(frozen=True, slots=True)
class Minute:
    """A minute of a relayed call when so many are live all month, AWS's part."""

    calls: int
    tasks: int
    fits: bool  # RelayTasksMost allows as many
    fleet: float
    fixed: float
    by_use: float

    @property
    def usd(self) -> float:
        return self.fleet + self.fixed + self.by_use

    @property
    def month(self) -> float:
        return self.usd * self.calls * HOURS * 60


def idle(shape: StageShape, *, is_asleep: bool) -> list[Line]:
    """A month without calls: what is deployed stays, and the clocks go on."""
    return [*_standing(FIRST, shape.first), *_relay(shape.relay, tasks=0 if is_asleep else shape.relay.tasks)]


def minute(shape: StageShape, calls: int) -> Minute:
    tasks, spread = shape.relay.tasks_for(calls), calls * HOURS * 60
    standing = [*_standing(FIRST, shape.first), *_around(shape.relay)]
    fixed = sum(line.usd for line in standing) + _metrics(len(AWAKE_METRICS) + SERIES_WITH_CALLS)
    fleet = sum(line.usd for line in _tasks(shape.relay, tasks))
    fits = tasks <= shape.relay.most
    return Minute(calls, tasks, fits, fleet / spread, fixed / spread, by_use_a_minute("relay"))


def task_minute(shape: RelayShape) -> float:
    """A call's share of a task that carries as many as the fleet is held at."""
    return sum(line.usd for line in _tasks(shape, 1)) / shape.aim / HOURS / 60


def _relay(relay: RelayShape, tasks: int) -> Iterator[Line]:
    yield from _tasks(relay, tasks)
    yield from _around(relay)
    yield Line(RELAY, "metrics of an idle relay", _metrics(len(AWAKE_METRICS if tasks else IDLE_METRICS)))


def _tasks(relay: RelayShape, tasks: int) -> list[Line]:
    each = Counter({"fargate.vcpu_hour": relay.vcpu * HOURS, "fargate.gb_hour": relay.gb * HOURS})
    addresses = Counter({"public_ipv4.hour": tasks * HOURS})
    what = f"tasks of {relay.vcpu:g} vCPU and {relay.gb:g} GB"
    return [
        Line(RELAY, f"{tasks} {what}", tasks * usd(each)),
        Line(RELAY, f"{tasks} addresses of tasks (no NAT)", usd(addresses)),
    ]


def _around(relay: RelayShape) -> list[Line]:
    """Parts of the relay that cost money without a task."""
    addresses = relay.stack.subnets
    return [
        Line(RELAY, "load balancer", usd(Counter({"alb.hour": HOURS}))),
        Line(
            RELAY, f"{addresses} addresses of the load balancer", usd(Counter({"public_ipv4.hour": addresses * HOURS}))
        ),
        *_standing(RELAY, relay.stack),
    ]


def _standing(group: str, stack: StackShape) -> Iterator[Line]:
    """Fixed monthly costs. What a stack does not have is no line."""
    rules = stack.firewall_rules
    counted = (
        (stack.keys, "keys (KMS)", "kms.key_month"),
        (stack.dashboards, "dashboard", "cloudwatch.dashboard_month"),
        (stack.secrets, "secrets", "secrets.secret_month"),
        (stack.alarm_metrics, "metrics looked at by alarms", "cloudwatch.alarm_month"),
    )
    yield from (Line(group, f"{count} {what}", count * PRICES[unit].usd) for count, what, unit in counted if count)
    if rules is not None:
        firewall = Counter({"waf.acl_month": 1, "waf.rule_month": rules})
        yield Line(group, f"firewall with {rules} rules", usd(firewall))
    if stack.queue_listeners:
        polls = Counter({"sqs.request": stack.queue_listeners * POLLS_A_MONTH})
        yield Line(group, f"{stack.queue_listeners} queues asked for nothing", usd(polls))
    if stack.ticks_a_month:
        yield Line(group, "clocks: schedules and their functions", usd(_clocks(stack.ticks_a_month)))


def _clocks(ticks: float) -> Counter[str]:
    clock = Counter({"scheduler.invocation": ticks, "lambda.request": ticks, "logs.gb": ticks * 1e-6})
    clock.update({"lambda.gb_second": ticks * 0.05, "dynamodb.read_unit": 4 * ticks})
    return clock


def _metrics(count: int) -> float:
    return count * PRICES["cloudwatch.metric_month"].usd
