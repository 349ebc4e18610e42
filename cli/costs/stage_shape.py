"""The parts of a stage that cost money without calls, read from its templates with the parameters of samconfig.toml."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from cli.stage import StageUnknown, block_of, overrides_in
from local.cloud.relay_template import FILE, OF_THE_RELEASE, relay_parameters
from local.cloud.template import STACK, Template, TemplateError, read_yaml

ROOT = Path(__file__).parents[2]
MINUTES_A_MONTH = 730 * 60
UNIT_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
FLEET = ("Tasks", "TasksMost", "SpareTasks", "CallsWanted")
RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")


@dataclass(frozen=True, slots=True)
class StackShape:
    """Paid things of one stack and the stacks within it."""

    keys: int
    secrets: int
    dashboards: int
    alarm_metrics: int
    firewall_rules: int | None  # of a web ACL; None without one
    queue_listeners: int
    ticks_a_month: float
    subnets: int


@dataclass(frozen=True, slots=True)
class RelayShape:
    size: str
    vcpu: float
    gb: float
    tasks: int
    most: int
    spare: int
    aim: int
    max_calls: int
    sleeps: bool
    stack: StackShape

    def tasks_for(self, calls: int) -> int:
        """As scaling holds the fleet: the aim for each task, and the spares beside them."""
        return max(self.tasks, -(-calls // self.aim) + self.spare)


@dataclass(frozen=True, slots=True)
class StageShape:
    stage: str
    first: StackShape
    relay: RelayShape


def shape_of(stage: str, samconfig: str | None = None) -> StageShape:
    """By the stage's two blocks. Raises StageUnknown where there is no such block, or one that does not fit."""
    blocks = [block_of(name, samconfig) for name in (stage, f"{stage}-relay")]
    if not blocks[0]:
        raise StageUnknown(f"samconfig.toml has no block {stage} (deploy.parameters)")
    try:
        first = _checked(Template(ROOT / "template.yaml", overrides_in(blocks[0])))
        return StageShape(stage, _stack(first), _relay(first, overrides_in(blocks[1])))
    except (TemplateError, ValueError) as error:
        raise StageUnknown(f"the parameters of {stage} in samconfig.toml: {error}") from error


def _checked(template: Template) -> Template:
    """As CloudFormation does it: what a parameter may not be is refused before anything is made of it."""
    for name, about in template.document["Parameters"].items():
        value = template.parameters[name]
        if "AllowedValues" in about and value not in map(str, about["AllowedValues"]):
            raise TemplateError(f"{name} is one of {', '.join(map(str, about['AllowedValues']))}")
        if about["Type"] == "Number" and not about.get("MinValue", 0) <= int(value) <= about.get("MaxValue", inf):
            raise TemplateError(f"{name} may not be {value}")
    return template


def _relay(first: Template, decided: Mapping[str, str]) -> RelayShape:
    asked = read_yaml(ROOT / FILE)["Parameters"]
    outputs = {name: name for name in asked if name in first.document["Outputs"]}  # names alone cost nothing
    given = {**OF_THE_RELEASE, **relay_parameters(asked, outputs, first.parameters), **decided}
    template = _checked(Template(ROOT / FILE, given))
    fleet = _fleet(template)
    vcpu, gb, max_calls = _task(template)
    return RelayShape(
        size=template.parameters["RelayTaskSize"],
        vcpu=vcpu,
        gb=gb,
        tasks=fleet["Tasks"],
        most=fleet["TasksMost"],
        spare=fleet["SpareTasks"],
        aim=fleet["CallsWanted"],
        max_calls=max_calls,
        sleeps=first.parameters.get("RelaySleeps") == "yes",
        stack=_stack(template),
    )


def _fleet(template: Template) -> dict[str, int]:
    """The parameters of the service and its scaling."""
    given = template.document["Resources"]["Relay"]["Properties"]["Parameters"]
    return {name: int(template.resolve(given[name])) for name in FLEET}


def _task(template: Template) -> tuple[float, float, int]:
    [name] = template.of_type("AWS::ECS::TaskDefinition")
    about = template.document["Resources"][name]["Properties"]
    environment = {variable["Name"]: variable["Value"] for variable in about["ContainerDefinitions"][0]["Environment"]}
    cpu, memory, max_calls = template.resolve([about["Cpu"], about["Memory"], environment["RELAY_MAX_CALLS"]])
    return int(cpu) / 1024, int(memory) / 1024, int(max_calls)


def _stack(template: Template) -> StackShape:
    found = list(_resources(template))

    def of(kind: str) -> list[dict[str, Any]]:
        return [about.get("Properties", {}) for about in found if about["Type"] == f"AWS::{kind}"]

    events = [event for function in of("Serverless::Function") for event in function.get("Events", {}).values()]
    firewalls = of("WAFv2::WebACL")
    return StackShape(
        keys=len(of("KMS::Key")),
        secrets=len(of("SecretsManager::Secret")),
        dashboards=len(of("CloudWatch::Dashboard")),
        alarm_metrics=sum(map(_metrics, of("CloudWatch::Alarm") + 2 * of("ApplicationAutoScaling::ScalingPolicy"))),
        firewall_rules=len(firewalls[0]["Rules"]) if firewalls else None,
        queue_listeners=sum(event["Type"] == "SQS" for event in events),
        ticks_a_month=sum(_ticks(event["Properties"]) for event in events if event["Type"] == "ScheduleV2"),
        subnets=len(of("EC2::Subnet")),
    )


def _resources(template: Template) -> Iterator[dict[str, Any]]:
    """Its own and those of the stacks within it, as far as their conditions let them exist."""
    for about in template.resources().values():
        if about["Type"] == STACK:
            yield from _resources(_within(template, about["Properties"]))
        else:
            yield about


def _within(template: Template, about: dict[str, Any]) -> Template:
    """With the parameters that are decided outside; a name that AWS makes has no price."""
    names = {name: value.get("Ref") if isinstance(value, dict) else None for name, value in about["Parameters"].items()}
    given = {name: template.parameters.get(ref or "", "made by AWS") for name, ref in names.items()}
    return Template(template.folder / about["TemplateURL"], given)


def _metrics(about: Any) -> int:
    """AWS bills an alarm by the metrics it looks at. Scaling makes two for its policy, to grow and to shrink."""
    return max(1, str(about).count("'MetricStat'"))


def _ticks(schedule: Mapping[str, Any]) -> float:
    found = RATE.fullmatch(schedule["ScheduleExpression"])
    if not found:
        raise TemplateError(f"a schedule of unknown rate: {schedule['ScheduleExpression']}")
    return MINUTES_A_MONTH / (int(found[1]) * UNIT_MINUTES[found[2]])
