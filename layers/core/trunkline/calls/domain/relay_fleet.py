"""The state of a stage's relay fleet: awake, drowsy, asleep, waking. Decided from observations alone.

No order of calls, wakes, sleeps, crashes and releases loses a call: no call is sent to a relay that may be gone, and
a fleet is DROWSY, and gets no new calls, for longer than any call that was sent to it before may take to arrive.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from trunkline.calls.domain.stream_tickets import TOKEN_LIFETIME

WAY_TO_THE_RELAY = TOKEN_LIFETIME + timedelta(seconds=60)
"""From reading AWAKE to a lease on file: the token's life, and an answer, an agent and a clock that take their time."""
SHORTEST_REST = timedelta(minutes=20)
"""Of `after`: a campaign's call may be picked up a quarter of an hour after the tick that held the fleet for it."""
WAKES_WITHIN = timedelta(minutes=3)  # usually 40 s; what takes longer than this is no sleep any more, but an illness
HELD_FOR = timedelta(minutes=1)  # a hold this young is as good as a new one: few calls write to the fleet's item


class FleetState(StrEnum):
    AWAKE = "awake"
    DROWSY = "drowsy"  # its tasks still run; calls that ring now are answered without it, and wake it at once
    ASLEEP = "asleep"
    WAKING = "waking"


@dataclass(frozen=True, slots=True)
class Fleet:
    """The fleet's item. Every write is conditional on the version that was read."""

    state: FleetState
    since: datetime
    used_at: datetime  # the last call, or the last wake request
    tasks: int = 1  # that run at least while it is awake
    version: int = 0

    @property
    def takes_calls(self) -> bool:
        return self.state is FleetState.AWAKE

    def is_held(self, now: datetime) -> bool:
        """Whether the last use is so recent that the relay stays awake until a call placed now has a lease."""
        return self.takes_calls and now - self.used_at < HELD_FOR


@dataclass(frozen=True, slots=True)
class SleepRules:
    sleeps: bool
    after: timedelta = timedelta(minutes=30)  # without a call


@dataclass(frozen=True, slots=True)
class Observation:
    """The cluster and the tables at one moment."""

    ready: int  # tasks to which the load balancer sends streams
    wanted: int  # tasks the service is to have
    least: int  # tasks below which scaling does not go
    live_calls: int  # with a lease, also one that ran out: its call may come back
    is_deploying: bool = False
    asked_at: datetime | None = None  # the newest request to wake


@dataclass(frozen=True, slots=True)
class Scaling:
    least: int
    wanted: int


def first_fleet(seen: Observation, now: datetime) -> Fleet:
    return Fleet(FleetState.AWAKE, now, now, max(seen.least, 1))


def tended(fleet: Fleet, seen: Observation, rules: SleepRules, now: datetime) -> Fleet:
    """The fleet as it is from now on; the same one where nothing changes."""
    fleet = replace(fleet, tasks=seen.least or fleet.tasks)
    if fleet.state is FleetState.ASLEEP and seen.ready:
        return fleet  # old tasks still stop; a wake waits until they cannot be mistaken for new ones
    used_at = _last_use(fleet, seen, now)
    state = _next_state(fleet, seen, rules, used_at, now)
    if state is fleet.state:
        return replace(fleet, used_at=used_at)
    if state is FleetState.AWAKE:
        used_at = now
    return replace(fleet, state=state, since=now, used_at=used_at)


def _next_state(fleet: Fleet, seen: Observation, rules: SleepRules, used_at: datetime, now: datetime) -> FleetState:
    running = FleetState.AWAKE if seen.ready else FleetState.WAKING
    is_needed = used_at > fleet.used_at or not rules.sleeps
    match fleet.state:
        case FleetState.AWAKE if not rules.sleeps:
            return FleetState.AWAKE
        case FleetState.AWAKE:
            is_idle = now - used_at >= max(rules.after, SHORTEST_REST)
            return FleetState.DROWSY if is_idle and seen.ready else running
        case FleetState.DROWSY if not is_needed:
            return FleetState.ASLEEP if now - fleet.since >= WAY_TO_THE_RELAY else FleetState.DROWSY
        case FleetState.ASLEEP:
            return FleetState.WAKING if is_needed else FleetState.ASLEEP
    return running


def _last_use(fleet: Fleet, seen: Observation, now: datetime) -> datetime:
    """A release counts as use: the new revision has to run once."""
    if seen.live_calls or seen.is_deploying:
        return now
    return max(fleet.used_at, seen.asked_at or fleet.used_at)


def scaling_of(fleet: Fleet, seen: Observation) -> Scaling:
    """The wanted scaling of the service. Set at each look, so that a lost or late request is corrected."""
    if fleet.state is FleetState.ASLEEP:
        return Scaling(0, 0)
    return Scaling(fleet.tasks, max(seen.wanted, fleet.tasks))


def is_ill(fleet: Fleet, seen: Observation, now: datetime) -> bool:
    """No task is ready although the relay should be awake."""
    if seen.ready or fleet.state is FleetState.ASLEEP:
        return False
    return fleet.state is not FleetState.WAKING or now - fleet.since >= WAKES_WITHIN
