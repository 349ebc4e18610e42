"""The erasures queue: erases one person's calls; the receipt lists what was deleted and what failed."""

import json
from functools import cache, partial
from typing import Any

from trunkline.aws.sqs_batch import Message, TryAgain, process_batch
from trunkline.bootstrap.erase_person import erase_person_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.errors import NotFound
from trunkline.privacy.domain.erasures import ErasureReport
from trunkline.privacy.use_cases.erase_person import ErasePersonDeps, erase_person
from trunkline.telemetry import count, log


@cache
def deps() -> ErasePersonDeps:
    return erase_person_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: ErasePersonDeps) -> dict[str, Any]:
    return process_batch(event, partial(_erase, deps=deps), _failed)


def _erase(message: Message, deps: ErasePersonDeps) -> None:
    """Raises TryAgain for an incomplete erasure: the vendor that refused may answer the next time."""
    job = json.loads(message["body"])
    done = erase_person(job["number"], _receipt(job, deps), deps)
    log.info("erasure", erasure=done.erasure_id, status=done.status, calls=done.calls, failures=done.failures)
    count("ErasureRun", status=done.status)
    if done.failures:
        raise TryAgain


def _failed(message: Message, _error: Exception) -> None:
    log.exception("erasure failed", message_id=message["messageId"])
    count("ErasureFailed")


def _receipt(job: dict[str, Any], deps: ErasePersonDeps) -> ErasureReport:
    receipt = deps.receipts.find(job["company_id"], job["erasure_id"])
    if receipt is None:
        raise NotFound("no such erasure")
    return receipt
