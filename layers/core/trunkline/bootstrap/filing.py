"""`file_report`, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trunkline.bootstrap.common import aws_client, data_keys, retention, settings, utc_now
from trunkline.ports.reports import Archive, ConversationRecords
from trunkline.storage.bucket import Bucket
from trunkline.storage.campaign_attempts import CampaignAttempts
from trunkline.storage.campaigns_table import SuppressionsTable
from trunkline.storage.conversations_table import ConversationsTable
from trunkline.use_cases.hear_opt_out import OptingOut
from trunkline.use_cases.settle_attempt import Settling


@dataclass(frozen=True, slots=True)
class FilingServices:
    """What `file_report` needs."""

    inbox: Callable[[str], bytes]
    archive: Archive
    conversations: ConversationRecords
    opting_out: OptingOut


def filing_services() -> FilingServices:
    known = settings()
    bucket = Bucket(aws_client("s3"), known.bucket, data_keys(known))
    conversations = ConversationsTable(
        aws_client("dynamodb"), known.calls_table, known.directory_table, retention(known)
    )
    return FilingServices(bucket.read, bucket, conversations, opting_out(aws_client("dynamodb"), known.campaigns_table))


def opting_out(dynamodb: Any, campaigns_table: str) -> OptingOut:
    """For whoever may hear that somebody wants no more calls."""
    settling = Settling(CampaignAttempts(dynamodb, campaigns_table))
    return OptingOut(SuppressionsTable(dynamodb, campaigns_table), settling, utc_now)
