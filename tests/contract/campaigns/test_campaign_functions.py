"""The functions of the engine on tables, a queue and a scheduler that answer as AWS does; the telephone is a fake."""

import importlib
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, cast

import boto3
import pytest

from bench.campaign_tick import Stage
from tests.contract.conftest import CAMPAIGNS, DIRECTORY, Cloud
from tests.fakes.campaign_world import KEY, MONDAY_NOON, Vendor, a_campaign, a_contact
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.place_call import PlaceCallDeps
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.domain.outbound.dial_jobs import job_text, read_job
from trunkline.calls.domain.relay_fleet import Fleet, FleetState
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.campaigns_table import AttemptsTable, CampaignsTable, ContactsTable
from trunkline.campaigns.adapters.dial_queue import SqsDialQueue
from trunkline.campaigns.adapters.schedules import EventBridgeSchedules, ScheduleTarget
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.attempts import AttemptEnd, Outcome
from trunkline.campaigns.domain.campaigns import CampaignState, Channel, Pacing
from trunkline.campaigns.domain.contacts import ContactState
from trunkline.campaigns.use_cases.order_agent_call import OrderAgentCallDeps
from trunkline.campaigns.use_cases.place_attempt import PlaceAttemptDeps
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, settle
from trunkline.campaigns.use_cases.tick_campaign import TickCampaignDeps
from trunkline.errors import BadRequest

GROUP = "trunkline-test-campaigns"
CLOCKWORK = ScheduleTarget(
    GROUP, "arn:aws:lambda:us-east-1:123456789012:function:tick", "arn:aws:iam::123456789012:role/clock"
)
MINUTE = timedelta(minutes=1)


@dataclass
class Engine:
    cloud: Cloud
    sqs: Any
    scheduler: Any
    queue_url: str
    now: Any = MONDAY_NOON
    unsent: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        dynamodb = self.cloud.dynamodb
        self.campaigns = CampaignsTable(dynamodb, CAMPAIGNS, lambda: self.now)
        self.contacts, self.attempts = ContactsTable(dynamodb, CAMPAIGNS), AttemptsTable(dynamodb, CAMPAIGNS)
        self.ticks, self.attempting = TicksTable(dynamodb, CAMPAIGNS), CampaignAttempts(dynamodb, CAMPAIGNS)
        self.vendor = Vendor(lambda: self.now)
        self.schedules = EventBridgeSchedules(lambda: self.scheduler, CLOCKWORK)
        queue = SqsDialQueue(lambda: self.sqs, self.queue_url, self.unsent.append)
        gates = (KEY, lambda _region, _day: False, Decimal("0.1"))
        self.fleets = RelayFleetTable(Directory(dynamodb, DIRECTORY))
        more = (*gates, partial(hold_relay, self.fleets))
        ticking = TickCampaignDeps(
            self.ticks, self.attempting, self.campaigns, queue, self.vendor, self.schedules, *more, lambda: self.now
        )
        self.campaign_tick_deps = ticking
        placing, no_orders = PlaceAttemptDeps(self.attempting, self.vendor, *gates), cast("OrderAgentCallDeps", None)
        self.place_call_deps = PlaceCallDeps(placing, no_orders, lambda: self.now)

    def start(self, people: int, **more: Any) -> None:
        self.campaigns.add(a_campaign(**more))
        self.contacts.add(a_contact(n) for n in range(people))
        self.schedules.create("c1")
        self.cloud.requests.clear()

    def tick(self) -> dict[str, Any]:
        return importlib.import_module("campaign_tick").respond({"campaign_id": "c1"}, self.campaign_tick_deps)

    def place(self, body: str) -> dict[str, Any]:
        event = {"Records": [{"messageId": "m1", "body": body}]}
        return importlib.import_module("place_call").respond(event, self.place_call_deps)

    def jobs(self) -> list[str]:
        found: list[str] = []
        while got := self.sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10).get("Messages"):
            for message in got:
                found.append(message["Body"])
                self.sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def requests(self) -> list[str]:
        found = [name.split(".")[-1] for name in self.cloud.requests]
        self.cloud.requests.clear()
        return found

    def ticking(self) -> list[str]:
        return [schedule["Name"] for schedule in self.scheduler.list_schedules(GroupName=GROUP)["Schedules"]]


