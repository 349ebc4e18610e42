"""The relay's service on ECS, its scaling and its load balancer.

Found by the cluster's name alone: the relay is a stack of its own, and a stage may do without it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from trunkline.calls.domain.relay_fleet import Scaling
from trunkline.calls.ports.relay_fleet import Cluster

STREAMS_PORT = 8080  # the other target groups of the service are for orders
DIMENSION = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}
Client = Callable[[], Any]


class RelayCluster:
    """Four or five requests a look; three more where something is set."""

    def __init__(self, ecs: Client, balancer: Client, scaling: Client, cluster: str) -> None:
        self._ecs, self._balancer, self._scaling, self._cluster = ecs, balancer, scaling, cluster

    def observe(self, *, with_least: bool) -> Cluster | None:
        service = self._service()
        if service is None:
            return None
        return Cluster(
            ready=sum(self._healthy(group) for group in stream_groups(service)),
            running=service["runningCount"],
            wanted=service["desiredCount"],
            least=self._least(service["serviceName"]) if with_least else 0,
            is_deploying=len(service.get("deployments", [])) > 1,
        )

    def scale(self, scaling: Scaling, seen: Cluster) -> None:
        """The least number first: scaling would take a service without it back to where it was."""
        service = self._service() if (scaling.least, scaling.wanted) != (seen.least, seen.wanted) else None
        if service is None:
            return
        if scaling.least != seen.least:
            target = self._resource(service["serviceName"])
            self._scaling().register_scalable_target(**DIMENSION, ResourceId=target, MinCapacity=scaling.least)
        if scaling.wanted != seen.wanted:
            self._ecs().update_service(
                cluster=self._cluster, service=service["serviceName"], desiredCount=scaling.wanted
            )

    def _service(self) -> dict[str, Any] | None:
        try:
            arns = self._ecs().list_services(cluster=self._cluster)["serviceArns"]
        except self._ecs().exceptions.ClusterNotFoundException:
            return None
        if not arns:
            return None
        [service] = self._ecs().describe_services(cluster=self._cluster, services=arns)["services"]
        return dict(service)

    def _least(self, service: str) -> int:
        targets = self._scaling().describe_scalable_targets(
            ServiceNamespace="ecs", ResourceIds=[self._resource(service)]
        )["ScalableTargets"]
        return int(targets[0]["MinCapacity"]) if targets else 0

    def _healthy(self, target_group: str) -> int:
        found = self._balancer().describe_target_health(TargetGroupArn=target_group)["TargetHealthDescriptions"]
        return sum(target["TargetHealth"]["State"] == "healthy" for target in found)

    def _resource(self, service: str) -> str:
        return f"service/{self._cluster}/{service}"


def stream_groups(service: dict[str, Any]) -> Iterable[str]:
    """Blue and green: either may have the tasks that take streams."""
    for balancer in service["loadBalancers"]:
        if balancer["containerPort"] == STREAMS_PORT:
            yield balancer["targetGroupArn"]
            if alternate := balancer.get("advancedConfiguration", {}).get("alternateTargetGroupArn"):
                yield alternate
