"""Campaigns, whom they call, and who must not be called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptState
from trunkline.campaigns.domain.audit_log import Decision
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState
from trunkline.campaigns.domain.contact_imports import ContactImport, ImportPosition, ImportRun
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.dialling import DialRequest, PlacedDial, Resolved
from trunkline.campaigns.domain.eligibility import EligibilityInput
from trunkline.campaigns.domain.pacing import CampaignCounters, CampaignStatus, Ended
from trunkline.campaigns.domain.suppressions import Suppression
from trunkline.ids import CallId


class Campaigns(Protocol):
    """What was ordered, and its state."""

    def add(self, campaign: Campaign) -> bool:
        """False when there is one of that name."""
        ...

    def find(self, campaign_id: str) -> Campaign | None: ...

    def of_company(self, company_id: str) -> list[Campaign]: ...

    def move(self, campaign_id: str, to: CampaignState, from_: Iterable[CampaignState], reason: str = "") -> bool:
        """False when it stands elsewhere: whoever pauses or cancels wins over whoever read it running."""
        ...


class Contacts(Protocol):
    """The people on lists."""

    def add(self, contacts: Iterable[Contact]) -> int:
        """How many were new. One that is there already stays as it is."""
        ...

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]: ...


class Suppressions(Protocol):
    """Who must not be called. Adding twice is adding once."""

    def add(self, suppression: Suppression) -> None: ...

    def remove(self, suppression: Suppression) -> bool: ...

    def of(self, phone: str, company_id: str, campaign_id: str) -> list[Suppression]:
        """Those that stop this campaign from calling that number."""
        ...

    def of_company(self, company_id: str) -> Iterator[Suppression]: ...


class Schedules(Protocol):
    """The clock that ticks a running campaign. Both may be done twice.

    Whoever starts a campaign creates its schedule. Nobody but the engine needs to remove it: a campaign that was paused
    still has live attempts to look after, and so has a cancelled one until the last of them is over.
    """

    def create(self, campaign_id: str) -> None: ...

    def remove(self, campaign_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Person:
    """When somebody's phone rang for a company, whichever campaign it was. `version` grows with each call."""

    rang_at: tuple[datetime, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Suppressions and calls of a contact, read before its eligibility is checked."""

    suppressions: tuple[Suppression, ...] = ()
    person: Person = Person()

    def eligibility_input(self, spent_usd: Decimal = Decimal(0)) -> EligibilityInput:
        return EligibilityInput(self.suppressions, self.person.rang_at, spent_usd)


@dataclass(frozen=True, slots=True)
class AttemptContext:
    """An attempt and whose it is, read at once and consistently; before dialling also all that may stand in its way."""

    campaign: Campaign
    contact: Contact
    attempt: Attempt
    known: ContactFacts = ContactFacts()
    tally: CampaignCounters = field(default_factory=CampaignCounters)


@dataclass(frozen=True, slots=True)
class Claim:
    """`contact` is as it was read; the write stands only if it still is."""

    contact: Contact
    attempt: Attempt
    decision: Decision


@dataclass(frozen=True, slots=True)
class Refused:
    """A contact that is not called now; `until` None: nor later, because of `decision.refusal`."""

    contact: Contact
    decision: Decision
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """How an attempt ends. `due_at` None: its contact is done. `decision` where a gate or a person stopped it."""

    attempt: Attempt  # with its outcome, OVER
    was: AttemptState
    contact: Contact  # as it was read
    due_at: datetime | None
    billed_s: int = 0
    ended: Ended | None = None
    decision: Decision | None = None


class TickStore(Protocol):
    """What a tick needs of the tables."""

    def standing(self, campaign_id: str) -> CampaignStatus | None: ...

    def begin(self, campaign_id: str, now: datetime, busy_until: datetime) -> bool:
        """False while another tick of this campaign is at work."""
        ...

    def pay(self, campaign_id: str, paid_until: datetime) -> None:
        """Before anybody is claimed: a tick that dies has used up its time."""
        ...

    def end(self, campaign_id: str, busy_until: datetime, empty_since: datetime | None) -> None: ...

    def waiting(self, campaign_id: str, at_most: int) -> list[Contact]:
        """Whose turn is next, soonest first; some may not be due yet. A constant number of requests."""
        ...

    def know(self, campaign: Campaign, contacts: Iterable[Contact]) -> Mapping[str, ContactFacts]:
        """By contact id. A request for every 25 contacts."""
        ...

    def claim(self, claim: Claim) -> bool:
        """The contact is in hand, the attempt on file, both or neither. False when somebody was there before."""
        ...

    def refuse(self, refusals: Iterable[Refused]) -> int:
        """How many stood. A request for every 25, and one for each in a batch that somebody disturbed."""
        ...

    def neglected(self, campaign_id: str, now: datetime, at_most: int) -> list[Attempt]:
        """Attempts whose lease ran out."""
        ...


class DialQueue(Protocol):
    def send(self, jobs: Iterable[Job], now: datetime) -> None:
        """A request for every ten. A job that cannot be sent is no error: its attempt's lease runs out."""
        ...


class AttemptStore(Protocol):
    """What placing and settling need of the tables."""

    def look(self, campaign_id: str, contact_id: str, number: int) -> AttemptContext | None: ...

    def look_to_dial(self, job: Job) -> AttemptContext | None:
        """With what is known about the person, and the campaign's counts."""
        ...

    def mark(self, seen: AttemptContext, attempt: Attempt, decision: Decision, person: Person) -> bool:
        """The attempt becomes DIALLING, if it is still queued, the campaign runs, nobody has suppressed the person, and
        no other campaign has rung them since `seen`. False: nothing was written; look again.
        """
        ...

    def placed(self, attempt: Attempt, call_id: CallId | None, conversation_id: str, lease_until: datetime) -> bool:
        """False when it is over. Ids that are known already stay."""
        ...

    def answered(self, attempt: Attempt, answered_by: AnsweredBy) -> bool:
        """Who picked up. False when it is over, or somebody has said so before: whoever acts on it acts once."""
        ...

    def close(self, closing: AttemptResult) -> bool:
        """False when it is over already, or its contact is no longer as it was read."""
        ...

    def extend(self, attempt: Attempt, lease_until: datetime) -> bool:
        """The lease of one that is still going. False when somebody else has moved it."""
        ...


class ContactFiles(Protocol):
    """Lists and their reports in the bucket. Nothing is ever whole in memory."""

    def size(self, key: str) -> int | None:
        """None: there is no such file."""
        ...

    def read(self, key: str, offset: int) -> Iterator[bytes]:
        """Its bytes from there on, in pieces."""
        ...

    def write(self, key: str, data: bytes) -> None: ...

    def stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:
        """A file that is made while it is written."""
        ...

    def join(self, keys: Iterator[str], into: str, content_type: str) -> None:
        """One file out of many, in order."""
        ...


class ImportRuns(Protocol):
    """How far each import has come."""

    def add(self, order: ContactImport) -> bool: ...

    def find(self, company_id: str, import_id: str) -> ImportRun | None: ...

    def of_campaign(self, company_id: str, campaign_id: str) -> list[ImportRun]: ...

    def begin(self, order: ContactImport, size: int, now: datetime) -> bool:
        """False when it has begun already."""
        ...

    def advance(self, order: ContactImport, before: ImportPosition, after: ImportPosition) -> bool:
        """False when somebody else has taken that step already."""
        ...

    def finish(self, order: ContactImport, now: datetime, problem: str = "") -> None: ...


class Notes(Protocol):
    """What a job has worked out, under a name, until somebody asks."""

    def write(self, company_id: str, name: str, payload: dict[str, Any]) -> None: ...

    def read(self, company_id: str, name: str) -> dict[str, Any] | None: ...


class Dialler(Protocol):
    """One of them serves every channel. At most one AWS request of its own for each call dialled."""

    def dial(self, order: DialRequest) -> PlacedDial:
        """Asks the vendor once, and never again. CarrierError, ProviderError and NotConfigured: surely nothing rang
        (`domain.dialling.refused_ending` says what that comes to). OutcomeUnknown, a CarrierError itself: it may be
        ringing, so catch it first, and `resolve` later."""
        ...

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        """What the vendor remembers. Changes nothing and may be asked again. Raises CarrierError and ProviderError
        when the vendor cannot be asked now: that is no answer, and least of all `not there`."""
        ...
