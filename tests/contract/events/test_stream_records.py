"""Events are read from the writes of real adapters, through a stream of the table."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import boto3
import pytest

from local.cloud.streams import stream_event
from tests.contract.conftest import CALLS, CAMPAIGNS, DIRECTORY, PATIENTS, Cloud
from tests.fakes.webhooks import NOW
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.campaigns.adapters.campaigns_table import SuppressionsTable
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.events.adapters.event_bridge import EventBridgeBus
from trunkline.events.adapters.stream_records import changes
from trunkline.events.domain.events import Event, EventType
from trunkline.ids import CallId
from trunkline.patients.adapters.alerts_table import AlertsTable
from trunkline.patients.domain.alerts import AlertKind, acknowledged, new_alert, repeated
from trunkline.patients.domain.protocols import Level

CALL = CallId("CA" + "1" * 32)
FACTS = {"company_id": "acme", "started_at": NOW.isoformat(), "direction": "inbound", "mode": "relay"}


@pytest.fixture
def records(lean_dynamodb: DynamoDBClient, moto_server: str) -> Callable[[str], list[dict[str, Any]]]:
    """Everything in a table's stream so far."""
    client = boto3.client("dynamodbstreams", endpoint_url=moto_server)
    for table in (CALLS, CAMPAIGNS, DIRECTORY, PATIENTS):  # not in every test: moto keeps each image for ever
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        boto3.client("dynamodb", endpoint_url=moto_server).update_table(TableName=table, StreamSpecification=stream)

    def read(table: str) -> list[dict[str, Any]]:
        [stream] = client.list_streams(TableName=table)["Streams"]
        [shard] = client.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
        iterator = client.get_shard_iterator(
            StreamArn=stream["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        return client.get_records(ShardIterator=iterator)["Records"]

    return read


def events_of(records: list[dict[str, Any]]) -> list[Event]:
    return [event for change in changes(stream_event(records)) for event in change.events]


def call_with_all_its_callbacks(calls: CallsTable) -> None:
    calls.open(CALL, TimelineEvent("answer", NOW, "relay"), FACTS)
    for status, progress in (
        ("in-progress", Progress.ANSWERED),
        ("completed", Progress.OVER),
        ("failed", Progress.OVER),
    ):
        calls.add_event(CALL, TimelineEvent(f"status-{status}", NOW, f"call {status}"))
        calls.advance(CALL, progress, status, {"duration_s": 61})
    calls.note(
        CALL, TimelineEvent("relay-recording-MZ1", NOW + timedelta(minutes=1), "recording filed"), {"recording": "k"}
    )


def test_a_call_and_its_callbacks_are_events(lean_dynamodb, records):
    call_with_all_its_callbacks(CallsTable(lean_dynamodb, CALLS))
    assert [event.type.value for event in events_of(records(CALLS))] == [
        "call.started", "call.answered", "call.ended", "recording.filed"
    ]  # fmt: skip


def test_callbacks_that_come_again_change_no_event(lean_dynamodb, records):
    calls = CallsTable(lean_dynamodb, CALLS)
    call_with_all_its_callbacks(calls)
    once = {event.event_id for event in events_of(records(CALLS))}
    call_with_all_its_callbacks(calls)
    assert {event.event_id for event in events_of(records(CALLS))} == once


def test_an_opt_out_is_one_event_however_often_it_is_requested(lean_dynamodb, records):
    table = SuppressionsTable(lean_dynamodb, CAMPAIGNS)
    for source in ("agent", "keypad"):
        table.add(Suppression("+14155550123", SuppressionScope.COMPANY, "acme", source, NOW))
    [event] = events_of(records(CAMPAIGNS))
    assert (event.type, event.company_id, event.data["source"]) == (EventType.CONTACT_OPTED_OUT, "acme", "agent")
    assert "4155550123" not in str(event)


def test_other_items_are_no_events(lean_dynamodb, records):
    Directory(lean_dynamodb, DIRECTORY).put({"pk": "TOKEN#x", "of_company": "acme#x"})
    assert events_of(records(DIRECTORY)) == []


def test_events_arrive_on_the_bus_in_batches_of_ten(cloud: Cloud):
    client = boto3.client("events")
    client.create_event_bus(Name="trunkline-test")
    queue = boto3.client("sqs").create_queue(QueueName="subscriber")["QueueUrl"]
    client.put_rule(Name="all", EventBusName="trunkline-test", EventPattern='{"source":["trunkline"]}')
    arn = "arn:aws:sqs:us-east-1:123456789012:subscriber"
    client.put_targets(Rule="all", EventBusName="trunkline-test", Targets=[{"Id": "q", "Arn": arn}])
    events = [Event(EventType.CALL_ENDED, "acme", f"CA{n}", NOW) for n in range(23)]
    assert EventBridgeBus(client, "trunkline-test", "test").publish(events) == set()
    attributes = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessages"] == "23"


def test_an_alert_is_an_event_with_each_notice_and_with_its_acknowledgement(lean_dynamodb, records):
    alerts = AlertsTable(lean_dynamodb, PATIENTS)
    alert = alerts.add(new_alert("pt1", "acme", CALL, AlertKind.ASSESSMENT, Level.RED, NOW))
    alerts.add(alert)
    second = repeated(alert, NOW + timedelta(minutes=15))
    assert alerts.change(second, alert)
    assert alerts.change(acknowledged(second, "nurse", NOW + timedelta(minutes=16)), second)
    found = events_of(records(PATIENTS))
    assert [(event.type, event.data.get("notice")) for event in found] == [
        (EventType.PATIENT_ALERT, 1),
        (EventType.PATIENT_ALERT, 2),
        (EventType.PATIENT_ACKNOWLEDGED, None),
    ]
