"""Outbound calls: the request to the carrier, and the call as the carrier reports it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from trunkline.ids import CallId


class Detection(StrEnum):
    """Answering machine detection by the carrier, asynchronous to the call."""

    OFF = ""
    AT_ONCE = "at-once"  # as soon as it can tell
    AFTER_THE_BEEP = "after-the-beep"  # of a machine not before it can be spoken to


@dataclass(frozen=True, slots=True)
class OutboundCallRequest:
    """A call to be placed. The addresses are ours; the plan, or the attempt, is named in their paths."""

    to_number: str
    from_number: str
    answer_url: str
    status_url: str
    ring_s: int = 60
    limit_s: int = 3600
    detection: Detection = Detection.OFF
    verdict_url: str = ""


@dataclass(frozen=True, slots=True)
class PlacedCall:
    """A call as the carrier lists it. `created_at` is None while it waits in the carrier's queue."""

    call_id: CallId
    status: str
    to_number: str
    from_number: str
    created_at: datetime | None = None
    answered_by: str = ""
    duration_s: int | None = None
