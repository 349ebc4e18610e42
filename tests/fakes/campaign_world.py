"""Campaigns in a world that goes wrong on request: a vendor that forgets its answers, and a hand on every port call.

What must never happen is checked where it would happen: in `mark`, the only way to a telephone, in `dial`, in `close`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.campaigns import InMemoryCampaigns, InMemoryDialQueue, InMemorySchedules
from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.domain.attempts import Attempt, AttemptEnd, AttemptState, Outcome
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState, Channel, Pacing
from trunkline.campaigns.domain.contacts import Consent, Contact, contact_id
from trunkline.campaigns.domain.dialling import NEVER_PLACED, DialRequest, DialState, PlacedDial, Resolved
from trunkline.campaigns.ports import AttemptResult
from trunkline.campaigns.use_cases.place_attempt import PlaceAttemptDeps, Placement, place_attempt
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps, settle
from trunkline.campaigns.use_cases.tick_campaign import TickCampaignDeps, Ticked, tick
from trunkline.errors import CarrierError, OutcomeUnknown
from trunkline.ids import CallId

KEY = b"a key for tests"
MONDAY_NOON = datetime(2026, 7, 6, 16, tzinfo=UTC)  # in New York


class Crashed(Exception):
    """The function died here."""


def a_campaign(campaign_id: str = "c1", **more: Any) -> Campaign:
    known: dict[str, Any] = {
        "campaign_id": campaign_id,
        "company_id": "acme",
        "name": "Reminder",
        "channel": Channel.VOICE,
        "from_number": "+12025550100",
        "created_at": MONDAY_NOON,
        "state": CampaignState.RUNNING,
        "pacing": Pacing(Decimal(5), 10),
    }
    return Campaign(**(known | more))


def a_contact(number: int = 1, campaign_id: str = "c1", **more: Any) -> Contact:
    phone = more.pop("phone", f"+1212555{number:04}")
    known: dict[str, Any] = {
        "contact_id": contact_id(campaign_id, phone),
        "campaign_id": campaign_id,
        "company_id": "acme",
        "phone": phone,
        "zone": "America/New_York",
        "region": "US-NY",
        "consent": Consent("form", datetime(2026, 1, 1, tzinfo=UTC)),
        "due_at": datetime(2026, 1, 2, tzinfo=UTC),
    }
    return Contact(**(known | more))


@dataclass
class Vendor:
    """Rings, forgets to say so, refuses: `mood` says how the next call goes. It remembers every call it placed."""

    now: Callable[[], datetime]
    mood: str = "well"
    calls: dict[str, AttemptEnd | None] = field(default_factory=dict)
    rang: list[tuple[datetime, DialRequest]] = field(default_factory=list)

    def dial(self, order: DialRequest) -> PlacedDial:
        name = order.attempt.attempt_id
        assert order.attempt.state is AttemptState.DIALLING
        assert name not in self.calls, "dialled twice for one attempt"
        if self.mood == "refuses":
            raise CarrierError("21211", "not a number", status=400)
        if self.mood == "lost before":
            raise OutcomeUnknown("0", "no answer")
        self.calls[name] = None
        self.rang.append((self.now(), order))
        if self.mood == "lost after":
            raise OutcomeUnknown("0", "no answer")
        return PlacedDial(CallId(f"CA-{name}"))

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        if self.mood == "away":
            raise CarrierError("0", "no answer")
        if attempt.attempt_id not in self.calls:
            return NEVER_PLACED
        ending = self.calls[attempt.attempt_id]
        dialled = PlacedDial(CallId(f"CA-{attempt.attempt_id}"))
        return Resolved(DialState.OVER if ending else DialState.GOING_ON, dialled, ending)


class StrictCampaigns(InMemoryCampaigns):
    """The tables, and a witness who knows what must never be written."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self.marks: Counter[str] = Counter()
        self.rang: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
        self.closings: Counter[str] = Counter()

    def mark(self, seen: Any, attempt: Attempt, decision: Any, person: Any) -> bool:
        stands = super().mark(seen, attempt, decision, person)
        if stands:
            self._judge(attempt)
        return stands

    def _judge(self, attempt: Attempt) -> None:
        campaign, contact = self.campaigns[attempt.campaign_id], self.people[attempt.campaign_id, attempt.contact_id]
        self.marks[attempt.attempt_id] += 1
        assert self.marks[attempt.attempt_id] == 1, "marked twice"
        assert campaign.state is CampaignState.RUNNING, "dialled although it was stopped"
        assert not self._known(campaign, contact).suppressions, "dialled although suppressed"
        for zone in contact.zones or (contact.zone,):
            local = self.now.astimezone(ZoneInfo(zone))
            assert campaign.window.opens <= local.time() < campaign.window.closes, f"dialled at {local}"
        since = self.now - timedelta(days=campaign.cap.days)
        witnessed = self.rang[campaign.company_id, contact.phone]  # its own notes: the store's may be what is wrong
        witnessed.append(self.now)
        recent = [at for at in witnessed if at > since]
        assert len(recent) <= campaign.cap.calls, "dialled too often"

    def claim(self, claim: Any) -> bool:
        stands = super().claim(claim)
        campaign = self.campaigns[claim.contact.campaign_id]
        assert self._tally(campaign.campaign_id).live <= campaign.pacing.live_calls, "more live calls than allowed"
        return stands

    def close(self, closing: AttemptResult) -> bool:
        stands = super().close(closing)
        if stands:
            self.closings[closing.attempt.attempt_id] += 1
            assert self.closings[closing.attempt.attempt_id] == 1, "two outcomes"
        return stands


