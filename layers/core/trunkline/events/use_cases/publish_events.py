"""Publishes the events of a batch of writes, in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trunkline.events.domain.events import Event
from trunkline.events.ports import EventBus


@dataclass(frozen=True, slots=True)
class Published:
    """`first_refused` is the position of the first write with an event that was not accepted; None when all were."""

    events: int
    first_refused: int | None = None


def publish_events(writes: Iterable[Sequence[Event]], bus: EventBus) -> Published:
    """From the first refused event on, the writes are to come again; events are then published twice, with one id."""
    numbered = [(position, event) for position, events in enumerate(writes) for event in events]
    if not numbered:
        return Published(0)
    refused = bus.publish([event for _, event in numbered])
    first = min((numbered[n][0] for n in refused), default=None)
    return Published(len(numbered) - len(refused), first)
