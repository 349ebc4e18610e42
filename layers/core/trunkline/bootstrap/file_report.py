"""Dependencies of `file_report`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.shared.common import aws_client, data_keys, retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.names import names_finder
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.campaigns_table import SuppressionsTable
from trunkline.campaigns.use_cases.opt_out import OptOutDeps
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps
from trunkline.conversations.adapters.brain_reports import BrainReports
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.ports import Archive, ConversationRecords, ReportReader
from trunkline.ids import BRAIN
from trunkline.redaction import Find


@dataclass(frozen=True, slots=True)
class FileReportDeps:
    """Dependencies of `file_report`. `inbox` gives None for a report that was removed."""

    inbox: Callable[[str], bytes | None]
    archive: Archive
    conversations: ConversationRecords
    opting_out: OptOutDeps
    providers: Mapping[str, ReportReader]
    find: Find | None = None  # a model that finds names


def file_report_deps() -> FileReportDeps:
    known = settings()
    bucket = Bucket(aws_client("s3"), known.bucket, data_keys(known))
    conversations = ConversationsTable(
        aws_client("dynamodb"), known.calls_table, known.directory_table, retention(known)
    )
    out = opting_out(aws_client("dynamodb"), known.campaigns_table)
    providers: dict[str, ReportReader] = {**known_providers(known, vendor_secrets(known)), BRAIN: BrainReports()}
    return FileReportDeps(bucket.find, bucket, conversations, out, providers, names_finder(known))


def opting_out(dynamodb: Any, campaigns_table: str) -> OptOutDeps:
    """Dependencies of `opt_out`."""
    settling = SettleAttemptDeps(CampaignAttempts(dynamodb, campaigns_table))
    return OptOutDeps(SuppressionsTable(dynamodb, campaigns_table), settling, utc_now)
