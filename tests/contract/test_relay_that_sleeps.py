"""`tend_relay` on an AWS in this process: tables, ECS, load balancer and scaling answer as AWS does."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from tend_relay import respond
from tests.contract.conftest import CALLS, DIRECTORY, Cloud
from trunkline.aws.directory_table import Directory
from trunkline.calls.adapters.ecs_service import DIMENSION, RelayCluster
from trunkline.calls.adapters.leases_table import LeasesTable
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable, wake_item
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.relay_fleet import Fleet, FleetState, SleepRules
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.calls.use_cases.tend_relay import TendRelayDeps
from trunkline.ids import CallId

CLUSTER, SERVICE = "trunkline-test-relay", "trunkline-test-relay-Service-1"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
IDLE = timedelta(minutes=30)
DROWSY_FOR = timedelta(minutes=3)
STARTS_AFTER_S = 40


@dataclass
class Stage:
    """A stage's relay. Tasks are ready 40 s after they are wanted, and gone at once when they are not."""

    cloud: Cloud
    clients: dict[str, Any]
    blue: str
    now: datetime = NOON
    wanted_since: datetime = NOON
    ready: int = 0
    sleeps: bool = True
    cluster: str = CLUSTER

    def __post_init__(self) -> None:
        self.directory = Directory(self.cloud.dynamodb, DIRECTORY)
        self.fleets = RelayFleetTable(self.directory)
        self.leases = LeasesTable(self.cloud.dynamodb, CALLS)

    def tend(self, *wakes: dict[str, Any]) -> str:
        cluster = RelayCluster(*(lambda name=name: self.clients[name] for name in CLIENTS), self.cluster)
        deps = TendRelayDeps(self.fleets, cluster, self.leases, SleepRules(self.sleeps), self.passes, lambda: self.now)
        event = {"Records": [{"dynamodb": {"Keys": {"pk": {"S": wake["pk"]}}}} for wake in wakes]} if wakes else {}
        return respond(event, deps)["state"]

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        wanted = self.service()["desiredCount"]
        if wanted < self.ready or self.now - self.wanted_since >= timedelta(seconds=STARTS_AFTER_S):
            self.run(wanted)

    def run(self, tasks: int) -> None:
        balancer, targets = self.clients["elbv2"], [{"Id": f"10.0.0.{n}", "Port": 8080} for n in range(1, 9)]
        if self.ready:
            balancer.deregister_targets(TargetGroupArn=self.blue, Targets=targets[: self.ready])
        if tasks:
            balancer.register_targets(TargetGroupArn=self.blue, Targets=targets[:tasks])
        self.ready = tasks

    def service(self) -> dict[str, Any]:
        return dict(self.clients["ecs"].describe_services(cluster=CLUSTER, services=[SERVICE])["services"][0])

    def scaled_to(self) -> tuple[int, int]:
        """The least number of tasks and the wanted one."""
        resources = {"ServiceNamespace": "ecs", "ResourceIds": [f"service/{CLUSTER}/{SERVICE}"]}
        [target] = self.clients["application-autoscaling"].describe_scalable_targets(**resources)["ScalableTargets"]
        return target["MinCapacity"], self.service()["desiredCount"]

    def falls_asleep(self) -> None:
        self.tend()
        self.now += IDLE
        assert self.tend() == "drowsy"
        self.now += DROWSY_FOR
        assert self.tend() == "asleep"
        self.passes(1)
        self.wanted_since = self.now

    def wake(self) -> dict[str, Any]:
        self.now += timedelta(minutes=1)
        self.wanted_since = self.now
        item = wake_item("CA1", self.now)
        self.directory.put(item)
        return item


CLIENTS = ("ecs", "elbv2", "application-autoscaling")


@pytest.fixture
def stage(cloud: Cloud) -> Stage:
    clients = {name: boto3.client(name, "us-east-1") for name in CLIENTS}
    vpc = boto3.client("ec2", "us-east-1").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    streams = {"Protocol": "HTTP", "Port": 8080, "VpcId": vpc, "TargetType": "ip"}
    blue, green = (
        clients["elbv2"].create_target_group(Name=name, **streams)["TargetGroups"][0]["TargetGroupArn"]
        for name in ("blue", "green")
    )
    other = {"alternateTargetGroupArn": green, "productionListenerRule": "rule", "roleArn": "role"}
    balancer = {"containerName": "relay", "containerPort": 8080, "targetGroupArn": blue, "advancedConfiguration": other}
    ecs = clients["ecs"]
    ecs.create_cluster(clusterName=CLUSTER)
    ecs.register_task_definition(family="relay", containerDefinitions=[{"name": "relay", "image": "r", "memory": 512}])
    ecs.create_service(
        cluster=CLUSTER, serviceName=SERVICE, taskDefinition="relay", desiredCount=2, loadBalancers=[balancer]
    )
    resource = f"service/{CLUSTER}/{SERVICE}"
    clients["application-autoscaling"].register_scalable_target(
        **DIMENSION, ResourceId=resource, MinCapacity=2, MaxCapacity=5
    )
    made = Stage(cloud, clients, blue)
    made.run(2)
    return made


