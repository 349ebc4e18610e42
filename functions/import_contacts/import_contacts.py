"""Jobs about lists of people: imports, part by part until time is up; previews; tables of results."""

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.import_contacts import ImportContactsHandlerDeps, import_contacts_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.campaigns.use_cases.import_contacts import ImportEnd, import_job, run_import
from trunkline.campaigns.use_cases.manage_campaigns import own_campaign
from trunkline.campaigns.use_cases.preview_campaign import write_preview, write_results
from trunkline.errors import BadRequest, NotFound
from trunkline.telemetry import count, log

TIME_FOR_A_PART_MS = 180_000  # ten times what one takes, and enough to join the report
Job = dict[str, Any]


@cache
def deps() -> ImportContactsHandlerDeps:
    return import_contacts_deps()


initialize(deps)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return respond(event, deps(), context.get_remaining_time_in_millis)


def respond(event: dict[str, Any], deps: ImportContactsHandlerDeps, remaining_ms: Callable[[], int]) -> dict[str, Any]:
    work = partial(_run, deps=deps, remaining_ms=remaining_ms)
    return process_batch(event, work, _failed)


def _run(message: Message, deps: ImportContactsHandlerDeps, remaining_ms: Callable[[], int]) -> None:
    job = json.loads(message["body"])
    ending = _do(job["kind"], job, deps, remaining_ms)
    count("ListRun", kind=job["kind"], ending=ending.value)


def _failed(message: Message, _error: Exception) -> None:
    """The message comes again and goes on where it was."""
    log.exception("list job failed", message_id=message["messageId"])
    count("ListFailed", kind=_kind_of(message["body"]))


def _kind_of(body: str) -> str:
    try:
        job = json.loads(body)
    except ValueError:
        return "unreadable"
    kind = str(job.get("kind")) if isinstance(job, dict) else ""
    return kind if kind in KINDS else "unreadable"


def _do(kind: str, job: Job, deps: ImportContactsHandlerDeps, remaining_ms: Callable[[], int]) -> ImportEnd:
    if kind not in KINDS:
        raise BadRequest("unknown kind of list job")
    ending = KINDS[kind](job, deps, remaining_ms)
    log.info("list job", kind=kind, company=job["company_id"], ending=ending.value)
    return ending


def _import(job: Job, deps: ImportContactsHandlerDeps, remaining_ms: Callable[[], int]) -> ImportEnd:
    run = deps.runs.find(job["company_id"], job["import_id"])
    if run is None:
        raise NotFound("no such import")
    ending = run_import(run, deps.imports, may_go_on=lambda: remaining_ms() > TIME_FOR_A_PART_MS)
    if ending is ImportEnd.HANDED_OVER:
        deps.jobs.send(import_job(run.order))
    return ending


def _preview(job: Job, deps: ImportContactsHandlerDeps, _remaining_ms: Callable[[], int]) -> ImportEnd:
    write_preview(own_campaign(job["company_id"], job["campaign_id"], deps.campaigns), deps.previews)
    return ImportEnd.DONE


def _results(job: Job, deps: ImportContactsHandlerDeps, _remaining_ms: Callable[[], int]) -> ImportEnd:
    write_results(own_campaign(job["company_id"], job["campaign_id"], deps.campaigns), deps.previews)
    return ImportEnd.DONE


KINDS = {"import": _import, "preview": _preview, "results": _results}
