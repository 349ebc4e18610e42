"""Campaigns, whom they call, and who must not be called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptState
from trunkline.campaigns.domain.audit_log import Decision
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState
from trunkline.campaigns.domain.contact_imports import ContactImport, ImportPosition, ImportRun
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.dialling import DialRequest, PlacedDial, Resolved
from trunkline.campaigns.domain.pacing import CampaignCounters, CampaignStatus, Ended
from trunkline.campaigns.domain.suppressions import Suppression
from trunkline.ids import CallId

if TYPE_CHECKING:  # callbacks of the carrier import the ports, and no rules or time zones with them
    from trunkline.campaigns.domain.agent_calls import AgentCallRequest


class Campaigns(Protocol):
    """Campaigns and their states."""

    def add(self, campaign: Campaign) -> bool:
        """False when there is one of that name."""
        ...

    def find(self, campaign_id: str) -> Campaign | None: ...

    def of_company(self, company_id: str) -> list[Campaign]: ...

    def move(self, campaign_id: str, to: CampaignState, from_: Iterable[CampaignState], reason: str = "") -> bool:
        """False when the campaign is in another state: a pause or cancel wins over an earlier read."""
        ...


class Contacts(Protocol):
    """The people on lists."""

    def add(self, contacts: Iterable[Contact]) -> int:
        """The number of new contacts. A contact that exists already is not changed."""
        ...

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]: ...


class Suppressions(Protocol):
    """Suppressed numbers. Adding is idempotent."""

    def add(self, suppression: Suppression) -> None: ...

    def remove(self, suppression: Suppression) -> bool: ...

    def of(self, phone: str, company_id: str, campaign_id: str) -> list[Suppression]:
        """The suppressions that stop this campaign from calling that number."""
        ...

    def of_company(self, company_id: str) -> Iterator[Suppression]: ...


class Schedules(Protocol):
    """The clock that ticks a running campaign. Both may be done twice.

    Starting a campaign creates its schedule; the engine removes it. A paused campaign still has live attempts to look
    after, and so has a cancelled campaign until the last of them is over.
    """

    def create(self, campaign_id: str) -> None: ...

    def remove(self, campaign_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Person:
    """When a person's phone rang for a company, by any of its campaigns. `version` grows with each call."""

    rang_at: tuple[datetime, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Suppressions and calls of a contact, read before its eligibility is checked."""

    suppressions: tuple[Suppression, ...] = ()
    person: Person = Person()


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
    """The end of an attempt. `due_at` None: its contact is done. `decision` where a gate or a person stopped it."""

    attempt: Attempt  # with its outcome, OVER
    was: AttemptState
    contact: Contact  # as it was read
    due_at: datetime | None
    billed_s: int = 0
    ended: Ended | None = None
    decision: Decision | None = None


class TickStore(Protocol):
    """The tables as a tick uses them."""

    def status(self, campaign_id: str) -> CampaignStatus | None: ...

    def begin(self, campaign_id: str, now: datetime, busy_until: datetime) -> bool:
        """False while another tick of this campaign is at work."""
        ...

    def pay(self, campaign_id: str, paid_until: datetime) -> None:
        """Before contacts are claimed: a tick that dies has used up its time."""
        ...

    def end(self, campaign_id: str, busy_until: datetime, empty_since: datetime | None) -> None: ...

    def waiting(self, campaign_id: str, at_most: int) -> list[Contact]:
        """The next contacts, soonest first; some may not be due yet. A constant number of requests."""
        ...

    def facts_of(self, campaign: Campaign, contacts: Iterable[Contact]) -> Mapping[str, ContactFacts]:
        """By contact id. A request for every 25 contacts."""
        ...

    def claim(self, claim: Claim) -> bool:
        """The contact is in hand and the attempt on file, both or neither. False when the contact has changed."""
        ...

    def refuse(self, refusals: Iterable[Refused]) -> int:
        """The number of refusals written. A request for every 25, and one for each in a batch that failed."""
        ...

    def neglected(self, campaign_id: str, now: datetime, at_most: int) -> list[Attempt]:
        """Attempts whose lease ran out."""
        ...


class DialQueue(Protocol):
    def send(self, jobs: Iterable[Job], now: datetime) -> None:
        """A request for every ten. A job that cannot be sent is no error: its attempt's lease runs out."""
        ...


class AttemptStore(Protocol):
    """The tables as placing and settling use them."""

    def look(self, campaign_id: str, contact_id: str, number: int) -> AttemptContext | None: ...

    def look_to_dial(self, job: Job) -> AttemptContext | None:
        """With what is known about the person, and the campaign's counts."""
        ...

    def mark(self, seen: AttemptContext, attempt: Attempt, decision: Decision, person: Person) -> bool:
        """The attempt becomes DIALLING, if it is still queued, the campaign runs, the person is not suppressed, and
        no other campaign has rung them since `seen`. False: nothing was written; look again.
        """
        ...

    def placed(self, attempt: Attempt, call_id: CallId | None, conversation_id: str, lease_until: datetime) -> bool:
        """False when it is over. Ids that are known already stay."""
        ...

    def answered(self, attempt: Attempt, answered_by: AnsweredBy) -> bool:
        """Who answered. False when the attempt is over or has its verdict, so that a verdict is acted on once."""
        ...

    def close(self, closing: AttemptResult) -> bool:
        """False when it is over already, or its contact is no longer as it was read."""
        ...

    def extend(self, attempt: Attempt, lease_until: datetime) -> bool:
        """Extends the lease of a live attempt. False when the lease has changed."""
        ...


class People(Protocol):
    """People as a call outside of any campaign meets them."""

    def facts(self, company_id: str, phone: str) -> ContactFacts:
        """Suppressions of all calls and of the company's, and the latest calls. One request."""
        ...

    def count_call(self, company_id: str, phone: str, before: Person, after: Person) -> bool:
        """False when the person was suppressed or called since `before` was read: nothing was written."""
        ...


class ContactFiles(Protocol):
    """Lists and their reports in the bucket. Nothing is ever whole in memory."""

    def size(self, key: str) -> int | None:
        """None: there is no such file."""
        ...

    def read(self, key: str, offset: int) -> Iterator[bytes]:
        """The file's bytes from the offset on, in pieces."""
        ...

    def write(self, key: str, data: bytes) -> None: ...

    def stream(self, key: str, pieces: Iterator[bytes], content_type: str) -> None:
        """A file that is made while it is written."""
        ...

    def join(self, keys: Iterator[str], into: str, content_type: str) -> None:
        """Joins files in order."""
        ...


class ImportRuns(Protocol):
    """Progress of imports."""

    def add(self, order: ContactImport) -> bool: ...

    def find(self, company_id: str, import_id: str) -> ImportRun | None: ...

    def of_campaign(self, company_id: str, campaign_id: str) -> list[ImportRun]: ...

    def begin(self, order: ContactImport, size: int, now: datetime) -> bool:
        """False when it has begun already."""
        ...

    def advance(self, order: ContactImport, before: ImportPosition, after: ImportPosition) -> bool:
        """False when another run has taken that step already."""
        ...

    def finish(self, order: ContactImport, now: datetime, problem: str = "") -> None: ...


class Notes(Protocol):
    """Results of jobs, by name, kept until they are read."""

    def write(self, company_id: str, name: str, payload: dict[str, Any]) -> None: ...

    def read(self, company_id: str, name: str) -> dict[str, Any] | None: ...


class Dialler(Protocol):
    """Dials and resolves attempts. At most one AWS request of its own for each call."""

    def dial(self, order: DialRequest) -> PlacedDial:
        """Asks the vendor once, and never again. CarrierError, ProviderError and NotConfigured: surely nothing rang
        (`domain.dialling.refused_ending` says what that comes to). OutcomeUnknown, a CarrierError itself: it may be
        ringing, so catch it first, and `resolve` later."""
        ...

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        """The vendor's state of the attempt. Read-only, may be repeated. Raises CarrierError and ProviderError
        when the vendor cannot be asked now: that is no answer, and least of all `not there`."""
        ...


class AgentDialler(Protocol):
    """A voice provider that dials single calls itself."""

    def place(self, request: "AgentCallRequest") -> PlacedDial:
        """Asks the provider once. Raises ProviderError and NotConfigured where surely nothing rang, OutcomeUnknown
        where it may be ringing: then `find`, never `place` again."""
        ...

    def find(self, request: "AgentCallRequest", since: datetime) -> PlacedDial | None:
        """The call of that user with that agent that began since then; None where the provider lists none."""
        ...
