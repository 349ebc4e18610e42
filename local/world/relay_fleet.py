"""Plays ECS for the relay: as many processes as its service wants, each some time after it was wanted.

The service, its scaling and the load balancer's targets are the embedded AWS's, so that the function which lets the
relay sleep asks and orders what it would in the cloud.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from local.world.relay_process import RelayProcess

CLUSTER, SERVICE, FAMILY = "trunkline-local-relay", "trunkline-local-relay-Service-1", "trunkline-local-relay"
RESOURCE = f"service/{CLUSTER}/{SERVICE}"
SCALED = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount", "ResourceId": RESOURCE}
STARTS_IN_S = 40.0  # what Fargate takes for an image of this size
LOOK_EVERY_S = 0.2


class RelayFleet:
    """`start` and `stop` are the world's: a process behind its load balancer, and one that leaves."""

    def __init__(
        self,
        client: Callable[[str], Any],
        start: Callable[[], Awaitable[RelayProcess]],
        stop: Callable[[RelayProcess], Awaitable[None]],
        starts_in_s: float = STARTS_IN_S,
    ) -> None:
        self._client, self._start_relay, self._stop_relay = client, start, stop
        self.starts_in_s = starts_in_s
        self.tasks: list[RelayProcess] = []
        self._targets = ""
        self._running: asyncio.Task[None] | None = None

    async def start(self, tasks: int) -> None:
        """The service is there and its first tasks run, without the wait."""
        await asyncio.to_thread(self._create, tasks)
        for _ in range(tasks):
            await self._add()
        self._running = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait({self._running})

    def _create(self, tasks: int) -> None:
        vpc = self._client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        streams = {"Protocol": "HTTP", "Port": 8080, "VpcId": vpc, "TargetType": "ip"}
        made = self._client("elbv2").create_target_group(Name="relay-streams", **streams)["TargetGroups"][0]
        self._targets = made["TargetGroupArn"]
        ecs = self._client("ecs")
        ecs.create_cluster(clusterName=CLUSTER)
        relay = {"name": "relay", "image": "relay", "memory": 512}
        ecs.register_task_definition(family=FAMILY, containerDefinitions=[relay])
        balancer = {"containerName": "relay", "containerPort": 8080, "targetGroupArn": self._targets}
        ecs.create_service(
            cluster=CLUSTER, serviceName=SERVICE, taskDefinition=FAMILY, desiredCount=tasks, loadBalancers=[balancer]
        )
        self._client("application-autoscaling").register_scalable_target(**SCALED, MinCapacity=tasks, MaxCapacity=4)

    async def _follow(self) -> None:
        while True:
            wanted = await asyncio.to_thread(self._wanted)
            for task in [task for task in self.tasks if not task.is_up]:
                await self._forget(task)
            while len(self.tasks) > wanted:
                await self._remove(self.tasks[-1])
            if len(self.tasks) < wanted:
                await asyncio.sleep(self.starts_in_s)
                await self._add()
            await asyncio.sleep(LOOK_EVERY_S)

    def _wanted(self) -> int:
        [service] = self._client("ecs").describe_services(cluster=CLUSTER, services=[SERVICE])["services"]
        return int(service["desiredCount"])

    async def _add(self) -> None:
        task = await self._start_relay()
        self.tasks.append(task)
        await asyncio.to_thread(
            self._client("elbv2").register_targets, TargetGroupArn=self._targets, Targets=[_target(task)]
        )

    async def _remove(self, task: RelayProcess) -> None:
        await self._forget(task)
        await self._stop_relay(task)

    async def _forget(self, task: RelayProcess) -> None:
        self.tasks.remove(task)
        await asyncio.to_thread(
            self._client("elbv2").deregister_targets, TargetGroupArn=self._targets, Targets=[_target(task)]
        )


def _target(task: RelayProcess) -> dict[str, Any]:
    return {"Id": "10.0.0.1", "Port": task.port}
