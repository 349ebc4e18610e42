"""A relay that sleeps, against every order of calls, dials, looks, crashes and releases: no call is sent to a relay
that is gone, a call answered without a relay wakes it, and an unused fleet comes to rest."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from api.models.campaigns import NewCampaign
from trunkline.calls.domain.relay_fleet import (
    HELD_FOR,
    SHORTEST_REST,
    WAKES_WITHIN,
    WAY_TO_THE_RELAY,
    Fleet,
    FleetState,
    Observation,
    Scaling,
    SleepRules,
    first_fleet,
    is_ill,
    scaling_of,
    tended,
)
from trunkline.calls.domain.stream_tickets import TOKEN_LIFETIME
from trunkline.campaigns.domain.pacing import TICK
from trunkline.campaigns.use_cases.claim_contacts import QUEUED
from trunkline.vendors.twilio.twiml import KEY_TIME_S, RING_TIME_S

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
STARTS_IN = timedelta(seconds=40)
STALE = 2  # seconds that a read of the table may lag behind
LONGEST_WAIT = timedelta(minutes=16)  # of a call of a campaign: from the tick that ordered it until it is picked up
UNTIL_LEASED = timedelta(seconds=14)  # an agent, a lease, and the index that shows it
DIALLING_TIMEOUT = timedelta(seconds=60)  # of `place_call`
TASKS = 2
AS_WANTED = Scaling(TASKS, TASKS)
SLEEPY = SleepRules(sleeps=True, after=SHORTEST_REST)
seconds = partial(st.integers, 1)


@dataclass
class Call:
    opens_at: datetime  # its stream
    ends_at: datetime
    crashes: int  # before it was sent to the relay
    state: str = "on its way"


@dataclass
class Look:
    """A state that was read and is not yet written."""

    fleet: Fleet
    seen: Observation
    at: datetime


@dataclass
class World:
    now: datetime = BEGAN
    ready: int = TASKS
    starting: list[datetime] = field(default_factory=list)
    scaling: Scaling = AS_WANTED
    deploying_until: datetime = BEGAN
    crashes: int = 0
    asked_at: datetime | None = None
    calls: list[Call] = field(default_factory=list)
    lost: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fleet = first_fleet(self.observed(), self.now)
        self.past = [(self.now, self.fleet)]

    def observed(self) -> Observation:
        live = sum(call.state == "on the relay" and self.now - call.opens_at >= UNTIL_LEASED for call in self.calls)
        deploying = self.now < self.deploying_until
        return Observation(self.ready, self.scaling.wanted, self.scaling.least, live, deploying, self.asked_at)

    def write(self, seen: Fleet, new: Fleet) -> bool:
        if seen.version != self.fleet.version:
            return False
        self.fleet = replace(new, version=seen.version + 1)
        self.past.append((self.now, self.fleet))
        return True

    def stale_fleet(self, lag_s: int) -> Fleet:
        then = self.now - timedelta(seconds=lag_s)
        return [fleet for at, fleet in self.past if at <= then or at == BEGAN][-1]

    def scale(self, scaling: Scaling) -> None:
        """Tasks that are not wanted are gone at once, calls or not: the worst that may happen."""
        self.scaling = scaling
        self.starting = self.starting[: max(scaling.wanted - self.ready, 0)]
        self.ready = min(self.ready, scaling.wanted)
        self._start()

    def crash(self) -> None:
        self.crashes, self.ready, self.starting = self.crashes + 1, 0, []
        self._start()

    def _start(self) -> None:
        missing = self.scaling.wanted - self.ready - len(self.starting)
        self.starting += [self.now + STARTS_IN] * max(missing, 0)

    def pass_time(self, length: timedelta) -> None:
        until = self.now + length
        while self.now < until:
            is_busy = self.starting or any(call.state in {"on its way", "on the relay"} for call in self.calls)
            self.now = self.now + timedelta(seconds=1) if is_busy else until
            self.ready += sum(at <= self.now for at in self.starting)
            self.starting = [at for at in self.starting if at > self.now]
            for call in self.calls:
                self._move(call)

    def _move(self, call: Call) -> None:
        if call.state == "on its way" and self.now >= call.opens_at:
            call.state = "on the relay"
        if call.state == "on the relay" and self.now >= call.ends_at:
            call.state = "over"
        if call.state == "on the relay" and not self.ready:
            call.state = "lost"
            if self.crashes == call.crashes:
                self.lost.append(call)

    def send_to_relay(self, opens_in_s: int, talks_s: int) -> None:
        opens = self.now + timedelta(seconds=opens_in_s)
        crashes = self.crashes if self.ready else -1  # a crash that was not noticed yet
        self.calls.append(Call(opens, opens + timedelta(seconds=talks_s), crashes))

    def look(self) -> Look:
        return Look(self.fleet, self.observed(), self.now)

    def finish(self, look: Look, rules: SleepRules = SLEEPY) -> Fleet | None:
        """The fleet as it was written; None when another write came first."""
        new = tended(look.fleet, look.seen, rules, look.at)
        return new if self.write(look.fleet, new) else None

    def tend(self, rules: SleepRules = SLEEPY) -> None:
        look = self.look()
        fleet = self.finish(look, rules)
        assert fleet
        self.scale(scaling_of(fleet, look.seen))


class Orders(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world, self.looks, self.scalings = World(), [], []
        self.ringing: list[datetime] = []

    @rule(length=st.one_of(seconds(180), seconds(7200)))
    def time_passes(self, length):
        """A look is over within a minute: a function lives no longer."""
        self.pass_time(timedelta(seconds=length))
        if length >= 60:
            self.looks, self.scalings = [], []

    def pass_time(self, length):
        for at in sorted(self.ringing):
            if at <= self.world.now + length:
                self.ringing.remove(at)
                self.world.pass_time(at - self.world.now)
                length -= max(at - self.world.now, timedelta(0))
                self.picked_up()
        self.world.pass_time(max(length, timedelta(0)))

    @rule(lag=st.integers(0, STALE), opens=seconds(int(TOKEN_LIFETIME.total_seconds())), talks=seconds(900))
    def a_call_rings(self, lag, opens, talks):
        if self.world.stale_fleet(lag).takes_calls:
            self.world.send_to_relay(opens, talks)
        else:
            self.world.asked_at = self.world.now

    @rule(waits=st.integers(0, 960))
    def a_program_or_campaign_orders_a_call(self, waits):
        """It holds the fleet, or wakes it and dials nothing."""
        fleet, now = self.world.fleet, self.world.now
        if not fleet.takes_calls:
            self.world.asked_at = now
        elif fleet.is_held(now) or self.world.write(fleet, replace(fleet, used_at=now)):
            self.ringing.append(now + timedelta(seconds=waits))

    def picked_up(self):
        crashed = self.world.fleet.state is FleetState.WAKING and self.world.crashes
        assert self.world.fleet.takes_calls or crashed, "a call was placed for a relay that sleeps"
        if self.world.fleet.takes_calls:
            self.world.send_to_relay(1, 60)

    @rule()
    def the_clock_or_a_wake_looks(self):
        self.looks.append(self.world.look())

    @precondition(lambda self: self.looks)
    @rule(which=st.integers(0, 10))
    def a_look_is_written(self, which):
        look = self.looks.pop(which % len(self.looks))
        if fleet := self.world.finish(look):
            self.scalings.append(scaling_of(fleet, look.seen))

    @precondition(lambda self: self.scalings)
    @rule(which=st.integers(0, 10))
    def the_service_obeys(self, which):
        self.world.scale(self.scalings.pop(which % len(self.scalings)))

    @rule()
    def a_whole_look(self):
        self.world.tend()

    @rule()
    def every_task_crashes(self):
        self.world.crash()

    @rule(least=st.integers(1, 3), length=seconds(600))
    def a_release_begins(self, least, length):
        """CloudFormation writes its own least number; new tasks come before old ones go."""
        self.world.deploying_until = self.world.now + timedelta(seconds=length)
        self.world.scaling = replace(self.world.scaling, least=least)

    @invariant()
    def no_call_was_sent_to_a_relay_that_was_gone(self):
        assert not self.world.lost

    def teardown(self):
        """From wherever it is: a wake is heard within its time, and who is not used comes to rest."""
        requests = [self.world.asked_at] if self.world.asked_at and not self.world.fleet.takes_calls else []
        for _ in range(6):
            self.pass_time(timedelta(seconds=30))
            self.world.tend()
        if requests and requests[0] > self.world.fleet.used_at:
            assert self.world.fleet.takes_calls
        for _ in range(120):
            self.pass_time(timedelta(minutes=1))
            self.world.tend()
        assert self.world.fleet.state is FleetState.ASLEEP
        assert self.world.scaling == Scaling(0, 0)
        assert not is_ill(self.world.fleet, self.world.observed(), self.world.now)
        assert not self.world.lost


Orders.TestCase.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestEveryOrder = Orders.TestCase


def asleep() -> World:
    world = World()
    for _ in range(30):
        world.pass_time(timedelta(minutes=1))
        world.tend()
    assert world.fleet.state is FleetState.ASLEEP
    return world


def test_a_stage_whose_relay_shall_not_sleep_any_more_wakes_it():
    world = asleep()
    for _ in range(3):
        world.tend(SleepRules(sleeps=False))
        world.pass_time(timedelta(seconds=40))
    assert world.fleet.state is FleetState.AWAKE
    assert (world.ready, world.scaling) == (TASKS, AS_WANTED)


def test_a_relay_that_may_not_sleep_stays_awake():
    world = World()
    world.crash()
    world.tend(SleepRules(sleeps=False))
    assert world.fleet.takes_calls


def test_waking_is_no_illness_until_it_takes_too_long():
    fleet = Fleet(FleetState.WAKING, BEGAN, BEGAN)
    empty_fleet = Observation(ready=0, wanted=1, least=1, live_calls=0)
    assert not is_ill(fleet, empty_fleet, BEGAN + WAKES_WITHIN - timedelta(seconds=1))
    assert is_ill(fleet, empty_fleet, BEGAN + WAKES_WITHIN)
    assert is_ill(replace(fleet, state=FleetState.AWAKE), empty_fleet, BEGAN)
    assert not is_ill(replace(fleet, state=FleetState.ASLEEP), empty_fleet, BEGAN + timedelta(days=9))


def test_a_wake_waits_until_the_tasks_that_leave_can_not_be_taken_for_new_ones():
    world = asleep()
    world.asked_at = world.now
    leaving = replace(world.observed(), ready=1)
    assert tended(world.fleet, leaving, SLEEPY, world.now) == world.fleet
    assert tended(world.fleet, world.observed(), SLEEPY, world.now).state is FleetState.WAKING


def test_a_live_call_keeps_it_awake_however_long_it_lasts():
    world = World()
    world.send_to_relay(1, 4 * 3600)
    for _ in range(4 * 60 - 1):
        world.pass_time(timedelta(minutes=1))
        world.tend()
        assert world.fleet.takes_calls


REST_S = int(SHORTEST_REST.total_seconds())
MOMENTS = range(REST_S - 60, REST_S + 360)  # from before an unused fleet becomes drowsy until after it sleeps


def lived_until(moment: int) -> World:
    world = World()
    for second in range(moment):
        if second % 60 == 59:
            world.tend()
        world.pass_time(timedelta(seconds=1))
    return world


def live_on(world: World, minutes: int = 40) -> None:
    for _ in range(minutes):
        world.pass_time(timedelta(minutes=1))
        world.tend()


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_a_call_that_rings_at_any_moment_of_falling_asleep_arrives_or_never_goes_there(first):
    """It reads what is no longer so, and its stream opens in the last second of its token."""
    for moment in MOMENTS[first::60]:
        world = lived_until(moment)
        if world.stale_fleet(STALE).takes_calls:
            world.send_to_relay(int(TOKEN_LIFETIME.total_seconds()), 300)
        live_on(world)
        assert not world.lost, moment


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_a_call_that_is_placed_at_any_moment_finds_the_relay_awake_when_it_is_picked_up(first):
    for moment in MOMENTS[first::60]:
        world = lived_until(moment)
        fleet = world.fleet
        if not fleet.takes_calls:
            continue
        assert fleet.is_held(world.now) or world.write(fleet, replace(fleet, used_at=world.now))
        live_on(world, LONGEST_WAIT.seconds // 60)
        assert world.fleet.takes_calls, moment


def test_a_call_on_any_way_to_the_relay_has_its_lease_before_the_relay_may_sleep():
    """The last is a call that comes back from a colleague whose telephone rang: no relay had a lease meanwhile."""
    comes_back = timedelta(seconds=RING_TIME_S + 2 * KEY_TIME_S)
    assert comes_back + TOKEN_LIFETIME + UNTIL_LEASED < WAY_TO_THE_RELAY


def test_the_shortest_rest_is_longer_than_an_attempt_until_it_is_answered():
    """Held up to a minute before its tick, spread over the next, queued, swept a minute late, dialled, rung."""
    ring = max(field.le for field in NewCampaign.model_fields["ring_s"].metadata if hasattr(field, "le"))
    assert HELD_FOR + TICK + QUEUED + TICK + DIALLING_TIMEOUT + timedelta(seconds=ring) <= LONGEST_WAIT < SHORTEST_REST