@pytest.fixture
def engine(cloud: Cloud) -> Engine:
    sqs, scheduler = boto3.client("sqs", "us-east-1"), boto3.client("scheduler", "us-east-1")
    scheduler.create_schedule_group(Name=GROUP)
    made = Engine(cloud, sqs, scheduler, sqs.create_queue(QueueName="dial")["QueueUrl"])
    cloud.watch(sqs)
    cloud.watch(scheduler)
    return made


def test_a_campaign_runs_from_its_first_tick_to_its_last(engine: Engine):
    engine.start(12, pacing=Pacing(Decimal(1000), 5))
    for _ in range(12):
        engine.tick()
        for body in engine.jobs():
            assert engine.place(body) == {"batchItemFailures": []}
            assert engine.place(body) == {"batchItemFailures": []}  # it comes again
        for name, ending in list(engine.vendor.calls.items()):
            if ending is None:
                engine.vendor.calls[name] = AttemptEnd(Outcome.HUMAN, "completed", seconds=42)
                assert settle(name, engine.vendor.calls[name], SettleAttemptDeps(engine.attempting), engine.now)
        engine.now += MINUTE
        if not engine.ticking():
            break
    campaign = engine.campaigns.find("c1")
    assert campaign
    assert campaign.state is CampaignState.FINISHED
    assert len(engine.vendor.rang) == 12
    assert {item.outcome for item in engine.attempts.of_campaign("c1")} == {Outcome.HUMAN}
    assert {item.state for item in engine.contacts.of_campaign("c1")} == {ContactState.DONE}


def test_a_tick_takes_two_requests_for_a_call_and_a_constant(engine: Engine):
    engine.start(60, pacing=Pacing(Decimal(1000), 50))
    assert engine.tick()["claimed"] == 50
    requests = engine.requests()
    about_calls = [
        request for request in requests if request in {"TransactWriteItems", "BatchGetItem", "SendMessageBatch"}
    ]
    assert len(about_calls) == 50 + 2 + 5  # a claim each, the people by 25, the messages by 10
    others = len(requests) - len(about_calls)
    # Lease, look, who is late; four parts of the index, whether the relay is awake, the pace; the lease again.
    assert others == 10, requests


def test_a_tick_with_nothing_to_do_takes_the_constant_alone(engine: Engine):
    engine.start(0)
    engine.tick()
    assert len(engine.requests()) == 8


def test_the_table_of_the_bench_is_asked_what_aws_is_asked(engine: Engine):
    engine.start(60, pacing=Pacing(Decimal(1000), 10_000))
    engine.tick()
    asked = [name for name in engine.requests() if name not in {"SendMessageBatch", "GetItem"}]  # not of this table
    ticked, _, requests = Stage(60, 60).run()
    assert ticked.claimed == 60
    assert requests == {name: asked.count(name) for name in set(asked)}


def test_placing_a_call_takes_three_requests_and_the_diallers_one(engine: Engine):
    engine.start(1)
    engine.tick()
    [body] = engine.jobs()
    engine.requests()
    engine.place(body)
    assert engine.requests() == ["BatchGetItem", "TransactWriteItems", "UpdateItem"]
    engine.place(body)
    assert engine.requests() == ["BatchGetItem"]


def test_a_call_that_the_vendor_refuses_takes_no_more(engine: Engine):
    engine.start(1)
    engine.vendor.mood = "refuses"
    engine.tick()
    [body] = engine.jobs()
    engine.requests()
    engine.place(body)
    assert engine.requests() == ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]


def test_settling_takes_a_look_and_a_write(engine: Engine):
    engine.start(1)
    engine.tick()
    engine.place(engine.jobs()[0])
    [name] = engine.vendor.calls
    engine.requests()
    settle(name, AttemptEnd(Outcome.BUSY, "busy"), SettleAttemptDeps(engine.attempting), engine.now)
    assert engine.requests() == ["BatchGetItem", "TransactWriteItems"]


def test_messages_are_spread_over_the_minute(engine: Engine, monkeypatch):
    engine.start(3, pacing=Pacing(Decimal("0.05"), 10))
    sent: list[int] = []
    original = engine.sqs.send_message_batch
    monkeypatch.setattr(
        engine.sqs,
        "send_message_batch",
        lambda **given: (sent.extend(entry["DelaySeconds"] for entry in given["Entries"]), original(**given))[1],
    )
    engine.tick()
    assert sent == [0, 20, 40]


def test_an_unsent_message_is_logged_and_its_attempt_withdrawn(engine: Engine, monkeypatch):
    engine.start(1)
    monkeypatch.setattr(engine.sqs, "send_message_batch", lambda **_: {"Failed": [{"Id": "0"}]})
    engine.tick()
    assert engine.unsent == [1]
    engine.now += 11 * MINUTE
    assert engine.tick()["swept"] == 1
    assert engine.vendor.rang == []


