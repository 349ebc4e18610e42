"""The engine of campaigns against everything at once: ticks that come twice, messages that come again, death and others
at any step, clocks that jump over nights and daylight saving, pauses, suppressions, vendors that forget.

`tests/fakes/campaign_world.py` says where the wrong call would be seen. `make campaign-model` plays more histories.
"""

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.fakes.campaign_world import KEY, CampaignWorld, a_campaign, a_contact
from trunkline.campaigns.domain.attempts import AttemptEnd, Outcome
from trunkline.campaigns.domain.audit_log import first_broken_link
from trunkline.campaigns.domain.campaigns import CampaignState, FrequencyCap, Pacing, RetryRule
from trunkline.campaigns.domain.contacts import ContactState
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.use_cases.tick_campaign import INDEX_LATE_AT_MOST

HISTORIES = int(os.environ.get("CAMPAIGN_HISTORIES", "150"))
STEPS = 25
BEGINNINGS = [
    datetime(2026, 3, 7, 22, tzinfo=UTC),  # clocks go forward in the night to come
    datetime(2026, 7, 6, 12, 58, tzinfo=UTC),  # two minutes before it opens in New York
    datetime(2026, 7, 6, 23, 58, tzinfo=UTC),  # two minutes before it closes there
    datetime(2026, 10, 31, 22, tzinfo=UTC),  # clocks go back
    datetime(2026, 12, 31, 17, tzinfo=UTC),
]
PLACES = [
    ("America/New_York", "US-NY", ()),
    ("America/Los_Angeles", "US-CA", ()),
    ("America/Phoenix", "US-AZ", ()),
    ("America/Chicago", "US-TX", ("America/Chicago", "America/Denver")),
]
ENDS = [Outcome.HUMAN, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.MACHINE, Outcome.FAILED, Outcome.OPTED_OUT]
RULES = {
    Outcome.BUSY: RetryRule(3, timedelta(minutes=5)),
    Outcome.NO_ANSWER: RetryRule(3, timedelta(hours=4)),
    Outcome.FAILED: RetryRule(2, timedelta(minutes=1)),
}
CAMPAIGNS = ["c1", "c2"]
campaigns = st.sampled_from(CAMPAIGNS)
steps = st.integers(0, 24)
STARTABLE = {CampaignState.RUNNING, CampaignState.PAUSED}


