"""One attempt to reach one contact: on file before it is dialled, with exactly one outcome."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from trunkline.errors import BadRequest
from trunkline.ids import CallId, is_plain_id

NUMBER = re.compile(r"[0-9]{1,5}")


class AnsweredBy(StrEnum):
    """Who or what answered. UNKNOWN is treated as a human."""

    HUMAN = "human"
    MACHINE = "machine"
    SCREENING = "screening"
    IVR = "ivr"
    FAX = "fax"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """The outcome of an attempt. The last two never rang a phone."""

    HUMAN = "human"
    MACHINE = "machine"
    SCREENING = "screening"
    IVR = "ivr"
    FAX = "fax"
    CALLBACK = "callback"  # a person answered, and asked to be called again
    OPTED_OUT = "opted-out"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    REFUSED = "refused"  # a gate closed between the tick and the dialling
    WITHDRAWN = "withdrawn"  # the campaign stopped before it was dialled


NEVER_RANG = frozenset({Outcome.REFUSED, Outcome.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class AttemptEnd:
    """The end of an attempt. `reason` is a word or a vendor's code, without personal data.

    `seconds` is the length of the call, where it is reported: the budget counts by it.
    """

    outcome: Outcome
    reason: str
    answered_by: AnsweredBy | None = None
    seconds: int | None = None


class AttemptState(StrEnum):
    """The state of an attempt. It only moves forward. DIALLING is written before the one request to the vendor."""

    QUEUED = "queued"
    DIALLING = "dialling"
    PLACED = "placed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A contact's first is number 1. After `lease_until` the sweep asks the vendor for its outcome."""

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
    """Deterministic: a second tick with the same attempt finds it taken."""
    return f"{campaign_id}-{contact_id}-{number}"


def parts_of(attempt_id: str) -> tuple[str, str, int]:
    """Campaign, contact and number of an attempt. Raises BadRequest: ids come back from outside, in addresses."""
    match attempt_id.rsplit("-", 2) if is_plain_id(attempt_id) else []:
        case [campaign_id, contact_id, number] if campaign_id and contact_id and NUMBER.fullmatch(number):
            return campaign_id, contact_id, int(number)
    raise BadRequest("no attempt's id")
