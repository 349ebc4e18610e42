"""Campaigns and all that belongs to them, in memory. tests/contract asks it and the tables the same questions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from trunkline.domain.attempts import AnsweredBy, Attempt, AttemptState
from trunkline.domain.calls import CallId
from trunkline.domain.campaigns import Campaign, CampaignState
from trunkline.domain.contacts import Contact, ContactState
from trunkline.domain.decisions import Decision
from trunkline.domain.dial_jobs import Job
from trunkline.domain.standings import Ended, Standing, Tally
from trunkline.domain.suppressions import Suppression, scopes
from trunkline.ports.engine import Claim, Closing, Known, Person, Refused, Situation

BUSY_AT_MOST = timedelta(seconds=90)
PLACED_FROM = {AttemptState.DIALLING, AttemptState.PLACED}


@dataclass
class InMemoryCampaigns:
    """The engine's view and everybody else's. `now` is the hand of its clock."""

    now: datetime
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    people: dict[tuple[str, str], Contact] = field(default_factory=dict)
    attempts: dict[tuple[str, str, int], Attempt] = field(default_factory=dict)
    decisions: dict[tuple[str, str], list[Decision]] = field(default_factory=dict)
    stops: set[Suppression] = field(default_factory=set)
    rung: dict[tuple[str, str], Person] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    ended: dict[str, list[Ended]] = field(default_factory=dict)
    ticks: dict[str, dict[str, datetime | None]] = field(default_factory=dict)
    index: list[Contact] | None = None  # what an index that lags behind still says

    # -- as people see them

    def add(self, campaign: Campaign) -> bool:
        return self.campaigns.setdefault(campaign.campaign_id, campaign) is campaign

    def find(self, campaign_id: str) -> Campaign | None:
        return self.campaigns.get(campaign_id)

    def of_company(self, company_id: str) -> list[Campaign]:
        return [one for one in self.campaigns.values() if one.company_id == company_id]

    def move(self, campaign_id: str, to: CampaignState, from_: Iterable[CampaignState], because: str = "") -> bool:
        campaign = self.campaigns.get(campaign_id)
        if campaign is None or campaign.state not in set(from_):
            return False
        self.campaigns[campaign_id] = replace(campaign, state=to, state_because=because, moved_at=self.now)
        return True

    def put_on_list(self, contact: Contact) -> None:
        if (contact.campaign_id, contact.contact_id) not in self.people:
            self.people[contact.campaign_id, contact.contact_id] = contact
            self._count(contact.campaign_id, contacts=1)

    # -- a tick

    def standing(self, campaign_id: str) -> Standing | None:
        if campaign_id not in self.campaigns:
            return None
        ended = tuple(self.ended.get(campaign_id, ()))
        return Standing(self.campaigns[campaign_id], self._tally(campaign_id), ended, **self.ticks.get(campaign_id, {}))

    def begin(self, campaign_id: str, now: datetime, busy_until: datetime) -> bool:
        known = self.ticks.setdefault(campaign_id, {})
        busy = known.get("busy_until")
        if busy and now < busy <= now + BUSY_AT_MOST:
            return False
        known["busy_until"] = busy_until
        return True

    def pay(self, campaign_id: str, paid_until: datetime) -> None:
        self.ticks.setdefault(campaign_id, {})["paid_until"] = paid_until

    def end(self, campaign_id: str, busy_until: datetime, empty_since: datetime | None) -> None:
        known = self.ticks.setdefault(campaign_id, {})
        if known.get("busy_until") == busy_until:
            known |= {"busy_until": None, "empty_since": empty_since}

    def waiting(self, campaign_id: str, at_most: int) -> list[Contact]:
        listed = self.people.values() if self.index is None else self.index
        waiting = [one for one in listed if one.campaign_id == campaign_id and one.state is ContactState.WAITING]
        return sorted(waiting, key=lambda one: (one.due_at, one.contact_id))[:at_most]

    def know(self, campaign: Campaign, contacts: Iterable[Contact]) -> Mapping[str, Known]:
        return {one.contact_id: self._known(campaign, one) for one in contacts}

    def claim(self, claim: Claim) -> bool:
        contact, attempt = claim.contact, claim.attempt
        key = (attempt.campaign_id, attempt.contact_id, attempt.number)
        if not self._is_as_read(contact) or key in self.attempts:
            return False
        self.attempts[key] = attempt
        self._write(contact, claim.decision, state=ContactState.IN_HAND, due_at=None, attempts=attempt.number)
        self._count(attempt.campaign_id, live=1)
        return True

    def refuse(self, refusals: Iterable[Refused]) -> int:
        return sum(map(self._refuse, refusals))

    def _refuse(self, refused: Refused) -> bool:
        if not self._is_as_read(refused.contact):
            return False
        is_done = refused.until is None
        state = ContactState.DONE if is_done else ContactState.WAITING
        because = refused.decision.refusal if is_done else ""
        self._write(refused.contact, refused.decision, state=state, due_at=refused.until, because=because)
        self._count(refused.contact.campaign_id, refused=1, done=int(is_done))
        return True

    def neglected(self, campaign_id: str, now: datetime, at_most: int) -> list[Attempt]:
        late = [one for one in self.attempts.values() if not one.is_over and one.lease_until <= now]
        late = [one for one in late if one.campaign_id == campaign_id]
        return sorted(late, key=lambda one: one.lease_until)[:at_most]

    # -- an attempt

    def look(self, campaign_id: str, contact_id: str, number: int) -> Situation | None:
        attempt = self.attempts.get((campaign_id, contact_id, number))
        if attempt is None:
            return None
        return Situation(self.campaigns[campaign_id], self.people[campaign_id, contact_id], attempt)

    def look_to_dial(self, job: Job) -> Situation | None:
        seen = self.look(job.campaign_id, job.contact_id, job.number)
        if seen is None:
            return None
        return replace(seen, known=self._known(seen.campaign, seen.contact), tally=self._tally(job.campaign_id))

    def mark(self, seen: Situation, attempt: Attempt, decision: Decision, person: Person) -> bool:
        key = (attempt.campaign_id, attempt.contact_id, attempt.number)
        campaign = self.campaigns[attempt.campaign_id]
        known = self._known(campaign, seen.contact)
        may = campaign.state is CampaignState.RUNNING and not known.suppressions
        if not may or known.person.version != seen.known.person.version or not self._is_as_read(seen.contact):
            return False
        if self.attempts[key].state is not AttemptState.QUEUED:
            return False
        self.attempts[key] = attempt
        self.rung[campaign.company_id, seen.contact.phone] = person
        self._write(seen.contact, decision, dialled=seen.contact.dialled + 1)
        self._count(attempt.campaign_id, dialled=1)
        return True

    def placed(self, attempt: Attempt, call_id: CallId | None, conversation_id: str, lease_until: datetime) -> bool:
        key = (attempt.campaign_id, attempt.contact_id, attempt.number)
        now = self.attempts[key]
        if now.state not in PLACED_FROM:
            return False
        self.attempts[key] = replace(
            now,
            state=AttemptState.PLACED,
            call_id=now.call_id or call_id,
            conversation_id=now.conversation_id or conversation_id,
            lease_until=lease_until,
        )
        return True

    def answered(self, attempt: Attempt, answered_by: AnsweredBy) -> bool:
        key = (attempt.campaign_id, attempt.contact_id, attempt.number)
        if self.attempts[key].state not in PLACED_FROM or self.attempts[key].answered_by:
            return False
        self.attempts[key] = replace(self.attempts[key], answered_by=answered_by)
        return True

    def close(self, closing: Closing) -> bool:
        over = closing.attempt
        key = (over.campaign_id, over.contact_id, over.number)
        now = self.attempts[key]
        if now.state is not closing.was or not self._is_as_read(closing.contact):
            return False
        ids = {"call_id": now.call_id, "conversation_id": now.conversation_id}  # whoever closes need not know them
        self.attempts[key] = replace(over, **ids)
        is_done = closing.due_at is None
        facts = {"outcome": over.outcome.value, "because": over.because if is_done else ""}
        state = ContactState.DONE if is_done else ContactState.WAITING
        self._write(closing.contact, closing.decision, state=state, due_at=closing.due_at, **facts)
        outcomes = {over.outcome: 1}
        self._count(over.campaign_id, live=-1, done=int(is_done), billed_s=closing.billed_s, outcomes=outcomes)
        self.ended.setdefault(over.campaign_id, []).extend([closing.ended] if closing.ended else [])
        return True

    def extend(self, attempt: Attempt, lease_until: datetime) -> bool:
        key = (attempt.campaign_id, attempt.contact_id, attempt.number)
        if self.attempts[key].is_over or self.attempts[key].lease_until != attempt.lease_until:
            return False
        self.attempts[key] = replace(self.attempts[key], lease_until=lease_until)
        return True

    # -- inside

    def _known(self, campaign: Campaign, contact: Contact) -> Known:
        lists = scopes(campaign.company_id, campaign.campaign_id)
        stops = [one for one in self.stops if one.phone == contact.phone and (one.reach, one.owner) in lists]
        return Known(tuple(stops), self.rung.get((campaign.company_id, contact.phone), Person()))

    def _is_as_read(self, contact: Contact) -> bool:
        now = self.people[contact.campaign_id, contact.contact_id]
        return (now.state, now.attempts, now.seal) == (contact.state, contact.attempts, contact.seal)

    def _write(self, contact: Contact, decision: Decision | None, **facts: object) -> None:
        key = (contact.campaign_id, contact.contact_id)
        if decision:
            self.decisions.setdefault(key, []).append(decision)
            facts |= {"seal": decision.seal, "decisions": decision.number}
        self.people[key] = replace(self.people[key], **facts)

    def _tally(self, campaign_id: str) -> Tally:
        return self.tallies.get(campaign_id, Tally())

    def _count(self, campaign_id: str, outcomes: Mapping[object, int] | None = None, **more: int) -> None:
        tally = self._tally(campaign_id)
        counted = dict(tally.outcomes)
        for outcome, number in (outcomes or {}).items():
            counted[outcome] = counted.get(outcome, 0) + number
        grown = {name: getattr(tally, name) + number for name, number in more.items()}
        self.tallies[campaign_id] = replace(tally, outcomes=counted, **grown)


@dataclass
class InMemoryContacts:
    """A campaign's list, as the import writes it and the results read it."""

    store: InMemoryCampaigns

    def add(self, contacts: Iterable[Contact]) -> int:
        before = len(self.store.people)
        for one in contacts:
            self.store.put_on_list(one)
        return len(self.store.people) - before

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]:
        return (one for one in list(self.store.people.values()) if one.campaign_id == campaign_id)


