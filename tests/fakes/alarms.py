"""Alarms in memory."""

from dataclasses import dataclass, field

from trunkline.operations.domain.alarms import Alarm


@dataclass
class InMemoryAlarms:
    alarms: list[Alarm] = field(default_factory=list)

    def all(self) -> list[Alarm]:
        return self.alarms
