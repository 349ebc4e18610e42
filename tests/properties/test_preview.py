"""A preview equals the engine's run when the first call reaches every contact: counts, reasons, times."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.campaign_world import Vendor, a_campaign, a_contact
from tests.fakes.campaigns import InMemoryCampaigns, InMemoryDialQueue, InMemorySchedules
from trunkline.campaigns.domain.attempts import AttemptEnd, Outcome
from trunkline.campaigns.domain.campaigns import CampaignState, FrequencyCap, Pacing, Window
from trunkline.campaigns.domain.contacts import Consent
from trunkline.campaigns.domain.eligibility import EligibilityInput
from trunkline.campaigns.domain.simulation import Assumptions, preview_calls
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.ports import Person
from trunkline.campaigns.use_cases.place_attempt import PlaceAttemptDeps, place_attempt
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, settle
from trunkline.campaigns.use_cases.tick_campaign import TickCampaignDeps, tick

KEY, CENT = b"a key for tests", Decimal("0.10")
STARTS = datetime(2026, 10, 31, 12, tzinfo=UTC)  # the night after, clocks go back in America
PLACES = [("US-NY", ("America/New_York",)), ("US-AK", ("America/Adak", "America/Anchorage")), ("FR", ("Europe/Paris",))]
PLACES += [("US-RI", ("America/New_York",)), ("JM", ("America/Jamaica",)), ("IN", ("Asia/Kolkata",))]
MINUTES_AT_MOST = 60 * 24 * 14


def is_holiday(_region, day) -> bool:
    return day == datetime(2026, 11, 2, tzinfo=UTC).date()


def no_call_lasts() -> Assumptions:
    return Assumptions(is_holiday, CENT, timedelta(0))


class World:
    """The engine on its twin, a minute at a time, with people who all pick up and hang up at once."""

    def __init__(self, campaign, people) -> None:
        self.now = STARTS
        self.store, self.queue = InMemoryCampaigns(STARTS), InMemoryDialQueue()
        self.store.campaigns[campaign.campaign_id] = campaign
        for contact, known in people:
            self.store.people[campaign.campaign_id, contact.contact_id] = contact
            self.store.stops |= set(known.suppressions)
            self.store.rung["acme", contact.phone] = Person(known.rang_at)
        self.vendor = Vendor(lambda: self.now)
        self.ticking = TickCampaignDeps(
            self.store, self.store, self.store, self.queue, self.vendor, InMemorySchedules(), KEY, is_holiday, CENT,
            lambda _name, _now: True, lambda: self.now,
        )  # fmt: skip

    def run(self) -> None:
        for minute in range(MINUTES_AT_MOST):
            self._at(STARTS + timedelta(minutes=minute))
            payload = tick("c1", self.ticking, self.now)
            if payload.state is not CampaignState.RUNNING:
                return
            self._dial_all()
            if not any(person.due_at for person in self.store.people.values()) and not self.queue.jobs:
                return

    def _dial_all(self) -> None:
        for job in sorted(self.queue.jobs, key=lambda job: (job.starts_at, job.contact_id)):
            self._at(job.starts_at)
            place_attempt(job, PlaceAttemptDeps(self.store, self.vendor, KEY, is_holiday, CENT), self.now)
            name = f"{job.campaign_id}-{job.contact_id}-{job.number}"
            settle(name, AttemptEnd(Outcome.HUMAN, "picked up", seconds=1), SettleAttemptDeps(self.store), self.now)
        self.queue.jobs.clear()

    def _at(self, now: datetime) -> None:
        self.now = self.store.now = now


whens = st.integers(0, 60 * 24 * 4).map(lambda minutes: STARTS + timedelta(minutes=minutes))
campaigns = st.builds(
    lambda pace, live, cap, starts, ends, window, budget: a_campaign(
        pacing=Pacing(pace, live),
        cap=cap,
        starts_at=starts,
        ends_at=ends,
        window=window,
        budget_usd=budget,
        destinations=("US", "FR", "IN"),
    ),
    st.sampled_from([Decimal(1), Decimal(5), Decimal("0.2"), Decimal("0.01")]),
    st.integers(1, 40),
    st.sampled_from([FrequencyCap(), FrequencyCap(1, 2)]),
    st.none() | whens,
    st.none() | whens,
    st.sampled_from([Window(), Window(weekdays=frozenset({1, 6})), Window(weekdays=frozenset())]),
    st.sampled_from([None, Decimal("0.05"), Decimal("2.05")]),
)


@st.composite
def people(draw):
    return [draw(someone(number)) for number in range(draw(st.integers(0, 60)))]


@st.composite
def someone(draw, number: int):
    region, zones = draw(st.sampled_from(PLACES))
    consent = draw(st.sampled_from([Consent("form", STARTS - timedelta(days=1))] * 4 + [None]))
    about = {"region": region, "zone": zones[0], "zones": zones, "zone_is_inferred": True, "consent": consent}
    contact = replace(a_contact(number), due_at=STARTS - timedelta(minutes=number), **about)
    rang = draw(st.lists(st.integers(1, 4000).map(lambda minutes: STARTS - timedelta(minutes=minutes)), max_size=3))
    stop = Suppression(contact.phone, SuppressionScope.COMPANY, "acme", "call", STARTS)
    stops = (stop,) if draw(st.integers(0, 9)) == 0 else ()
    return contact, EligibilityInput(stops, tuple(sorted(rang)))


@settings(max_examples=60, deadline=None)
@given(campaign=campaigns, listed=people())
def test_the_engine_does_what_the_preview_says(campaign, listed) -> None:
    payload = preview_calls(campaign, listed, STARTS, no_call_lasts())
    world = World(campaign, listed)
    world.run()
    rang = [at for at, _ in world.vendor.rang]
    assert payload.contacts == len(listed)
    assert payload.will_dial == len(rang)
    assert (payload.first_call_at, payload.last_call_at) == (min(rang, default=None), max(rang, default=None))
    assert payload.estimated_usd(no_call_lasts()) == CENT * len(rang)
    assert payload.skipped == skipped(world)
    assert payload.will_dial + payload.skipped.total() == len(listed)


def skipped(world: World) -> Counter[str]:
    """Those the engine was done with, by the gate that stopped them; and those it left when the campaign was over."""
    left = {"budget": "budget"}.get(world.store.campaigns["c1"].state_reason, "ended")
    never = [person for person in world.store.people.values() if not person.dialled]
    return Counter(item.reason if item.due_at is None else left for item in never)


def test_a_call_that_lasts_holds_its_line() -> None:
    listed = [(a_contact(number), EligibilityInput()) for number in range(30)]
    noon = datetime(2026, 7, 6, 16, tzinfo=UTC)
    one_line = a_campaign(pacing=Pacing(Decimal(5), 1))
    payload = preview_calls(one_line, listed, noon, Assumptions(is_holiday, CENT, timedelta(minutes=3)))
    assert payload.will_dial == 30
    assert payload.last_call_at == noon + timedelta(minutes=3 * 29)


def test_an_unknown_price_gives_no_estimate() -> None:
    assert (
        preview_calls(a_campaign(), [], STARTS, Assumptions(is_holiday, None)).estimated_usd(
            Assumptions(is_holiday, None)
        )
        is None
    )
