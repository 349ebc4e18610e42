"""A person on a campaign's list."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ContactState(StrEnum):
    """WAITING contacts are in the index of who is due; DONE ones never ring again."""

    WAITING = "waiting"
    IN_HAND = "in-hand"  # an attempt of theirs is not over
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Consent:
    """On what basis a person may be called, and since when."""

    basis: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """`zone` is an IANA name; `region` a country and, where laws differ inside one, its state: US-FL."""

    contact_id: str
    campaign_id: str
    company_id: str
    phone: str  # E.164
    zone: str
    region: str
    zone_is_inferred: bool = False  # from the number, not from the list: a person may have moved with it
    zones: tuple[str, ...] = ()  # all the zones an inferred one may be; calling hours must hold in each of them
    consent: Consent | None = None
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    state: ContactState = ContactState.WAITING
    due_at: datetime | None = None
    attempts: int = 0  # begun, withdrawn ones included: the next one's number is this plus one
    dialled: int = 0
    outcome: str = ""
    reason: str = ""  # why a DONE contact is not called, or not called again
    decisions: int = 0  # made about this contact so far
    seal: str = ""  # of the latest decision about this contact; the next one is sealed over it


def contact_id(campaign_id: str, phone: str) -> str:
    """The contact's id, from campaign and number: a person named twice is one contact."""
    return hashlib.sha256(f"{campaign_id}:{phone}".encode()).hexdigest()[:20]
