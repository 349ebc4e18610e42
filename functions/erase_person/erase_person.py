"""The erasures queue: one person's calls are erased, and a receipt says what went and what has to be repeated."""

import json
from functools import cache
from typing import Any

from trunkline.bootstrap.common import warm
from trunkline.bootstrap.erase_person import ErasureServices, erasure_services
from trunkline.errors import NotFound
from trunkline.privacy.domain.erasures import ErasureReport
from trunkline.privacy.use_cases.erase_person import erase_person
from trunkline.telemetry import count, log


@cache
def services() -> ErasureServices:
    return erasure_services()


warm(services)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, services())


def respond(event: dict[str, Any], services: ErasureServices) -> dict[str, Any]:
    failed = [message["messageId"] for message in event["Records"] if not _erased(message, services)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _erased(message: dict[str, Any], services: ErasureServices) -> bool:
    """False when something is left: the message comes again, and whoever was away may be back by then."""
    try:
        job = json.loads(message["body"])
        done = erase_person(job["number"], _receipt(job, services), services.eraser)
    except Exception:  # noqa: BLE001 - the outermost line of this edge: one bad message must not take its batch along
        log.exception("erasure failed", message_id=message["messageId"])
        count("ErasureFailed")
        return False
    log.info("erasure", erasure=done.erasure_id, status=done.status, calls=done.calls, failures=done.failures)
    count("ErasureRun", status=done.status)
    return not done.failures


def _receipt(job: dict[str, Any], services: ErasureServices) -> ErasureReport:
    receipt = services.receipts.find(job["company_id"], job["erasure_id"])
    if receipt is None:
        raise NotFound("no such erasure")
    return receipt