class Campaigns(RuleBasedStateMachine):
    @initialize(
        begins=st.sampled_from(BEGINNINGS), live=st.integers(1, 4), cap=st.integers(1, 3), people=st.integers(1, 5)
    )
    def two_campaigns_that_share_people(self, begins, live, cap, people):
        self.world = CampaignWorld(begins, is_holiday=lambda _region, day: (day.month, day.day) == (1, 1))
        for name in CAMPAIGNS:
            campaign = a_campaign(name, retries=RULES, pacing=Pacing(Decimal(2), live), cap=FrequencyCap(cap, 7))
            listed = [self.contact(n, name) for n in range(people)]
            self.world.add(campaign, *listed)
        self.delivered, self.late_minutes = [], 0

    def contact(self, number, name):
        zone, region, zones = PLACES[number % len(PLACES)]
        return a_contact(number, name, zone=zone, region=region, zones=zones, zone_is_inferred=bool(zones))

    # -- the engine

    @rule(name=campaigns)
    def tick(self, name):
        self.world.tick(name)

    @rule(name=campaigns, at=steps)
    def tick_that_dies(self, name, at):
        self.world.disturbed(at, partial(self.world.tick, name))

    @rule(name=campaigns, at=steps)
    def two_ticks_at_once(self, name, at):
        self.world.disturbed(at, partial(self.world.tick, name), partial(self.world.tick, name))

    @rule(data=st.data(), mood=st.sampled_from(["well", "well", "refuses", "lost before", "lost after", "away"]))
    def deliver(self, data, mood):
        self.world.vendor.mood = mood
        if job := self.pick(data):
            self.world.place(job)

    @rule(data=st.data(), at=st.integers(0, 8))
    def deliver_and_die(self, data, at):
        if job := self.pick(data):
            self.world.disturbed(at, partial(self.world.place, job))

    @rule(data=st.data(), at=st.integers(0, 8))
    def deliver_twice_at_once(self, data, at):
        if job := self.pick(data):
            self.world.disturbed(at, partial(self.world.place, job), partial(self.world.place, job))

    @rule(data=st.data(), at=st.integers(0, 8), name=campaigns)
    def deliver_while_the_campaign_is_paused(self, data, at, name):
        if job := self.pick(data):
            self.world.disturbed(at, partial(self.world.place, job), partial(self.pause, name))

    @rule(data=st.data(), at=st.integers(0, 8), number=st.integers(0, 4))
    def deliver_while_the_person_opts_out(self, data, at, number):
        if job := self.pick(data):
            self.world.disturbed(
                at, partial(self.world.place, job), partial(self.suppress, number, SuppressionScope.COMPANY)
            )

    @rule(data=st.data(), at=st.integers(0, 4), number=st.integers(0, 4))
    def two_campaigns_deliver_to_one_person_at_once(self, data, at, number):
        for name in CAMPAIGNS:
            self.world.tick(name)
        self.pick(data)
        theirs = [job for job in self.delivered if job.phone == a_contact(number).phone]
        ours, others = ([job for job in theirs if job.campaign_id == name] for name in CAMPAIGNS)
        if ours and others:
            self.world.disturbed(at, partial(self.world.place, ours[-1]), partial(self.world.place, others[-1]))

    def pick(self, data):
        """Any message, in any order; those delivered before come again."""
        self.delivered += self.world.queue.jobs
        self.world.queue.jobs.clear()
        return data.draw(st.sampled_from(self.delivered)) if self.delivered else None

    # -- the vendor

    @rule(data=st.data(), outcome=st.sampled_from(ENDS), is_reported=st.booleans(), at=steps)
    def a_call_ends(self, data, outcome, is_reported, at):
        if ringing := [name for name, ending in self.world.vendor.calls.items() if ending is None]:
            name = data.draw(st.sampled_from(ringing))
            self.world.vendor.calls[name] = AttemptEnd(outcome, "reported")
            if is_reported:
                self.world.disturbed(at, partial(self.world.end, name, outcome))

    @rule(data=st.data(), outcome=st.sampled_from(ENDS))
    def an_ending_is_repeated_or_contradicted(self, data, outcome):
        if ended := [name for name, ending in self.world.vendor.calls.items() if ending]:
            self.world.end(data.draw(st.sampled_from(ended)), outcome)

    # -- people and the clock

    @rule(name=campaigns)
    def pause(self, name):
        self.world.store.move(name, CampaignState.PAUSED, {CampaignState.RUNNING})

    @rule(name=campaigns)
    def resume(self, name):
        self.world.store.move(name, CampaignState.RUNNING, {CampaignState.PAUSED})

    @rule(name=campaigns, really=st.integers(0, 5))
    def cancel(self, name, really):
        if really == 0:
            self.world.store.move(name, CampaignState.CANCELLED, STARTABLE)

    @rule(number=st.integers(0, 4), reach=st.sampled_from(SuppressionScope))
    def suppress(self, number, reach):
        owner = {SuppressionScope.GLOBAL: "", SuppressionScope.COMPANY: "acme", SuppressionScope.CAMPAIGN: "c1"}[reach]
        self.world.store.stops.add(Suppression(a_contact(number).phone, reach, owner, "test", self.world.now))

    @rule(minutes=st.sampled_from([1, 1, 1, 2, 5, 15, 60, 240, 720, 1440, 4320]))
    def time_passes(self, minutes):
        self.world.pass_(timedelta(minutes=minutes))
        self.late_minutes += minutes
        if timedelta(minutes=self.late_minutes) >= INDEX_LATE_AT_MOST:  # the end of a campaign counts on that
            self.world.store.index = None

    @rule(minutes=st.sampled_from([1, 30]))
    def the_clock_goes_back(self, minutes):
        self.world.pass_(-timedelta(minutes=minutes))

    @rule()
    def the_index_lags(self):
        self.world.store.index, self.late_minutes = list(self.world.store.people.values()), 0

    @rule()
    def the_index_follows(self):
        self.world.store.index = None

    # -- the end of every history

    def teardown(self):
        if not hasattr(self, "world"):
            return
        self.bring_everything_to_its_end()
        store = self.world.store
        for attempt in store.attempts.values():
            assert attempt.is_over, "an attempt without an outcome"
            assert store.closings[attempt.attempt_id] == 1
        for name in CAMPAIGNS:
            self.judge_counts(name)
        for key, decisions in store.decisions.items():
            assert first_broken_link(decisions, store.people[key].seal, KEY) == ""
        assert not self.world.schedules.ticking, "a schedule was left behind"

    def bring_everything_to_its_end(self):
        world = self.world
        world.store.index, world.vendor.mood = None, "well"
        for _ in range(250):  # a cap of one call a week, two campaigns, three attempts each
            for name in CAMPAIGNS:
                self.resume(name)
                world.tick(name)
            world.place_all()
            for name, ending in list(world.vendor.calls.items()):
                world.vendor.calls[name] = ending or AttemptEnd(Outcome.HUMAN, "reported")
            world.pass_(timedelta(hours=7))
            if not world.schedules.ticking:
                return

    def judge_counts(self, name):
        store, tally = self.world.store, self.world.store._tally(name)
        people = [person for person in store.people.values() if person.campaign_id == name]
        attempts = [attempt for attempt in store.attempts.values() if attempt.campaign_id == name]
        assert (tally.live, tally.contacts) == (0, len(people))
        assert sum(tally.outcomes.values()) == len(attempts)
        assert tally.dialled == sum(person.dialled for person in people)
        assert tally.done == sum(person.state is ContactState.DONE for person in people)
        if store.find(name).state is CampaignState.FINISHED:
            assert tally.done == len(people), "finished with people left"


Campaigns.TestCase.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
TestCampaigns = Campaigns.TestCase
