"""The event bus, as the use case sees it."""

from collections.abc import Sequence
from typing import Protocol

from trunkline.events.domain.events import Event


class EventBus(Protocol):
    """Where events are published."""

    def publish(self, events: Sequence[Event]) -> set[int]:
        """The positions of the events that were not accepted; they may be sent again."""
        ...