@dataclass
class InMemoryAttempts:
    store: InMemoryCampaigns

    def of_campaign(self, campaign_id: str) -> Iterator[Attempt]:
        return (one for one in list(self.store.attempts.values()) if one.campaign_id == campaign_id)


@dataclass
class InMemorySuppressions:
    store: InMemoryCampaigns

    def add(self, suppression: Suppression) -> None:
        if not any(_place(one) == _place(suppression) for one in self.store.stops):
            self.store.stops.add(suppression)

    def remove(self, suppression: Suppression) -> bool:
        found = {one for one in self.store.stops if _place(one) == _place(suppression)}
        self.store.stops -= found
        return bool(found)

    def of(self, phone: str, company_id: str, campaign_id: str) -> list[Suppression]:
        lists = scopes(company_id, campaign_id)
        return [one for one in self.store.stops if one.phone == phone and (one.reach, one.owner) in lists]

    def of_company(self, company_id: str) -> Iterator[Suppression]:
        return (one for one in self.store.stops if one.owner == company_id)


def _place(suppression: Suppression) -> tuple[str, str, str]:
    return suppression.phone, suppression.reach, suppression.owner


@dataclass
class InMemoryDialQueue:
    """At least once, in any order: a test decides what is delivered when, and how often."""

    jobs: list[Job] = field(default_factory=list)

    def send(self, jobs: Iterable[Job], now: datetime) -> None:
        self.jobs += jobs


@dataclass
class InMemorySchedules:
    ticking: set[str] = field(default_factory=set)

    def create(self, campaign_id: str) -> None:
        self.ticking.add(campaign_id)

    def remove(self, campaign_id: str) -> None:
        self.ticking.discard(campaign_id)
