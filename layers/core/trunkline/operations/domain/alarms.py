"""Alarms of a stage: what is watched, and whether it is well."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NAMED = re.compile(r"([A-Za-z0-9]+Alarm)(-[A-Za-z0-9]+)?$")


class AlarmState(StrEnum):
    """`unknown` where there is too little data to say."""

    ALARM = "alarm"
    OK = "ok"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Alarm:
    """`since` is when it came into its state."""

    name: str
    description: str
    state: AlarmState
    since: datetime


def short_name(full: str) -> str:
    """The name in the template and in the runbooks, of one that CloudFormation made of stack, name and a random end."""
    found = NAMED.search(full)
    return found[1] if found else full


def by_urgency(alarms: list[Alarm]) -> list[Alarm]:
    """Those in alarm first, the newest of them on top; the others by name."""
    ringing = sorted((alarm for alarm in alarms if alarm.state is AlarmState.ALARM), key=lambda it: it.since)
    quiet = sorted((alarm for alarm in alarms if alarm.state is not AlarmState.ALARM), key=lambda it: it.name)
    return [*reversed(ringing), *quiet]
