"""Checks of a deployed stage at AWS: API, alarms, dead letters, the relay's name and tasks. Changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from cli.doctor.checks import Finding
from cli.stage import Stack
from trunkline.aws.directory_table import Directory
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.domain.relay_fleet import Fleet, FleetState

UNSIGNED = 403
NOTHING_THERE = 404  # the load balancer's own answer to what is no socket and no order
DEAD_LETTERS = "DeadLettersUrl"
PENDING = "PendingConfirmation"
Client = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class CloudDoctor:
    """The stacks of a stage; `relay` is None where there is none."""

    first: Stack
    relay: Stack | None
    aws: Client
    http: httpx.Client

    def look(self) -> list[Finding]:
        questions = [self._api, self._alarm_address, self._dead_letters]
        if self.relay is not None:
            questions += [self._relay_name, self._relay_tasks]
        return [_answered(ask) for ask in questions]

    def _api(self) -> Finding:
        how = "is PublicBaseUrl the address of this API, without a path? The output WebhookBaseUrl is its own"
        status = self.http.post(self.first.outputs["VoiceUrl"], data={"CallSid": "CA0"}).status_code
        return Finding("API", status == UNSIGNED, f"answers {status} to what is not signed", how)

    def _relay_name(self) -> Finding:
        """One request: the name resolves, the certificate is valid for it, and our load balancer answers."""
        assert self.relay is not None
        host = urlsplit(self.first.parameters["RelayBaseUrl"]).netloc
        how = f"point {host} at {self.relay.outputs['RelayAddress']}; the certificate has to cover it"
        try:
            status = self.http.get(f"https://{host}/").status_code
        except httpx.HTTPError as error:
            return Finding("relay's name", False, f"{host}: {error}", how)
        return Finding("relay's name", status == NOTHING_THERE, f"{host} answers {status}", how)

    def _relay_tasks(self) -> Finding:
        assert self.relay is not None
        how = "the events of the service in ECS say why tasks do not start; docs/howto/runbooks.md, NoRelayReadyAlarm"
        healthy = sum(self._healthy(group) for group in self._groups(self.relay.outputs["RelayServiceName"]))
        says = f"{healthy} healthy where new streams go"
        fleet = None if healthy else self._fleet()
        if fleet is not None and fleet.state is FleetState.ASLEEP:
            return Finding("relay tasks", True, "asleep: there are no calls; the next one wakes it", how)
        return Finding("relay tasks", healthy > 0, says if fleet is None else f"{says}, {fleet.state}", how)

    def _fleet(self) -> Fleet | None:
        directory = Directory(self.aws("dynamodb"), self.first.outputs["DirectoryTableName"])
        return RelayFleetTable(directory).read()

    def _groups(self, service: str) -> list[str]:
        """The target groups that a release has given the weight of the rule for streams."""
        cluster = service.split("/")[-2]
        [found] = self.aws("ecs").describe_services(cluster=cluster, services=[service])["services"]
        streams = found["loadBalancers"][0]["advancedConfiguration"]["productionListenerRule"]
        [rule] = self.aws("elbv2").describe_rules(RuleArns=[streams])["Rules"]
        [action] = rule["Actions"]
        return [group["TargetGroupArn"] for group in action["ForwardConfig"]["TargetGroups"] if group["Weight"] > 0]

    def _healthy(self, group: str) -> int:
        targets = self.aws("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return sum(target["TargetHealth"]["State"] == "healthy" for target in targets)

    def _alarm_address(self) -> Finding:
        pages = self.aws("sns").get_paginator("list_subscriptions_by_topic")
        topic = self.first.outputs["AlarmTopicArn"]
        found = [
            subscription["SubscriptionArn"]
            for page in pages.paginate(TopicArn=topic)
            for subscription in page["Subscriptions"]
        ]
        says = f"{found.count(PENDING)} of {len(found)} addresses wait for their confirmation"
        if not found:
            says = "alarms go to no address: AlarmEmail is empty"
        return Finding("alarms", PENDING not in found, says, "follow the link that AWS has mailed")

    def _dead_letters(self) -> Finding:
        queues = {name: url for name, url in self.first.outputs.items() if name.endswith(DEAD_LETTERS)}
        filled = sorted(name.removesuffix(DEAD_LETTERS) for name, url in queues.items() if self._is_filled(url))
        how = "the log of the function says why; fix, then python -m cli replay dead-letters --queue …"
        return Finding("dead letters", not filled, ", ".join(filled) or "none", how)

    def _is_filled(self, url: str) -> bool:
        asked = self.aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(asked["Attributes"]["ApproximateNumberOfMessages"]) > 0


def _answered(ask: Callable[[], Finding]) -> Finding:
    """A question that AWS or the network does not answer is a finding, not the end."""
    about = ask.__name__.strip("_").replace("_", " ")
    try:
        return ask()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        return Finding(about, False, f"AWS says {code}", "may these credentials ask that?")
    except (BotoCoreError, httpx.HTTPError) as error:
        return Finding(about, False, f"no answer: {type(error).__name__}", "is the address right, and in DNS?")
