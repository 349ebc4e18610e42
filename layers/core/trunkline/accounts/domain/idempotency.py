"""A request that its sender may repeat and that must be done once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdempotencyState(StrEnum):
    """The state of the first request."""

    BEGUN = "begun"  # under way, or lost with its function
    DONE = "done"  # its answer is on file
    UNKNOWN = "unknown"  # the carrier did not say whether it did it


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """`request` is the fingerprint of what was asked: the same key for something else is a mistake."""

    request: str
    state: IdempotencyState
    answer: str
    begun_at: datetime