class Watched:
    """A port whose every call may be the last one, or the moment of a concurrent write."""

    def __init__(self, port: Any, world: "CampaignWorld") -> None:
        self._port, self._world = port, world

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        def call(*given: Any, **more: Any) -> Any:
            self._world.step("before")
            result = method(*given, **more)
            self._world.step("after")
            return result

        return call


@dataclass
class CampaignWorld:
    now: datetime = MONDAY_NOON
    is_holiday: Callable[[str, Any], bool] = lambda _region, _day: False
    usd_per_minute: Decimal = Decimal("0.10")

    def __post_init__(self) -> None:
        self.store = StrictCampaigns(self.now)
        self.queue, self.schedules, self.vendor = InMemoryDialQueue(), InMemorySchedules(), Vendor(lambda: self.now)
        self.steps_left: int | None = None
        self.at_last_step: Callable[[], None] | None = None
        store, dialler = Watched(self.store, self), Watched(self.vendor, self)
        queue, schedules = Watched(self.queue, self), Watched(self.schedules, self)
        ticking = (store, store, store, queue, dialler, schedules, KEY)
        self.relay_is_awake = True
        self.ticking = TickCampaignDeps(
            *ticking, self.is_holiday, self.usd_per_minute, lambda _name, _now: self.relay_is_awake, lambda: self.now
        )
        self.placing = PlaceAttemptDeps(store, dialler, KEY, self.is_holiday, self.usd_per_minute)
        self.settling = SettleAttemptDeps(store)

    def add(self, campaign: Campaign, *contacts: Contact) -> None:
        self.store.add(campaign)
        self.schedules.create(campaign.campaign_id)
        for contact in contacts:
            self.store.put_on_list(contact)

    def pass_(self, time: timedelta) -> None:
        self.now += time
        self.store.now = self.now

    # -- what functions do

    def tick(self, campaign_id: str = "c1") -> Ticked:
        return tick(campaign_id, self.ticking, self.now)

    def place(self, job: Job) -> Placement:
        return place_attempt(job, self.placing, self.now)

    def place_all(self) -> list[Placement]:
        jobs, self.queue.jobs = self.queue.jobs, []
        return [self.place(job) for job in jobs]

    def end(self, attempt_id: str, outcome: Outcome = Outcome.HUMAN, seconds: int | None = 30) -> bool:
        """The call ends at the vendor, and the vendor reports it."""
        self.vendor.calls[attempt_id] = AttemptEnd(outcome, "reported", seconds=seconds)
        return settle(attempt_id, self.vendor.calls[attempt_id], self.settling, self.now)

    def ring_all(self, outcome: Outcome = Outcome.HUMAN) -> None:
        self.place_all()
        for name in [name for name, ending in self.vendor.calls.items() if ending is None]:
            self.end(name, outcome)

    # -- what goes wrong

    def disturbed(self, steps: int, work: Callable[[], object], act: Callable[[], None] | None = None) -> None:
        """At one of the steps of `work` something else happens; without `act`, it dies there."""
        self.steps_left, self.at_last_step = steps, act
        try:
            work()
        except Crashed:
            pass
        finally:
            self.steps_left, self.at_last_step = None, None

    def step(self, _when: str) -> None:
        if self.steps_left is None:
            return
        if self.steps_left == 0:
            act, self.steps_left, self.at_last_step = self.at_last_step, None, None
            if act is None:
                raise Crashed
            act()
            return
        self.steps_left -= 1

    def over(self, attempt_id: str) -> Attempt:
        [found] = [attempt for attempt in self.store.attempts.values() if attempt.attempt_id == attempt_id]
        return found

    def contact(self, number: int = 1, campaign_id: str = "c1") -> Contact:
        return self.store.people[campaign_id, a_contact(number, campaign_id).contact_id]

    def change(self, campaign_id: str = "c1", **facts: Any) -> None:
        self.store.campaigns[campaign_id] = replace(self.store.campaigns[campaign_id], **facts)
