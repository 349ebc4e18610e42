"""The inbox queue: files a kept report with its call. Each message fails and is retried alone."""

from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from trunkline.aws.s3_events import keys_in
from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.file_report import FileReportDeps, file_report_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.campaigns.use_cases.settle_from_report import settle_from_report
from trunkline.conversations.domain.inbox_keys import folders_of_conversation, provider_of
from trunkline.conversations.domain.post_call_reports import Report
from trunkline.conversations.ports import Archive
from trunkline.conversations.use_cases.file_report import Filed, file_report
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
        log.info("report is gone", key=key)  # erased, or discarded with its conversation
        count("ReportGone")
        return
    report = provider.read_report(body)
    filed = file_report(report, deps.conversations, deps.archive, deps.find)
    has_opted_out = settle_from_report(report, filed, deps.opting_out)
    if filed.is_discarded:
        _discard(key, provider.report_kinds, deps.archive)
    _count(key, report, filed, has_opted_out=has_opted_out)


def _discard(key: str, kinds: Iterable[str], archive: Archive) -> None:
    """All reports of its conversation. The message's own goes last: a run that fails comes again while it is there."""
    for folder in folders_of_conversation(key, kinds):
        archive.remove_folder(folder)
    archive.remove(key)


def _count(key: str, report: Report, filed: Filed, *, has_opted_out: bool) -> None:
    if report.left_out:
        log.warning("report read in part", key=key, left_out=report.left_out[:NAMES_LOGGED])
        count("ReportReadInPart")
    log.info("report filed", key=key, kind=filed.kind, call_id=filed.call_id)
    count("ReportFiled", kind=filed.kind)
    if filed.is_parted:
        log.warning("report not joined with the call it names", key=key)
        count("ReportParted")
    if has_opted_out:
        count("OptOutHeard", source="report", result="noted")
