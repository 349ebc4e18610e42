"""What the engine of campaigns reads and writes. Each method is one request, or says how many.

Every write is conditional on what its asker believed, so that duplicates, races and repetitions change nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from trunkline.domain.attempts import AnsweredBy, Attempt, AttemptState
from trunkline.domain.calls import CallId
from trunkline.domain.campaigns import Campaign
from trunkline.domain.contacts import Contact
from trunkline.domain.decisions import Decision
from trunkline.domain.dial_jobs import Job
from trunkline.domain.standings import Ended, Standing, Tally
from trunkline.domain.suppressions import Suppression


@dataclass(frozen=True, slots=True)
class Person:
    """When somebody's phone rang for a company, whichever campaign it was. `version` grows with each call."""

    rang_at: tuple[datetime, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What was looked up about a contact before deciding."""

    suppressions: tuple[Suppression, ...] = ()
    person: Person = Person()


@dataclass(frozen=True, slots=True)
class Situation:
    """An attempt and whose it is, read at once and consistently; before dialling also all that may stand in its way."""

    campaign: Campaign
    contact: Contact
    attempt: Attempt
    known: Known = Known()
    tally: Tally = field(default_factory=Tally)


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
class Closing:
    """How an attempt ends. `due_at` None: its contact is done. `decision` where a gate or a person stopped it."""

    attempt: Attempt  # with its outcome, OVER
    was: AttemptState
    contact: Contact  # as it was read
    due_at: datetime | None
    billed_s: int = 0
    ended: Ended | None = None
    decision: Decision | None = None


class Ticks(Protocol):
    """What a tick needs of the tables."""

    def standing(self, campaign_id: str) -> Standing | None: ...

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

    def know(self, campaign: Campaign, contacts: Iterable[Contact]) -> Mapping[str, Known]:
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


class Attempting(Protocol):
    """What placing and settling need of the tables."""

    def look(self, campaign_id: str, contact_id: str, number: int) -> Situation | None: ...

    def look_to_dial(self, job: Job) -> Situation | None:
        """With what is known about the person, and the campaign's counts."""
        ...

    def mark(self, seen: Situation, attempt: Attempt, decision: Decision, person: Person) -> bool:
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

    def close(self, closing: Closing) -> bool:
        """False when it is over already, or its contact is no longer as it was read."""
        ...

    def extend(self, attempt: Attempt, lease_until: datetime) -> bool:
        """The lease of one that is still going. False when somebody else has moved it."""
        ...
