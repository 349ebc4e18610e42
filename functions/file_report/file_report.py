"""The inbox queue: files a kept report with its call. Each message fails and is retried alone."""

from functools import cache, partial
from typing import Any

from trunkline.aws.s3_events import keys_in
from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.file_report import FileReportDeps, file_report_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.campaigns.use_cases.settle_from_report import settle_from_report
from trunkline.conversations.domain.inbox_keys import provider_of, reports_beside
from trunkline.conversations.use_cases.file_report import file_report
from trunkline.errors import BadRequest
from trunkline.telemetry import count, log

NAMES_LOGGED = 50


@cache
def deps() -> FileReportDeps:
    return file_report_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: FileReportDeps) -> dict[str, Any]:
    return process_batch(event, partial(_file_all, deps=deps), _not_filed)


def _file_all(message: Message, deps: FileReportDeps) -> None:
    for key in keys_in(message["body"]):
        _file(key, deps)


def _not_filed(message: Message, _error: Exception) -> None:
    log.exception("report not filed", message_id=message["messageId"])
    count("ReportNotFiled")


def _file(key: str, deps: FileReportDeps) -> None:
    provider = deps.providers.get(provider_of(key))
    if provider is None:
        raise BadRequest("no such provider")
    body = deps.inbox(key)
    if body is None:
        log.info("report was removed", key=key)
        return
    report = provider.read_report(body)
    filed = file_report(report, deps.conversations, deps.archive, deps.find)
    has_opted_out = settle_from_report(report, filed, deps.opting_out)
    if report.left_out:
        log.warning("report read in part", key=key, left_out=report.left_out[:NAMES_LOGGED])
        count("ReportReadInPart")
    if filed.is_left_out:
        for prefix in reports_beside(key, provider.report_kinds):
            deps.archive.remove(prefix)
    log.info("report filed", key=key, kind=filed.kind, call_id=filed.call_id)
    count("ReportFiled", kind=filed.kind)
    if filed.is_parted:
        log.warning("report not joined with the call it names", key=key)
        count("ReportParted")
    if has_opted_out:
        count("OptOutHeard", source="report", result="noted")
