"""Dial jobs, from a tick to the dialling function."""

import json
from dataclasses import dataclass
from datetime import datetime

from trunkline.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Job:
    """A message of the dial queue: which attempt, and when it may start."""

    campaign_id: str
    company_id: str
    contact_id: str
    number: int
    phone: str
    starts_at: datetime


def job_text(job: Job) -> str:
    return json.dumps({
        "campaign_id": job.campaign_id,
        "company_id": job.company_id,
        "contact_id": job.contact_id,
        "number": job.number,
        "phone": job.phone,
        "starts_at": job.starts_at.isoformat(),
    })  # fmt: skip


def order_text(order_id: str) -> str:
    """About a call that a program ordered while the relay slept."""
    return json.dumps({"order_id": order_id})


def order_in(text: str) -> str:
    """The order a message is about; empty for a job of a campaign. Raises BadRequest for no JSON."""
    try:
        body = json.loads(text)
    except ValueError as error:
        raise BadRequest("no dial job") from error
    order_id = body.get("order_id", "") if isinstance(body, dict) else ""
    return order_id if isinstance(order_id, str) else ""


def read_job(text: str) -> Job:
    """Raises BadRequest for anything but a job of the tick: it must not ring a phone."""
    try:
        body = json.loads(text)
        names = {name: body[name] for name in ("campaign_id", "company_id", "contact_id", "phone")}
        number, starts_at = body["number"], datetime.fromisoformat(body["starts_at"])
    except (ValueError, TypeError, KeyError) as error:
        raise BadRequest("no dial job") from error
    if not all(isinstance(name, str) and name for name in names.values()) or type(number) is not int:
        raise BadRequest("no dial job")
    return Job(**names, number=number, starts_at=starts_at)
