"""Calls that programs ordered while the relay slept: dialled once, when it is awake."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

FIRST_LOOK_S = 3  # a relay that is drowsy is awake again by then; one that sleeps wakes in some 40 s
LOOK_AGAIN_S = 10
WAITS_AT_MOST = timedelta(minutes=10)  # who ordered a call does not expect it later than that


class WaitingState(StrEnum):
    """Only forward: waiting, dialling, and one of the others."""

    WAITING = "waiting"
    DIALLING = "dialling"  # or lost with the run that dialled: then the carrier is asked, without dialling again
    PLACED = "placed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WaitingCall:
    order_id: str
    company_id: str
    state: WaitingState
    ordered_at: datetime
    order: Mapping[str, Any]  # what was asked for, as plain values
    changed_at: datetime
    call_id: str = ""
    reason: str = ""  # why it failed, in the carrier's words or ours
