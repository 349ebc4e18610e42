"""Writes exports part by part until time is up; once a day the schedule queues every company's daily export."""

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from parquet_files import Parquet
from text_files import Csv, JsonLines, subtitles, texts
from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.export_transcripts import ExportTranscriptsDeps, export_transcripts_deps
from trunkline.bootstrap.shared.common import initialize
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
def deps() -> ExportTranscriptsDeps:
    return export_transcripts_deps()


initialize(deps)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return respond(event, deps(), context.get_remaining_time_in_millis)


def respond(event: dict[str, Any], deps: ExportTranscriptsDeps, remaining_ms: Callable[[], int]) -> dict[str, Any]:
    if "Records" not in event:  # the clock
        asked = ask_for_daily_exports(deps.companies, deps.runs, deps.jobs, deps.now())
        log.info("daily exports asked for", exports=len(asked))
        return {"asked": len(asked)}
    work = partial(_run, deps=deps, remaining_ms=remaining_ms)
    return process_batch(event, work, _failed)


def _run(message: Message, deps: ExportTranscriptsDeps, remaining_ms: Callable[[], int]) -> None:
    ending = _go_on(json.loads(message["body"]), deps, remaining_ms)
    count("ExportRun", ending=ending.value)


def _failed(message: Message, _error: Exception) -> None:
    """The message comes again and goes on where it was."""
    log.exception("export failed", message_id=message["messageId"])
    count("ExportFailed")


def _go_on(job: dict[str, Any], deps: ExportTranscriptsDeps, remaining_ms: Callable[[], int]) -> ExportEnd:
    run = deps.runs.find(job["company_id"], job["export_id"])
    if run is None:
        raise NotFound("no such export")
    export_deps = ExportCallsDeps(deps.source, deps.runs, deps.store, FORMATS, find=deps.find)
    ending = run_export(run, export_deps, may_go_on=lambda: remaining_ms() > TIME_FOR_A_PART_MS)
    if ending is ExportEnd.HANDED_OVER:
        deps.jobs.send(export_job(run.export))
    log.info("export run", company=run.export.company_id, export=run.export.export_id, ending=ending.value)
    return ending
