"""Calls that ended, as the carrier lists them page by page."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.ids import CallId


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call the carrier lists as over. Legs that a call of ours dialled have a parent, and no record of their own."""

    call_id: CallId
    status: str
    ended_at: datetime
    duration_s: int | None = None
    is_leg: bool = False


@dataclass(frozen=True, slots=True)
class EndedPage:
    calls: tuple[EndedCall, ...]
    cursor: str | None
