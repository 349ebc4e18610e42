"""Campaigns and all that belongs to them, in memory. tests/contract asks it and the tables the same questions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptState
from trunkline.campaigns.domain.audit_log import Decision
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState
from trunkline.campaigns.domain.contacts import Contact, ContactState
from trunkline.campaigns.domain.pacing import CampaignCounters, CampaignStatus, Ended
from trunkline.campaigns.domain.suppressions import Suppression, scopes
from trunkline.campaigns.ports import AttemptContext, AttemptResult, Claim, ContactFacts, Person, Refused
from trunkline.ids import CallId

BUSY_AT_MOST = timedelta(seconds=90)
PLACED_FROM = {AttemptState.DIALLING, AttemptState.PLACED}


@dataclass
class InMemoryCampaigns:
    """The campaign stores in memory. `now` is their clock."""

    now: datetime
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    people: dict[tuple[str, str], Contact] = field(default_factory=dict)
    attempts: dict[tuple[str, str, int], Attempt] = field(default_factory=dict)
    decisions: dict[tuple[str, str], list[Decision]] = field(default_factory=dict)
    stops: set[Suppression] = field(default_factory=set)
    rung: dict[tuple[str, str], Person] = field(default_factory=dict)
    tallies: dict[str, CampaignCounters] = field(default_factory=dict)
    ended: dict[str, list[Ended]] = field(default_factory=dict)
    ticks: dict[str, dict[str, datetime | None]] = field(default_factory=dict)
    index: list[Contact] | None = None  # what an index that lags behind still says

    # -- as people see them

    def add(self, campaign: Campaign) -> bool:
        return self.campaigns.setdefault(campaign.campaign_id, campaign) is campaign

    def find(self, campaign_id: str) -> Campaign | None:
        return self.campaigns.get(campaign_id)

    def of_company(self, company_id: str) -> list[Campaign]:
        return [campaign for campaign in self.campaigns.values() if campaign.company_id == company_id]

    def move(self, campaign_id: str, to: CampaignState, from_: Iterable[CampaignState], reason: str = "") -> bool:
        campaign = self.campaigns.get(campaign_id)
        if campaign is None or campaign.state not in set(from_):
            return False
        self.campaigns[campaign_id] = replace(campaign, state=to, state_reason=reason, moved_at=self.now)
        return True

    def put_on_list(self, contact: Contact) -> None:
        if (contact.campaign_id, contact.contact_id) not in self.people:
            self.people[contact.campaign_id, contact.contact_id] = contact
            self._count(contact.campaign_id, contacts=1)

    # -- a tick

    def status(self, campaign_id: str) -> CampaignStatus | None:
        if campaign_id not in self.campaigns:
            return None
        ended = tuple(self.ended.get(campaign_id, ()))
        return CampaignStatus(
            self.campaigns[campaign_id], self._tally(campaign_id), ended, **self.ticks.get(campaign_id, {})
        )

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
        waiting = [item for item in listed if item.campaign_id == campaign_id and item.state is ContactState.WAITING]
        return sorted(waiting, key=lambda item: (item.due_at, item.contact_id))[:at_most]

    def facts_of(self, campaign: Campaign, contacts: Iterable[Contact]) -> Mapping[str, ContactFacts]:
        return {contact.contact_id: self._known(campaign, contact) for contact in contacts}

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
        reason = refused.decision.refusal if is_done else ""
        self._write(refused.contact, refused.decision, state=state, due_at=refused.until, reason=reason)
        self._count(refused.contact.campaign_id, refused=1, done=int(is_done))
        return True

    def neglected(self, campaign_id: str, now: datetime, at_most: int) -> list[Attempt]:
        late = [attempt for attempt in self.attempts.values() if not attempt.is_over and attempt.lease_until <= now]
        late = [item for item in late if item.campaign_id == campaign_id]
        return sorted(late, key=lambda item: item.lease_until)[:at_most]

    # -- an attempt

    def look(self, campaign_id: str, contact_id: str, number: int) -> AttemptContext | None:
        attempt = self.attempts.get((campaign_id, contact_id, number))
        if attempt is None:
            return None
        return AttemptContext(self.campaigns[campaign_id], self.people[campaign_id, contact_id], attempt)

    def look_to_dial(self, job: Job) -> AttemptContext | None:
        seen = self.look(job.campaign_id, job.contact_id, job.number)
        if seen is None:
            return None
        return replace(seen, known=self._known(seen.campaign, seen.contact), tally=self._tally(job.campaign_id))

    def mark(self, seen: AttemptContext, attempt: Attempt, decision: Decision, person: Person) -> bool:
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

    def close(self, closing: AttemptResult) -> bool:
        over = closing.attempt
        key = (over.campaign_id, over.contact_id, over.number)
        now = self.attempts[key]
        if now.state is not closing.was or not self._is_as_read(closing.contact):
            return False
        ids = {"call_id": now.call_id, "conversation_id": now.conversation_id}  # a close does not carry them
        self.attempts[key] = replace(over, **ids)
        is_done = closing.due_at is None
        facts = {"outcome": over.outcome.value, "reason": over.reason if is_done else ""}
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

    def _known(self, campaign: Campaign, contact: Contact) -> ContactFacts:
        lists = scopes(campaign.company_id, campaign.campaign_id)
        stops = [stop for stop in self.stops if stop.phone == contact.phone and (stop.reach, stop.owner) in lists]
        return ContactFacts(tuple(stops), self.rung.get((campaign.company_id, contact.phone), Person()))

    def _is_as_read(self, contact: Contact) -> bool:
        now = self.people[contact.campaign_id, contact.contact_id]
        return (now.state, now.attempts, now.seal) == (contact.state, contact.attempts, contact.seal)

    def _write(self, contact: Contact, decision: Decision | None, **facts: object) -> None:
        key = (contact.campaign_id, contact.contact_id)
        if decision:
            self.decisions.setdefault(key, []).append(decision)
            facts |= {"seal": decision.seal, "decisions": decision.number}
        self.people[key] = replace(self.people[key], **facts)

    def _tally(self, campaign_id: str) -> CampaignCounters:
        return self.tallies.get(campaign_id, CampaignCounters())

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
        for contact in contacts:
            self.store.put_on_list(contact)
        return len(self.store.people) - before

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]:
        return (person for person in list(self.store.people.values()) if person.campaign_id == campaign_id)


@dataclass
class InMemoryAttempts:
    store: InMemoryCampaigns

    def of_campaign(self, campaign_id: str) -> Iterator[Attempt]:
        return (attempt for attempt in list(self.store.attempts.values()) if attempt.campaign_id == campaign_id)


@dataclass
class InMemorySuppressions:
    store: InMemoryCampaigns

    def add(self, suppression: Suppression) -> None:
        if not any(_place(stop) == _place(suppression) for stop in self.store.stops):
            self.store.stops.add(suppression)

    def remove(self, suppression: Suppression) -> bool:
        found = {stop for stop in self.store.stops if _place(stop) == _place(suppression)}
        self.store.stops -= found
        return bool(found)

    def of(self, phone: str, company_id: str, campaign_id: str) -> list[Suppression]:
        lists = scopes(company_id, campaign_id)
        return [stop for stop in self.store.stops if stop.phone == phone and (stop.reach, stop.owner) in lists]

    def of_company(self, company_id: str) -> Iterator[Suppression]:
        return (stop for stop in self.store.stops if stop.owner == company_id)


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
