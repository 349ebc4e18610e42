"""Events for other systems: what happened to a call, a campaign, a contact, an export or a budget.

An event has ids and links, and no words, names or telephone numbers. Its form is CloudEvents 1.0.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

SCHEMA_VERSION = 1
Data = dict[str, str | int | None]


class EventType(StrEnum):
    """The types of events. A type's data may gain fields and kinds; other changes make a new version of its schema."""

    CALL_STARTED = "call.started"
    CALL_RINGING = "call.ringing"
    CALL_ANSWERED = "call.answered"
    CALL_ENDED = "call.ended"
    CALL_REPORTED = "call.reported"
    CALL_COST_KNOWN = "call.cost_known"
    RECORDING_FILED = "recording.filed"
    VOICEMAIL_RECEIVED = "voicemail.received"
    CAMPAIGN_STARTED = "campaign.started"
    CAMPAIGN_PAUSED = "campaign.paused"
    CAMPAIGN_ENDED = "campaign.ended"
    CONTACT_OPTED_OUT = "contact.opted_out"
    BUDGET_EXCEEDED = "budget.exceeded"
    PATIENT_ALERT = "patient.alert"
    PATIENT_ACKNOWLEDGED = "patient.acknowledged"
    EXPORT_FINISHED = "export.finished"
    ENDPOINT_DISABLED = "endpoint.disabled"
    ENDPOINT_TEST = "endpoint.test"  # sent to one endpoint on request, and not published


@dataclass(frozen=True, slots=True)
class Event:
    """One fact. `key` distinguishes facts of one type and subject, such as the conversations of a call."""

    type: EventType
    company_id: str
    subject: str  # id of the call, campaign, suppression, company or export
    at: datetime
    data: Data = field(default_factory=dict)
    key: str = ""

    @property
    def event_id(self) -> str:
        """The same for the same fact, however often it is published: consumers drop duplicates by it."""
        fact = f"{self.type}\n{self.company_id}\n{self.subject}\n{self.key}"
        return sha256(fact.encode()).hexdigest()[:32]


def to_cloud_event(event: Event, source: str) -> dict[str, Any]:
    """CloudEvents 1.0, JSON format. `company` is an extension attribute; unknown values are null."""
    return {
        "specversion": "1.0",
        "id": event.event_id,
        "source": source,
        "type": event.type.value,
        "subject": event.subject,
        "time": event.at.isoformat(),
        "datacontenttype": "application/json",
        "dataschema": f"urn:trunkline:{event.type}:{SCHEMA_VERSION}",
        "company": event.company_id,
        "data": event.data,
    }
