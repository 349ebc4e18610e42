"""Tends the relay: lets it sleep, or wakes it. Runs every minute, and at once on a wake request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.relay_fleet import (
    Fleet,
    FleetState,
    Observation,
    SleepRules,
    first_fleet,
    is_ill,
    scaling_of,
    tended,
)
from trunkline.calls.ports.relay_fleet import Cluster, Fleets, RelayTasks
from trunkline.calls.ports.streams import Leases

TRIES = 3  # others write to the fleet's item at the same moment, though not for long
LOOKS = 10  # of one run, while the relay wakes: some 50 seconds, until the clock's next run
LOOK_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class TendRelayDeps:
    fleets: Fleets
    tasks: RelayTasks
    leases: Leases
    rules: SleepRules
    pause: Callable[[float], None]
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Tended:
    """The result of one look at the relay."""

    was: FleetState
    fleet: Fleet
    cluster: Cluster
    is_ill: bool


def tend_until_awake(deps: TendRelayDeps, asked_at: datetime | None) -> Tended | None:
    """Looks once; while the relay wakes, or has to, again every few seconds."""
    looked = tend_relay(deps, deps.now(), asked_at)
    for _ in range(LOOKS - 1):
        if looked is None or not _is_waking(looked, asked_at):
            break
        deps.pause(LOOK_EVERY_S)
        looked = tend_relay(deps, deps.now(), asked_at)
    return looked


def _is_waking(looked: Tended, asked_at: datetime | None) -> bool:
    if looked.fleet.state is FleetState.WAKING:
        return True
    return asked_at is not None and asked_at > looked.fleet.used_at  # heard, and not yet followed


def tend_relay(deps: TendRelayDeps, now: datetime, asked_at: datetime | None = None) -> Tended | None:
    """One look. None where there is no relay."""
    for _ in range(TRIES):
        fleet = deps.fleets.read()
        scales = deps.rules.sleeps or (fleet is not None and not fleet.takes_calls)
        cluster = deps.tasks.observe(with_least=scales)
        if cluster is None:
            return None
        seen = _observation(cluster, deps, asked_at)
        new = tended(fleet or first_fleet(seen, now), seen, deps.rules, now)
        if new == fleet or deps.fleets.write(fleet, new):
            if scales:
                deps.tasks.scale(scaling_of(new, seen), cluster)
            return Tended(fleet.state if fleet else new.state, new, cluster, is_ill(new, seen, now))
    raise RuntimeError("the fleet was not written: others kept writing to its item")


def _observation(cluster: Cluster, deps: TendRelayDeps, asked_at: datetime | None) -> Observation:
    asks = [asked for asked in (asked_at, deps.fleets.asked_at()) if asked]
    return Observation(
        ready=cluster.ready,
        wanted=cluster.wanted,
        least=cluster.least,
        live_calls=sum(1 for _ in deps.leases.live()),
        is_deploying=cluster.is_deploying,
        asked_at=max(asks, default=None),
    )