@pytest.mark.parametrize("event", [{}, {"campaign_id": 1}, {"campaign_id": ""}, {"Records": []}])
def test_a_tick_that_names_no_campaign_is_refused(engine: Engine, event):
    with pytest.raises(BadRequest):
        importlib.import_module("campaign_tick").respond(event, engine.campaign_tick_deps)


GOOD = {
    "campaign_id": "c1", "company_id": "acme", "contact_id": "x", "number": 1, "phone": "+12125550000",
    "starts_at": MONDAY_NOON.isoformat(),
}  # fmt: skip
BAD = [
    "", "[]", "null", "{}", '"c1"', json.dumps(GOOD | {"number": "1"}), json.dumps(GOOD | {"number": True}),
    json.dumps(GOOD | {"phone": None}), json.dumps(GOOD | {"starts_at": "now"}), json.dumps(GOOD | {"company_id": ""}),
]  # fmt: skip


@pytest.mark.parametrize("body", BAD)
def test_a_message_without_a_job_rings_no_phone_and_becomes_a_dead_letter(engine: Engine, body):
    engine.start(1)
    assert engine.place(body) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert engine.vendor.rang == []
    with pytest.raises(BadRequest):
        read_job(body)


@pytest.mark.parametrize("changed", [{"phone": "+12125559999"}, {"company_id": "other"}])
def test_a_job_with_another_number_or_company_rings_no_phone(engine: Engine, changed):
    engine.start(1)
    engine.tick()
    [body] = engine.jobs()
    assert read_job(body) == read_job(job_text(read_job(body)))
    assert engine.place(json.dumps(json.loads(body) | changed)) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert engine.vendor.rang == []


def test_creating_and_removing_a_schedule_are_idempotent(engine: Engine):
    for _ in range(2):
        engine.schedules.create("c1")
    assert engine.ticking() == ["c1"]
    payload = engine.scheduler.get_schedule(GroupName=GROUP, Name="c1")
    assert json.loads(payload["Target"]["Input"]) == {"campaign_id": "c1"}
    assert (payload["Target"]["Arn"], payload["Target"]["RoleArn"]) == (CLOCKWORK.target_arn, CLOCKWORK.role_arn)
    assert payload["ScheduleExpression"] == "rate(1 minute)"
    for _ in range(2):
        engine.schedules.remove("c1")
    assert engine.ticking() == []


NOT_AWAKE = [state for state in FleetState if state is not FleetState.AWAKE]


@pytest.mark.parametrize("state", NOT_AWAKE)
@pytest.mark.parametrize("channel", [Channel.RELAY, Channel.VOICE])
def test_a_campaign_wakes_the_relay_and_dials_when_it_is_awake(engine: Engine, channel, state):
    engine.start(3, channel=channel)
    asleep = Fleet(state, engine.now - MINUTE, engine.now - MINUTE)
    assert engine.fleets.write(None, asleep)
    assert engine.tick() == {"state": "running", "claimed": 0, "refused": 0, "swept": 0}
    assert (engine.jobs(), engine.vendor.rang) == ([], [])
    assert engine.fleets.asked_at() == engine.now
    engine.now += MINUTE
    assert engine.fleets.write(asleep, replace(asleep, state=FleetState.AWAKE))
    assert engine.tick()["claimed"] == 3
    fleet = engine.fleets.read()
    assert fleet
    assert fleet.used_at == engine.now
    for body in engine.jobs():
        engine.place(body)
    assert len(engine.vendor.rang) == 3


def test_a_campaign_without_due_contacts_lets_the_relay_sleep(engine: Engine):
    engine.start(3, channel=Channel.RELAY)
    engine.now += timedelta(hours=14)  # no call is allowed at this hour
    assert engine.fleets.write(None, Fleet(FleetState.ASLEEP, engine.now, engine.now))
    engine.tick()
    assert engine.fleets.asked_at() is None


@pytest.mark.parametrize("channel", [Channel.REGISTER, Channel.PROVIDER])
def test_a_campaign_that_needs_no_relay_does_not_wait_for_it(engine: Engine, channel):
    engine.start(3, channel=channel)
    assert engine.fleets.write(None, Fleet(FleetState.ASLEEP, engine.now, engine.now))
    assert engine.tick()["claimed"] == 3
    assert engine.fleets.asked_at() is None
