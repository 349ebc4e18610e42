"""A queue and its dead letters; the alarms of a stage."""

from collections.abc import Iterator
from typing import Protocol

from trunkline.operations.domain.alarms import Alarm
from trunkline.operations.domain.dead_letters import DeadLetter


class DeadLetters(Protocol):
    """The dead letters of one queue."""

    def read(self, at_most: int | None = None) -> Iterator[DeadLetter]:
        """Each once. What was read is hidden from other readers for two minutes, or until it is released."""
        ...

    def seems_empty(self) -> bool:
        """Quick; a message of the last minute may not be counted yet."""
        ...

    def send_back(self, letter: DeadLetter) -> None:
        """Sends it to its queue first and deletes it afterwards: it may come twice, and is not lost."""
        ...

    def release(self, letter: DeadLetter) -> None: ...


class Alarms(Protocol):
    """The alarms of a stage."""

    def all(self) -> list[Alarm]:
        """Those that ring first."""
        ...
