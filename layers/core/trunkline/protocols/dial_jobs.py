"""Messages of the dial queue."""

import json
from datetime import datetime

from trunkline.domain.dial_jobs import Job
from trunkline.domain.errors import BadRequest


def job_text(job: Job) -> str:
    return json.dumps({
        "campaign_id": job.campaign_id,
        "company_id": job.company_id,
        "contact_id": job.contact_id,
        "number": job.number,
        "phone": job.phone,
        "starts_at": job.starts_at.isoformat(),
    })  # fmt: skip


def read_job(text: str) -> Job:
    """Raises BadRequest: only the tick writes here, and whatever else is found must not ring anybody."""
    try:
        told = json.loads(text)
        names = {name: told[name] for name in ("campaign_id", "company_id", "contact_id", "phone")}
        number, starts_at = told["number"], datetime.fromisoformat(told["starts_at"])
    except (ValueError, TypeError, KeyError) as error:
        raise BadRequest("no dial job") from error
    if not all(isinstance(one, str) and one for one in names.values()) or type(number) is not int:
        raise BadRequest("no dial job")
    return Job(**names, number=number, starts_at=starts_at)
