"""What a tick hands to the dialling."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A message of the dial queue: which attempt, and when it may start."""

    campaign_id: str
    company_id: str
    contact_id: str
    number: int
    phone: str
    starts_at: datetime
