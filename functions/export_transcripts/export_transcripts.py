"""Writes exports: what the queue names, part by part until time is up; once a day, what the schedule wants of all."""

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from parquet_files import Parquet
from text_files import Csv, JsonLines, subtitles, texts
from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.export_transcripts import ExportServices, export_services
from trunkline.bootstrap.shared.common import warm
from trunkline.errors import NotFound
from trunkline.exports.use_cases.export_calls import (
    ExportCallsDeps,
    ExportEnd,
    Format,
    ask_for_daily_exports,
    export_job,
    run_export,
)
from trunkline.telemetry import count, log

FORMATS = {
    "jsonl": Format(JsonLines, "application/gzip"),
    "csv": Format(Csv, "text/csv; charset=utf-8"),
    "parquet": Format(Parquet, "application/vnd.apache.parquet"),
    "txt": Format(texts, "application/zip"),
    "vtt": Format(subtitles, "application/zip"),
}
TIME_FOR_A_PART_MS = 180_000  # ten times what one takes


@cache
def services() -> ExportServices:
    return export_services()


warm(services)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return respond(event, services(), context.get_remaining_time_in_millis)


def respond(event: dict[str, Any], services: ExportServices, remaining_ms: Callable[[], int]) -> dict[str, Any]:
    if "Records" not in event:  # the clock
        asked = ask_for_daily_exports(services.companies, services.runs, services.jobs, services.now())
        log.info("daily exports asked for", exports=len(asked))
        return {"asked": len(asked)}
    work = partial(_run, services=services, remaining_ms=remaining_ms)
    return process_batch(event, work, _failed)


def _run(message: Message, services: ExportServices, remaining_ms: Callable[[], int]) -> None:
    ending = _go_on(json.loads(message["body"]), services, remaining_ms)
    count("ExportRun", ending=ending.value)


def _failed(message: Message, _error: Exception) -> None:
    """The message comes again and goes on where it was."""
    log.exception("export failed", message_id=message["messageId"])
    count("ExportFailed")


def _go_on(job: dict[str, Any], services: ExportServices, remaining_ms: Callable[[], int]) -> ExportEnd:
    run = services.runs.find(job["company_id"], job["export_id"])
    if run is None:
        raise NotFound("no such export")
    desk = ExportCallsDeps(services.source, services.runs, services.store, FORMATS)
    ending = run_export(run, desk, may_go_on=lambda: remaining_ms() > TIME_FOR_A_PART_MS)
    if ending is ExportEnd.HANDED_OVER:
        services.jobs.send(export_job(run.export))
    log.info("export run", company=run.export.company_id, export=run.export.export_id, ending=ending.value)
    return ending
