"""The relay's tasks: how many there are, and how many there should be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from trunkline.calls.domain.relay_fleet import Fleet, Scaling


@dataclass(frozen=True, slots=True)
class Cluster:
    """The relay's service at one moment."""

    ready: int  # tasks to which the load balancer sends streams
    running: int
    wanted: int
    least: int
    is_deploying: bool


class Fleets(Protocol):
    """The fleet's item. A write fails when the item has changed since `seen` was read."""

    def read(self) -> Fleet | None:
        """None in a stage whose relay was never looked after: it does not sleep."""
        ...

    def write(self, seen: Fleet | None, fleet: Fleet) -> bool: ...

    def ask(self, name: str, now: datetime) -> None:
        """Wakes the relay. `name` makes requests of the same moment distinct."""
        ...

    def asked_at(self) -> datetime | None:
        """When that was done last. May lag behind by a moment."""
        ...


class RelayTasks(Protocol):
    """The cluster's own API."""

    def observe(self, *, with_least: bool) -> Cluster | None:
        """None where the stage has no relay's stack. Without `least`, which is then 0, a request less."""
        ...

    def scale(self, scaling: Scaling, seen: Cluster) -> None:
        """Sets what differs from `seen`."""
        ...
