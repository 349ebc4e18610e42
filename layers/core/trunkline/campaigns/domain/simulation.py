"""Simulation of a campaign before it starts: whom it would dial, whom not and why, times and price.

The engine's own steps, tick by tick, over the whole list: the same gates, the same pace, the same order. The result
names two assumptions: the first call reaches every contact, and how long a call lasts.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from trunkline.campaigns.domain.calling_hours import IsHoliday
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.contacts import Contact, ContactState
from trunkline.campaigns.domain.eligibility import Eligibility, EligibilityInput, IneligibleReason, check_eligibility
from trunkline.campaigns.domain.pacing import TICK, CampaignCounters, CampaignStatus, paid_until, starts_of

SOONEST = timedelta(minutes=1)  # after which the engine checks a refused contact again
ROUNDS, ASKED_LEAST, ASKED_MOST = 8, 25, 200  # how far down its list one tick looks
USUAL_CALL = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`call` is how long a call lasts, and so holds its line and is billed."""

    is_holiday: IsHoliday
    usd_per_minute: Decimal | None
    call: timedelta = USUAL_CALL

    @property
    def usd_per_call(self) -> Decimal:
        """Begun minutes; what is not known counts as nothing against a budget."""
        return (self.usd_per_minute or Decimal(0)) * max(1, -(-int(self.call.total_seconds()) // 60))


@dataclass(slots=True)
class Preview:
    """`skipped` counts people by the gate that would stop them for good."""

    contacts: int = 0
    will_dial: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    first_call_at: datetime | None = None
    last_call_at: datetime | None = None

    def dial(self, at: datetime) -> None:
        self.will_dial += 1
        self.first_call_at = min(self.first_call_at or at, at)
        self.last_call_at = max(self.last_call_at or at, at)

    def estimated_usd(self, assumed: Assumptions) -> Decimal | None:
        return None if assumed.usd_per_minute is None else assumed.usd_per_call * self.will_dial


Person = tuple[Contact, EligibilityInput]


def preview_calls(campaign: Campaign, people: Iterable[Person], now: datetime, assumed: Assumptions) -> Preview:
    """Previews the campaign as if it were started now: the first tick is a minute away at most."""
    previewed = _Foresight(campaign, assumed, people)
    at = now
    while previewed.has_people and previewed.tick(at):
        at = previewed.next_tick(at)
    return previewed.preview


class _Foresight:
    """The list as the engine's index would have it, soonest first."""

    def __init__(self, campaign: Campaign, assumed: Assumptions, people: Iterable[Person]) -> None:
        self._campaign, self._assumed = campaign, assumed
        self._people: dict[str, Person] = {}
        self._queue: list[tuple[datetime, str]] = []
        self._busy_until: list[datetime] = []
        self._paid_until: datetime | None = None
        self.preview = Preview()
        for contact, known in people:
            self._take(contact, known)
        heapq.heapify(self._queue)

    def _take(self, contact: Contact, known: EligibilityInput) -> None:
        self.preview.contacts += 1
        if contact.state is not ContactState.WAITING or contact.due_at is None:
            self.preview.skipped["called already"] += 1
            return
        self._people[contact.contact_id] = replace(contact, variables={}), known  # a million of them have to fit
        self._queue.append((contact.due_at, contact.contact_id))

    @property
    def has_people(self) -> bool:
        return bool(self._queue)

    def next_tick(self, at: datetime) -> datetime:
        """The next tick at which a contact is due; ticks come once a minute."""
        soonest = max(self._queue[0][0], self._campaign.starts_at or at) if self._queue else at
        return at + TICK * max(1, -(-(soonest - at) // TICK))

    def tick(self, at: datetime) -> bool:
        """False when the engine would stop here for good."""
        if self._campaign.starts_at and at < self._campaign.starts_at:
            return True
        if self._campaign.ends_at and at >= self._campaign.ends_at:
            return self._stop(IneligibleReason.ENDED)
        if self._campaign.budget_usd is not None and self._spent() >= self._campaign.budget_usd:
            return self._stop(IneligibleReason.BUDGET)
        self._hand_out(at)
        return True

    def _stop(self, why: IneligibleReason) -> bool:
        self.preview.skipped[why] += len(self._queue)
        self._queue.clear()
        return False

    def _spent(self) -> Decimal:
        return self._assumed.usd_per_call * self.preview.will_dial

    def _hand_out(self, at: datetime) -> None:
        starts = starts_of(
            CampaignStatus(self._campaign, CampaignCounters(live=self._live(at)), paid_until=self._paid_until), at
        )
        used, spent = 0, self._spent()  # as the tick read it: what its own calls cost is known when they are over
        for _ in range(ROUNDS):
            free = starts[used:]
            due = list(self._due(at, min(max(len(free), ASKED_LEAST), ASKED_MOST))) if free else []
            if not due:
                return
            wanted = self._refuse(due, at, spent)
            for name in wanted[len(free) :]:
                self._wait(name, self._people[name][0].due_at or at)
            if taken := list(zip(wanted, free, strict=False)):
                self._paid_until = paid_until([start for _, start in taken], self._campaign)
                used += len(taken)
                for name, start in taken:
                    self._place(name, start)

    def _live(self, at: datetime) -> int:
        while self._busy_until and self._busy_until[0] <= at:
            heapq.heappop(self._busy_until)
        return len(self._busy_until)

    def _due(self, at: datetime, at_most: int) -> Iterator[str]:
        for _ in range(at_most):
            if not self._queue or self._queue[0][0] > at:
                return
            yield heapq.heappop(self._queue)[1]

    def _refuse(self, names: list[str], at: datetime, spent: Decimal) -> list[str]:
        """Refuses the remaining contacts."""
        return [name for name in names if self._may(name, at, spent)]

    def _may(self, name: str, at: datetime, spent: Decimal) -> bool:
        contact, known = self._people[name]
        known = replace(known, spent_usd=spent)
        verdict = check_eligibility(self._campaign, contact, known, at, self._assumed.is_holiday)
        if not verdict.is_open:
            self._look_again(name, verdict, at)
        return verdict.is_open

    def _look_again(self, name: str, verdict: Eligibility, at: datetime) -> None:
        if verdict.refusal is IneligibleReason.BUDGET:  # it closes the campaign, at its next tick
            self._wait(name, at)
        elif verdict.until is None:
            self.preview.skipped[verdict.refusal or ""] += 1
            del self._people[name]
        else:
            self._wait(name, max(verdict.until, at + SOONEST))

    def _wait(self, name: str, until: datetime) -> None:
        contact, known = self._people[name]
        self._people[name] = replace(contact, due_at=until), known
        heapq.heappush(self._queue, (until, name))

    def _place(self, name: str, start: datetime) -> None:
        """The gates are asked again right before the call."""
        if self._may(name, start, self._spent()):
            self.preview.dial(start)
            heapq.heappush(self._busy_until, start + self._assumed.call)
            del self._people[name]