def counted(capsys: pytest.CaptureFixture[str], metric: str) -> list[float]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if metric in line]
    return [line[metric][0] for line in lines if metric in line]


def test_an_idle_relay_sleeps_and_scaling_does_not_wake_it(stage: Stage):
    stage.falls_asleep()
    assert stage.scaled_to() == (0, 0)
    stage.now += timedelta(hours=9)
    assert stage.tend() == "asleep"


def test_a_wake_is_followed_by_as_many_tasks_as_there_were_and_waited_for(stage: Stage):
    stage.falls_asleep()
    began = stage.wake()
    assert stage.tend(began) == "awake"
    assert stage.scaled_to() == (2, 2)
    assert timedelta(seconds=40) <= stage.now - stage.wanted_since < timedelta(minutes=1)


def test_the_clock_follows_a_wake_whose_notice_was_lost(stage: Stage):
    stage.falls_asleep()
    stage.wake()
    assert stage.tend() == "awake"


def test_a_repeated_old_wake_does_not_wake_the_relay(stage: Stage):
    stage.falls_asleep()
    old = stage.wake()
    stage.tend(old)
    stage.falls_asleep()
    assert stage.tend(old) == "asleep"


def test_a_live_call_keeps_it_awake(stage: Stage):
    stage.tend()
    hours = timedelta(hours=2)
    stage.leases.take(Lease(CallId("CA1"), "MZ1", "10.0.0.1:8081", NOON + hours, NOON + hours))
    stage.now += hours
    assert stage.tend() == "awake"
    assert stage.scaled_to() == (2, 2)


def test_a_call_that_is_placed_holds_it_and_one_that_comes_too_late_waits_and_wakes_it(stage: Stage):
    stage.tend()
    stage.now += IDLE - timedelta(seconds=1)
    assert hold_relay(stage.fleets, "order-1", stage.now)
    stage.now += timedelta(minutes=1)
    assert stage.tend() == "awake"
    stage.now += IDLE
    assert stage.tend() == "drowsy"
    assert not hold_relay(stage.fleets, "order-2", stage.now)
    assert stage.tend() == "awake"


def test_who_writes_with_an_old_look_changes_nothing(stage: Stage):
    stage.tend()
    seen = stage.fleets.read()
    assert seen
    assert hold_relay(stage.fleets, "order", stage.now + timedelta(minutes=2))
    assert not stage.fleets.write(seen, Fleet(FleetState.DROWSY, stage.now, stage.now))


def test_an_order_to_sleep_that_was_lost_is_given_again(stage: Stage):
    stage.falls_asleep()
    stage.clients["ecs"].update_service(cluster=CLUSTER, service=SERVICE, desiredCount=2)
    stage.run(2)
    assert stage.tend() == "asleep"
    assert stage.scaled_to() == (0, 0)


def test_a_deployment_that_writes_its_own_least_number_is_remembered_for_the_next_wake(stage: Stage):
    stage.falls_asleep()
    resource = f"service/{CLUSTER}/{SERVICE}"
    stage.clients["application-autoscaling"].register_scalable_target(**DIMENSION, ResourceId=resource, MinCapacity=3)
    assert stage.tend() == "asleep"
    assert stage.scaled_to() == (0, 0)
    stage.tend(stage.wake())
    assert stage.scaled_to() == (3, 3)


def test_sleep_is_no_illness_and_a_wake_that_fails_is_one(stage: Stage, capsys):
    stage.falls_asleep()
    stage.tend()
    wake, stage.wanted_since = stage.wake(), stage.now + timedelta(hours=1)  # Fargate has no room
    assert stage.tend(wake) == "waking"
    assert set(counted(capsys, "RelayUnready")) == {0}
    for _ in range(4):
        assert stage.tend() == "waking"
    assert counted(capsys, "RelayUnready")[-1] == 1


def test_a_stage_whose_relay_may_not_sleep_is_only_counted(stage: Stage, capsys):
    stage.sleeps = False
    stage.tend()
    stage.now += timedelta(hours=5)
    assert stage.tend() == "awake"
    stage.run(0)
    assert stage.tend() == "awake"
    assert stage.scaled_to() == (2, 2)
    assert counted(capsys, "RelayUnready") == [0, 0, 1]


def test_a_stage_that_shall_not_sleep_any_more_gets_its_relay_back(stage: Stage):
    stage.falls_asleep()
    stage.sleeps = False
    assert stage.tend() == "awake"
    assert stage.scaled_to() == (2, 2)


def test_a_stage_without_a_relay_has_nothing_to_look_after(stage: Stage):
    stage.cluster = "trunkline-other-relay"
    assert stage.tend() == "no relay"
    assert stage.fleets.read() is None
