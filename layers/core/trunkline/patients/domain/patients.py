"""Patients: who is called, how often, and which contacts are tried when a call fails."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class CareContact:
    """Another way to reach the patient: a second telephone, family, a neighbour, the ward."""

    name: str
    number: str
    relation: str


@dataclass(frozen=True, slots=True)
class Patient:
    """`patient_id` is random and stands for the person in addresses, events and logs. `contacts` are tried in order,
    by calls of the route `check_in_route`, one of the company's numbers.

    A call is due on each day for which a campaign names the patient; where none does, every `calls_every_days`, counted
    from the day the patient was added; 0: none is. `consent` says on what basis the patient is called.
    """

    patient_id: str
    company_id: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    time_zone: str
    created_at: datetime
    external_id: str = field(repr=False, default="")
    contacts: tuple[CareContact, ...] = field(repr=False, default=())
    check_in_route: str = field(repr=False, default="")
    calls_every_days: int = 1
    version: int = 1
    consent: str = field(repr=False, default="")
    consent_at: datetime | None = None

    def day_of(self, at: datetime) -> date:
        """By the patient's own clock."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def first_day(self) -> date:
        return self.day_of(self.created_at)

    def periods_due(self, first: date, last: date) -> list[date]:
        """The days on which periods with a due call begin, within these days, the last one included."""
        begins = max(first, self.first_day)
        if not self.calls_every_days:
            return []
        return [begins + timedelta(days) for days in range(0, (last - begins).days + 1, self.calls_every_days)]


@dataclass(frozen=True, slots=True)
class FiledCheckIn:
    """What is on file of a call: answers and voice report as they came, in any order; each part is filed once.

    `line` is the pseudonym of the calling number, `kg` the weight if a plausible one was given.
    """

    call_id: str
    at: datetime
    line: str
    answers: dict[str, Any] | None = field(repr=False, default=None)
    kg: Decimal | None = field(repr=False, default=None)
    voice: dict[str, Any] | None = field(repr=False, default=None)
    is_excluded: bool = False
