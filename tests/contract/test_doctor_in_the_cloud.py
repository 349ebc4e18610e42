"""The doctor's questions to AWS, on moto: each is well in a stage that is well, and each can fail alone."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import boto3
import httpx
import pytest

from cli.doctor.cloud import CloudDoctor
from cli.stage import Stack
from tests.contract.conftest import DIRECTORY, create_tables, empty_aws
from tests.fakes.webhooks import NOW
from trunkline.aws.directory_table import Directory
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.domain.relay_fleet import Fleet, FleetState

ADDRESS = "lb-1.elb.amazonaws.com"
SERVICE = "arn:aws:ecs:us-east-1:123456789012:service/trunkline-dev-relay/relay"
RULE, BLUE, GREEN = "rule", "blue", "green"


class Relays:
    """ECS and its load balancer as far as the doctor asks: moto does not know blue and green."""

    def __init__(self) -> None:
        self.weights = {BLUE: 0, GREEN: 100}
        self.states = {BLUE: ["healthy"], GREEN: ["healthy", "initial"]}

    def describe_services(self, *, cluster: str, services: list[str]) -> dict[str, Any]:
        assert (cluster, services) == ("trunkline-dev-relay", [SERVICE])
        return {"services": [{"loadBalancers": [{"advancedConfiguration": {"productionListenerRule": RULE}}]}]}

    def describe_rules(self, *, RuleArns: list[str]) -> dict[str, Any]:  # noqa: N803 - boto3's names
        assert RuleArns == [RULE]
        groups = [{"TargetGroupArn": name, "Weight": weight} for name, weight in self.weights.items()]
        return {"Rules": [{"Actions": [{"ForwardConfig": {"TargetGroups": groups}}]}]}

    def describe_target_health(self, *, TargetGroupArn: str) -> dict[str, Any]:  # noqa: N803
        return {"TargetHealthDescriptions": [{"TargetHealth": {"State": s}} for s in self.states[TargetGroupArn]]}


class Here:
    """A deployed stage and the network before it."""

    def __init__(self) -> None:
        self.relays, self.answers = Relays(), {"voice.acme.test": 403, "relay.acme.test": 404}
        self.sqs = boto3.client("sqs")
        self.queues = {
            name: self.sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("InboxDeadLetters", "DialDeadLetters")
        }
        self.sns = boto3.client("sns")
        self.topic = self.sns.create_topic(Name="alarms")["TopicArn"]
        self.has_relay = True
        create_tables(boto3.client("dynamodb"))

    def aws(self, service: str) -> Any:
        return self.relays if service in {"ecs", "elbv2"} else boto3.client(service)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        status = self.answers[request.url.host]
        if not status:
            raise httpx.ConnectError("certificate verify failed: Hostname mismatch")
        return httpx.Response(status)

    def ill(self) -> dict[str, str]:
        outputs = {"VoiceUrl": "https://voice.acme.test/twilio/voice", "AlarmTopicArn": self.topic}
        outputs["DirectoryTableName"] = DIRECTORY
        outputs |= {f"{name}Url": url for name, url in self.queues.items()}
        relay = Stack({"RelayAddress": ADDRESS, "RelayServiceName": SERVICE}, {}) if self.has_relay else None
        with httpx.Client(transport=httpx.MockTransport(self._answer)) as http:
            first = Stack(outputs, {"RelayBaseUrl": "wss://relay.acme.test"})
            found = CloudDoctor(first, relay, self.aws, http).look()
        return {finding.about: finding.says for finding in found if not finding.ok}


@pytest.fixture
def here() -> Iterator[Here]:
    with empty_aws():
        yield Here()


def test_a_healthy_stage_has_no_failed_check(here):
    assert here.ill() == {}


def test_a_stage_without_a_relay_has_no_check_of_a_relay(here):
    here.has_relay, here.answers["relay.acme.test"] = False, 0
    assert here.ill() == {}


@pytest.mark.parametrize("state", FleetState)
def test_a_sleeping_relay_is_ok_and_a_missing_or_ever_waking_relay_fails(here, state):
    spoil_tasks(here)
    fleets = RelayFleetTable(Directory(boto3.client("dynamodb"), DIRECTORY))
    assert fleets.write(None, Fleet(state, NOW, NOW))
    assert ("relay tasks" in here.ill()) == (state is not FleetState.ASLEEP)


def spoil_api(here: Here) -> None:
    here.answers["voice.acme.test"] = 404


def spoil_name(here: Here) -> None:
    here.answers["relay.acme.test"] = 0


def spoil_tasks(here: Here) -> None:
    """Those of the revision that no new stream reaches do not count."""
    here.relays.states[GREEN] = ["unhealthy"]


def spoil_letters(here: Here) -> None:
    here.sqs.send_message(QueueUrl=here.queues["DialDeadLetters"], MessageBody="{}")


@pytest.mark.parametrize(
    ("spoil", "about", "says"),
    [
        (spoil_api, "API", "404"),
        (spoil_name, "relay's name", "certificate verify failed"),
        (spoil_tasks, "relay tasks", "0 healthy"),
        (spoil_letters, "dead letters", "Dial"),
    ],
)
def test_each_fault_is_a_finding_of_its_own(here, spoil: Callable[[Here], None], about, says):
    spoil(here)
    [(found, payload)] = here.ill().items()
    assert found == about
    assert says in payload


def test_an_address_that_has_not_confirmed_is_a_finding(here, monkeypatch):
    waiting = {"Subscriptions": [{"SubscriptionArn": "PendingConfirmation"}, {"SubscriptionArn": "arn:aws:sns:x"}]}
    sns, aws = boto3.client("sns"), here.aws
    pages = SimpleNamespace(paginate=lambda TopicArn: [waiting])  # noqa: N803 - boto3's name
    monkeypatch.setattr(sns, "get_paginator", lambda _name: pages)
    monkeypatch.setattr(here, "aws", lambda service: sns if service == "sns" else aws(service))
    assert here.ill() == {"alarms": "1 of 2 addresses wait for their confirmation"}


def test_a_question_that_aws_refuses_is_a_finding_and_the_others_are_asked(here):
    here.queues["InboxDeadLetters"] += "-gone"
    spoil_api(here)
    assert set(here.ill()) == {"API", "dead letters"}
