"""Alarms: the one that rang last is on top, and each is named as the runbooks name it."""

from datetime import UTC, datetime, timedelta

import pytest

from trunkline.operations.domain.alarms import Alarm, AlarmState, by_urgency, short_name

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def alarm(name: str, state: AlarmState = AlarmState.OK, hours: int = 0) -> Alarm:
    return Alarm(name, "", state, NOW - timedelta(hours=hours))


def test_those_that_ring_come_first_the_newest_on_top_and_the_others_by_name():
    rings = [alarm("A", AlarmState.ALARM, hours=2), alarm("B", AlarmState.ALARM, hours=1)]
    quiet = [alarm("D"), alarm("C", AlarmState.UNKNOWN)]
    assert [found.name for found in by_urgency([*quiet, *rings])] == ["B", "A", "C", "D"]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("trunkline-dev-Alarms-1A2B-DeadLettersAlarm-7G8H", "DeadLettersAlarm"),
        ("trunkline-dev-relay-Alarms-1A2B-RelayLateAlarm-7G8H", "RelayLateAlarm"),
        ("trunkline-dev-DeadLettersAlarm", "DeadLettersAlarm"),
        ("trunkline-dev-own-watch", "trunkline-dev-own-watch"),
    ],
)
def test_a_name_that_cloudformation_made_is_shortened_to_the_one_of_the_template(full, short):
    assert short_name(full) == short
