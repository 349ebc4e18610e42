"""One attempt to reach one contact: it is on file before anybody dials, and ends in exactly one outcome."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from trunkline.errors import BadRequest
from trunkline.ids import CallId, is_plain_id

NUMBER = re.compile(r"[0-9]{1,5}")


class AnsweredBy(StrEnum):
    """Who, or what, picked up. UNKNOWN is treated as a human."""

    HUMAN = "human"
    MACHINE = "machine"
    SCREENING = "screening"
    IVR = "ivr"
    FAX = "fax"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What became of an attempt. The last two never rang anywhere."""

    HUMAN = "human"
    MACHINE = "machine"
    SCREENING = "screening"
    IVR = "ivr"
    FAX = "fax"
    OPTED_OUT = "opted-out"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    REFUSED = "refused"  # a gate closed between the tick and the dialling
    WITHDRAWN = "withdrawn"  # the campaign stopped before it was dialled


NEVER_RANG = frozenset({Outcome.REFUSED, Outcome.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class AttemptEnd:
    """What an attempt came to. `reason` is a word or a vendor's code, fit for a log and a result list.

    `seconds` is how long the call lasted, where somebody says so: the budget counts by it.
    """

    outcome: Outcome
    reason: str
    answered_by: AnsweredBy | None = None
    seconds: int | None = None


class AttemptState(StrEnum):
    """It only moves forward. DIALLING is written before the vendor is asked, and nothing asks twice."""

    QUEUED = "queued"
    DIALLING = "dialling"
    PLACED = "placed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A contact's first is number 1. From `lease_until` on somebody asks the vendor what became of it."""

    attempt_id: str
    campaign_id: str
    company_id: str
    contact_id: str
    number: int
    to_number: str
    state: AttemptState
    lease_until: datetime
    call_id: CallId | None = None
    conversation_id: str = ""
    dialled_at: datetime | None = None
    answered_by: AnsweredBy | None = None
    outcome: Outcome | None = None
    reason: str = ""
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.state is AttemptState.OVER


def attempt_id(campaign_id: str, contact_id: str, number: int) -> str:
    """The same for whoever works it out: a second tick that wants the same attempt finds it taken."""
    return f"{campaign_id}-{contact_id}-{number}"


def parts_of(attempt_id: str) -> tuple[str, str, int]:
    """Campaign, contact and number of an attempt. Raises BadRequest: ids come back from outside, in addresses."""
    match attempt_id.rsplit("-", 2) if is_plain_id(attempt_id) else []:
        case [campaign_id, contact_id, number] if campaign_id and contact_id and NUMBER.fullmatch(number):
            return campaign_id, contact_id, int(number)
    raise BadRequest("no attempt's id")
