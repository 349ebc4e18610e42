"""The gates before a call outside of any campaign, for the person's number. A closed gate raises CallNotAllowed.

A call that is let through counts for the person at once, in all caps of the company: the write stands only while the
person is on no stop list and has been called by no other run meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.campaigns.domain.agent_calls import AgentCallRequest, as_campaign, as_contact
from trunkline.campaigns.domain.calling_hours import IsHoliday
from trunkline.campaigns.domain.contact_rows import ContactLocation, RowRefused
from trunkline.campaigns.domain.eligibility import IneligibleReason, check_eligibility
from trunkline.campaigns.ports import People, Person
from trunkline.campaigns.use_cases.eligibility_input import eligibility_input
from trunkline.errors import BadRequest, CallNotAllowed

TRIES = 4  # others write to the same items at the same moment, though not for long
RINGS_KEPT = 50  # of one person; more than any frequency cap counts
SENTENCES = {
    IneligibleReason.SUPPRESSED: "the number is on a stop list",
    IneligibleReason.DESTINATION: "numbers of this region may not be called",
    IneligibleReason.NO_ZONE: "the time zone of the number is not known",
    IneligibleReason.CAP: "the person has been called as often as allowed",
    IneligibleReason.HOURS: "it is not the time to call there",
}


@dataclass(frozen=True, slots=True)
class PersonGates:
    """`locate` reads a number's region and time zones; it raises RowRefused."""

    people: People
    locate: Callable[[str], ContactLocation]
    is_holiday: IsHoliday

    def refuse_suppressed(self, company_id: str, phone: str) -> None:
        """The stop lists alone, for a call that is no agent's."""
        if self.people.facts(company_id, phone).suppressions:
            raise _closed(IneligibleReason.SUPPRESSED, None)

    def check(self, request: AgentCallRequest, now: datetime) -> Person:
        """All gates, without counting the call."""
        if why := request.destinations.refusal(request.to_number):
            raise CallNotAllowed(IneligibleReason.DESTINATION.value, f"to_number: {why}")
        known = self.people.facts(request.route.company_id, request.to_number)
        contact = as_contact(request, self._located(request.to_number))
        verdict = check_eligibility(as_campaign(request, now), contact, eligibility_input(known), now, self.is_holiday)
        if verdict.refusal:
            raise _closed(verdict.refusal, verdict.until)
        return known.person

    def admit(self, request: AgentCallRequest, now: datetime) -> None:
        """All gates; an open one counts the call."""
        for _ in range(TRIES):
            before = self.check(request, now)
            after = Person((*before.rang_at, now)[-RINGS_KEPT:], before.version + 1)
            if self.people.count_call(request.route.company_id, request.to_number, before, after):
                return
        raise RuntimeError("the call was not counted: others kept writing to the same person")

    def _located(self, phone: str) -> ContactLocation:
        try:
            return self.locate(phone)
        except RowRefused as refused:
            raise BadRequest(f"to_number: {refused}") from refused


def _closed(reason: IneligibleReason, until: datetime | None) -> CallNotAllowed:
    return CallNotAllowed(reason.value, SENTENCES[reason], until)
