"""Audit log of the decisions to call a contact or not: a keyed hash chain, so that a later change shows.

The seal is an HMAC over the decision and the seal of the previous one, and the contact carries the seal of the latest.
To alter, drop or slip in a decision one needs the key, which the functions that look at records do not have.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from trunkline.audit.domain.hash_chain import Fault, Link, first_break

TROUBLE = {
    Fault.MISSING: "decision {} is missing or out of order",
    Fault.CHANGED: "decision {} was changed",
    Fault.CUT: "the latest decision is missing",
}


class Step(StrEnum):
    """CLAIMED and DIALLED let a call happen; the other two stand in its way."""

    CLAIMED = "claimed"
    DIALLED = "dialled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decision:
    """Number 1 is a contact's first. `refusal` names the gate that was shut, `until` when it may open."""

    campaign_id: str
    contact_id: str
    number: int
    at: datetime
    step: Step
    attempt: int = 0
    refusal: str = ""
    detail: str = ""
    until: datetime | None = None
    previous: str = ""
    seal: str = ""


def chained(decision: Decision, key: bytes) -> Decision:
    return replace(decision, seal=_seal_of(decision, key))


def first_broken_link(decisions: Iterable[Decision], latest: str, key: bytes) -> str:
    """The first fault in a contact's chain of decisions; empty when it is intact."""
    links = (Link(item.number, item.previous, item.seal, _seal_of(item, key)) for item in decisions)
    broken = first_break(links, latest)
    return TROUBLE[broken.fault].format(broken.number) if broken else ""


def _seal_of(decision: Decision, key: bytes) -> str:
    values = [
        decision.campaign_id,
        decision.contact_id,
        decision.number,
        decision.at.isoformat(),
        decision.step.value,
        decision.attempt,
        decision.refusal,
        decision.detail,
        decision.until.isoformat() if decision.until else None,
        decision.previous,
    ]
    return hmac.new(key, json.dumps(values, separators=(",", ":")).encode(), hashlib.sha256).hexdigest()
