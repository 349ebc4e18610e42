"""Alarms in CloudWatch (moto): a stage's own, by their names in the template, those that ring first."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from tests.contract.conftest import empty_aws
from trunkline.operations.adapters.cloudwatch_alarms import CloudWatchAlarms
from trunkline.operations.domain.alarms import Alarm, AlarmState

STAGE, RELAY = "trunkline-dev-Alarms-1A2B3C", "trunkline-dev-relay-Alarms-4D5E6F"


@pytest.fixture
def cloudwatch() -> Iterator[Any]:
    with empty_aws():
        yield boto3.client("cloudwatch")


def watch(cloudwatch: Any, name: str, state: str = "OK") -> None:
    cloudwatch.put_metric_alarm(
        AlarmName=name, AlarmDescription="A report could not be filed.", Namespace="Trunkline", MetricName="Lost",
        Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=0, ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip
    cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a test")


def seen(cloudwatch: Any) -> list[Alarm]:
    return CloudWatchAlarms(lambda: cloudwatch, "trunkline-dev-").all()


def test_alarms_of_the_stage_and_of_its_relay_are_found_and_no_other_stages(cloudwatch):
    watch(cloudwatch, f"{STAGE}-DeadLettersAlarm-7G8H")
    watch(cloudwatch, f"{RELAY}-RelayLateAlarm-9I0J", "ALARM")
    watch(cloudwatch, "trunkline-prod-Alarms-1A2B3C-DeadLettersAlarm-7G8H", "ALARM")
    watch(cloudwatch, "TargetTracking-service/trunkline-dev-relay", "ALARM")
    found = seen(cloudwatch)
    assert [(alarm.name, alarm.state) for alarm in found] == [
        ("RelayLateAlarm", AlarmState.ALARM), ("DeadLettersAlarm", AlarmState.OK),
    ]  # fmt: skip
    assert found[0].description == "A report could not be filed."
    assert found[0].since.tzinfo is not None


def test_an_alarm_without_data_is_unknown(cloudwatch):
    watch(cloudwatch, f"{STAGE}-DoorsFailedAlarm-7G8H", "INSUFFICIENT_DATA")
    assert [alarm.state for alarm in seen(cloudwatch)] == [AlarmState.UNKNOWN]


def test_more_alarms_than_one_page_are_all_found(cloudwatch):
    for number in range(101):
        watch(cloudwatch, f"{STAGE}-N{number}Alarm-7G8H")
    assert len(seen(cloudwatch)) == 101


def test_a_stage_without_alarms_has_none(cloudwatch):
    assert seen(cloudwatch) == []
