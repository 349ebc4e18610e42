"""Calls we place, as the carrier takes and tells them."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.domain.calls import CallId


@dataclass(frozen=True, slots=True)
class CallOrder:
    """A call to be placed. The addresses are ours; the plan is named in their paths."""

    to_number: str
    from_number: str
    answer_url: str
    status_url: str
    ring_s: int = 60
    limit_s: int = 3600


@dataclass(frozen=True, slots=True)
class PlacedCall:
    """A call as the carrier knows it. `created_at` is None while it waits in the carrier's queue."""

    call_id: CallId
    status: str
    to_number: str
    from_number: str
    created_at: datetime | None = None
