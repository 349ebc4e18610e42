"""Reads lists of people into campaigns: what the queue names, part by part until time is up."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from trunkline.bootstrap.common import warm
from trunkline.bootstrap.lists import ListServices, list_services
from trunkline.domain.errors import NotFound
from trunkline.telemetry import count, log
from trunkline.use_cases.import_contacts import Ending, import_job, run_import

TIME_FOR_A_PART_MS = 180_000  # ten times what one takes, and enough to join the report


@cache
def services() -> ListServices:
    return list_services()


warm(services)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return respond(event, services(), context.get_remaining_time_in_millis)


def respond(event: dict[str, Any], services: ListServices, remaining_ms: Callable[[], int]) -> dict[str, Any]:
    failed = [message["messageId"] for message in event["Records"] if not _done(message, services, remaining_ms)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _done(message: dict[str, Any], services: ListServices, remaining_ms: Callable[[], int]) -> bool:
    try:
        ending = _import(json.loads(message["body"]), services, remaining_ms)
    except Exception:  # noqa: BLE001 - the outermost line of this edge: the message comes again and goes on where it was
        log.exception("import failed", message_id=message["messageId"])
        count("ListFailed", kind="import")
        return False
    count("ListRun", kind="import", ending=ending.value)
    return True


def _import(job: dict[str, Any], services: ListServices, remaining_ms: Callable[[], int]) -> Ending:
    run = services.runs.find(job["company_id"], job["import_id"])
    if run is None:
        raise NotFound("no such import")
    ending = run_import(run, services.desk, may_go_on=lambda: remaining_ms() > TIME_FOR_A_PART_MS)
    if ending is Ending.HANDED_OVER:
        services.jobs.send(import_job(run.order))
    log.info("import run", company=run.order.company_id, import_id=run.order.import_id, ending=ending.value)
    return ending
