"""A stage's alarms in CloudWatch, found by the beginning that the names of its stacks share."""

from collections.abc import Callable, Mapping
from typing import Any

from trunkline.operations.domain.alarms import Alarm, AlarmState, by_urgency, short_name

STATES = {"ALARM": AlarmState.ALARM, "OK": AlarmState.OK}


class CloudWatchAlarms:
    """The port `Alarms`. Only alarms on metrics: the templates have no others."""

    def __init__(self, cloudwatch: Callable[[], Any], prefix: str) -> None:
        self._cloudwatch, self._prefix = cloudwatch, prefix

    def all(self) -> list[Alarm]:
        pages = self._cloudwatch().get_paginator("describe_alarms").paginate(AlarmNamePrefix=self._prefix)
        return by_urgency([_alarm(found) for page in pages for found in page["MetricAlarms"]])


def _alarm(found: Mapping[str, Any]) -> Alarm:
    return Alarm(
        short_name(found["AlarmName"]),
        found.get("AlarmDescription", ""),
        STATES.get(found["StateValue"], AlarmState.UNKNOWN),
        found["StateUpdatedTimestamp"],
    )
